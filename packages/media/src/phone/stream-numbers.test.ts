import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StreamNumbers } from './stream-numbers.ts';

describe('StreamNumbers', () => {
  it('goes on without a gap between what is made here and what is passed on', () => {
    const numbers = new StreamNumbers(65_534, 2 ** 32 - 100);
    numbers.advance(160);
    assert.deepEqual([numbers.next(), numbers.timestamp], [65_535, 60]);
    numbers.place({ ssrc: 7, sequenceNumber: 500, timestamp: 9000 }, 160);
    assert.deepEqual([numbers.placedSequence, numbers.placedTimestamp], [0, 220]);
    numbers.advance(160);
    assert.deepEqual([numbers.next(), numbers.timestamp], [1, 380]);
    numbers.place({ ssrc: 7, sequenceNumber: 900, timestamp: 1 }, 160);
    assert.deepEqual([numbers.placedSequence, numbers.placedTimestamp], [2, 540]);
  });

  it('keeps the distances of what is passed on, in whatever order it comes', () => {
    const arrivals = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
    const any16 = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(arrivals, any16, any16, (order, first, from) => {
        const numbers = new StreamNumbers(first, 0);
        const at = (i: number) => {
          const sequenceNumber = (from + i) & 0xffff;
          numbers.place({ ssrc: 1, sequenceNumber, timestamp: i * 960 }, 960);
          return [numbers.placedSequence, numbers.placedTimestamp] as const;
        };
        const [begin = 0, beginTime = 0] = at(0);
        for (const i of order)
          assert.deepEqual(at(i), [(begin + i) & 0xffff, (beginTime + i * 960) >>> 0]);
        assert.equal(numbers.sequence, (begin + Math.max(...order)) & 0xffff);
      }),
    );
  });
});
