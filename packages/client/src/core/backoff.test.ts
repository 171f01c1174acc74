import assert from 'node:assert/strict';
import test from 'node:test';
import { backoffMs } from './backoff.ts';

const lowest = { baseMs: 100, maxMs: 1000, random: () => 0 };
const highest = { ...lowest, random: () => 0.999_999 };

test('the wait doubles with every attempt up to its ceiling', () => {
  const waits = [0, 1, 2, 3, 4, 50].map((attempt) => Math.ceil(backoffMs(attempt, highest)));
  assert.deepEqual(waits, [100, 200, 400, 800, 1000, 1000]);
});

test('the wait falls anywhere in the upper half of its span', () => {
  assert.equal(backoffMs(2, lowest), 200);
});
