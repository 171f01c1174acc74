import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatness } from '../../bench/src/soak/flatness.ts';
import { soak } from '../../bench/src/soak/soak.ts';

const ROUNDS = 40;
/** Heaps still grow into their size; a leak of whole connections would be more. */
const MAX_GROWN_BYTES = 40e6;

describe('media engine after many joins and leaves', () => {
  it('holds as many descriptors, threads and about as much memory as after the first', async () => {
    const samples = await soak({
      seed: 20_261_127,
      goesOn: (rounds) => rounds < ROUNDS,
    });
    const result = flatness(samples, { maxGrownBytes: MAX_GROWN_BYTES });
    assert.ok(result.ok, JSON.stringify(result));
  });
});
