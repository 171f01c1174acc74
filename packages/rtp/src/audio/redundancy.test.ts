import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { primaryBlockAt } from './redundancy.ts';

const block = (type: number, offset: number, length: number) => [
  0x80 | type,
  offset >> 6,
  ((offset & 0x3f) << 2) | (length >> 8),
  length & 0xff,
];

describe('primaryBlockAt', () => {
  it('finds the newest block behind those that are repeated', () => {
    const payload = [...block(111, 1920, 3), ...block(111, 960, 2), 111, 1, 2, 3, 4, 5, 9, 9];
    assert.equal(primaryBlockAt(Uint8Array.from(payload), 0, payload.length), payload.length - 2);
  });

  it('finds a block that comes alone', () => {
    assert.equal(primaryBlockAt(Uint8Array.of(0, 111, 7), 1, 3), 2);
  });

  it('refuses a payload that is shorter than its headers say', () => {
    for (const payload of [[], [111], block(111, 960, 2), [...block(111, 960, 300), 111, 1, 2]])
      assert.equal(primaryBlockAt(Uint8Array.from(payload), 0, payload.length), -1);
  });
});
