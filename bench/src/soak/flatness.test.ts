import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flatness, type Sample } from './flatness.ts';

const limits = { maxGrownBytes: 1000 };

function samples(of: (i: number) => Partial<Sample>): readonly Sample[] {
  return Array.from({ length: 9 }, (_, i) => ({
    connections: 10 * i,
    residentBytes: 5000,
    descriptors: 20,
    threads: 10,
    ...of(i),
  }));
}

describe('flatness', () => {
  it('accepts what wavers but does not grow', () => {
    const wavering = samples((i) => ({ descriptors: 20 + (i % 2), residentBytes: 5000 + (i % 3) }));
    assert.equal(flatness(wavering, limits).ok, true);
  });

  it('refuses a descriptor or a thread that stays', () => {
    assert.equal(
      flatness(
        samples((i) => ({ descriptors: 20 + i })),
        limits,
      ).ok,
      false,
    );
    assert.equal(
      flatness(
        samples((i) => ({ threads: i < 6 ? 10 : 11 })),
        limits,
      ).ok,
      false,
    );
  });

  it('tells memory for each connection, and refuses more than the limit', () => {
    const grown = flatness(
      samples((i) => ({ residentBytes: 5000 + 500 * i })),
      limits,
    );
    assert.deepEqual([grown.ok, grown.grownBytes, grown.bytesPerConnection], [false, 3000, 50]);
    assert.equal(
      flatness(
        samples((i) => ({ residentBytes: 5000 + 100 * i })),
        limits,
      ).ok,
      true,
    );
  });
});
