import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceProblem } from './device-problem.ts';

describe('a device that does not open', () => {
  it('is missing, in use elsewhere, or forbidden', () => {
    assert.equal(deviceProblem(new DOMException('', 'NotFoundError')), 'microphone_missing');
    assert.equal(deviceProblem(new DOMException('', 'NotReadableError')), 'device_busy');
    assert.equal(deviceProblem(new DOMException('', 'NotAllowedError')), 'microphone_denied');
  });
});
