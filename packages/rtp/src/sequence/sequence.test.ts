import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isNewerSequence, sequenceDistance, timestampDistance } from './sequence-number.ts';
import { Unwrapper } from './unwrapper.ts';

describe('sequenceDistance', () => {
  it('is signed and crosses the wrap', () => {
    assert.equal(sequenceDistance(5, 3), 2);
    assert.equal(sequenceDistance(1, 65_535), 2);
    assert.equal(sequenceDistance(65_535, 1), -2);
    assert.equal(isNewerSequence(0, 65_535), true);
    assert.equal(isNewerSequence(7, 7), false);
  });

  it('has a counterpart for timestamps', () => {
    assert.equal(timestampDistance(100, 0xffffffff), 101);
    assert.equal(timestampDistance(0xffffffff, 100), -101);
  });
});

describe('Unwrapper', () => {
  for (const bits of [16, 32])
    it(`follows a ${bits}-bit counter over wraps, reordering included`, () => {
      const range = 2 ** bits;
      const steps = fc.array(fc.integer({ min: -(range / 4), max: range / 4 }), { maxLength: 200 });
      fc.assert(
        fc.property(fc.integer({ min: 0, max: range - 1 }), steps, (first, moves) => {
          const unwrapper = new Unwrapper(bits);
          assert.equal(unwrapper.unwrap(first), first);
          let newest = first;
          for (const move of moves) {
            const value = newest + move;
            const wrapped = ((value % range) + range) % range;
            assert.equal(unwrapper.peek(wrapped), value);
            assert.equal(unwrapper.unwrap(wrapped), value);
            newest = Math.max(newest, value);
          }
        }),
      );
    });
});
