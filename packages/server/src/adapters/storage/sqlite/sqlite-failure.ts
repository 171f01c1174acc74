import { AppError, DuplicateKey } from '../../../kernel/index.ts';

/** Result codes: https://www.sqlite.org/rescode.html */
const CONSTRAINT_PRIMARY_KEY = 1555;
const CONSTRAINT_UNIQUE = 2067;
const PRIMARY_CODE = 0xff;
const BUSY = 5;
/** perm, busy, locked, nomem, readonly, ioerr, corrupt, full, cantopen, notadb */
const UNAVAILABLE: ReadonlySet<number> = new Set([3, BUSY, 6, 7, 8, 10, 11, 13, 14, 26]);

/** An error of node:sqlite as the ports promise it; one that is a mistake in the SQL stays itself. */
export function sqliteFailure(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined && isSystemError(error)) {
    return new AppError('unavailable', { cause: error });
  }
  if (code === CONSTRAINT_PRIMARY_KEY || code === CONSTRAINT_UNIQUE) {
    return new DuplicateKey({ cause: error });
  }
  if (code !== undefined && UNAVAILABLE.has(code & PRIMARY_CODE)) {
    return new AppError('unavailable', { cause: error });
  }
  return error;
}

export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && (code & PRIMARY_CODE) === BUSY;
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** Of the file system: the folder cannot be made. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
