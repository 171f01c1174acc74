import assert from 'node:assert/strict';
import { AppError, type ErrorCode } from '../src/kernel/index.ts';

/** For `assert.throws` and `assert.rejects`: an AppError of this code, and these parameters if given. */
export function refusal(code: ErrorCode, params?: Readonly<Record<string, string | number>>) {
  return (error: unknown): true => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code);
    if (params !== undefined) assert.deepEqual(error.params, params);
    return true;
  };
}
