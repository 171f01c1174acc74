import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CODEC_IMPAIRMENTS, meanOpinionScore, transmissionRating } from './e-model.ts';

const perfect = { codec: CODEC_IMPAIRMENTS.g711, lossFraction: 0, oneWayDelayMs: 0 } as const;

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('meanOpinionScore', () => {
  it('agrees with table B.1 of G.107 annex B', () => {
    for (const [rating, score] of [
      [90, 4.34],
      [80, 4.03],
      [70, 3.6],
      [60, 3.1],
      [50, 2.58],
    ] as const)
      near(meanOpinionScore(rating), score, 0.01);
  });

  it('is 1 at worst, 4.5 at best, 4.41 with all defaults, and never falls with the rating', () => {
    assert.equal(meanOpinionScore(-5), 1);
    assert.equal(meanOpinionScore(120), 4.5);
    near(meanOpinionScore(93.2), 4.41, 0.005);
    let previous = 0;
    for (let rating = 0; rating <= 100; rating += 0.1) {
      const score = meanOpinionScore(rating);
      assert.ok(score >= previous);
      previous = score;
    }
  });
});

describe('transmissionRating', () => {
  it('is 93.2 for a perfect path', () => {
    assert.equal(transmissionRating(perfect), 93.2);
  });

  it('takes Ie,eff of clause 7.5 off for loss', () => {
    near(transmissionRating({ ...perfect, lossFraction: 0.01 }), 93.2 - 95 / 5.3, 1e-9);
    const codec = CODEC_IMPAIRMENTS.g711Concealed;
    near(transmissionRating({ ...perfect, codec, lossFraction: 0.01 }), 93.2 - 95 / 26.1, 1e-9);
    const bursts = { ...perfect, codec, lossFraction: 0.02, burstRatio: 2 };
    near(transmissionRating(bursts), 93.2 - (95 * 2) / (1 + 25.1), 1e-9);
  });

  it('takes Idd of clause 7.4 off for delays above 100 ms', () => {
    assert.equal(transmissionRating({ ...perfect, oneWayDelayMs: 100 }), 93.2);
    // Worked by hand: X = 1 at 200 ms, X = 2 at 400 ms.
    const at200 = 25 * (2 ** (1 / 6) - 3 * (1 + 3 ** -6) ** (1 / 6) + 2);
    near(transmissionRating({ ...perfect, oneWayDelayMs: 200 }), 93.2 - at200, 1e-9);
    near(at200, 3.04, 0.01);
    const at400 = 25 * (65 ** (1 / 6) - 3 * (1 + (2 / 3) ** 6) ** (1 / 6) + 2);
    near(transmissionRating({ ...perfect, oneWayDelayMs: 400 }), 93.2 - at400, 1e-9);
  });

  it('never rises with loss or delay, and stays within its scale', () => {
    const path = fc.record({
      lossFraction: fc.double({ min: 0, max: 1, noNaN: true }),
      oneWayDelayMs: fc.double({ min: 0, max: 5000, noNaN: true }),
    });
    fc.assert(
      fc.property(path, path, (a, b) => {
        const better = {
          ...perfect,
          lossFraction: Math.min(a.lossFraction, b.lossFraction),
          oneWayDelayMs: Math.min(a.oneWayDelayMs, b.oneWayDelayMs),
        };
        const rating = transmissionRating(better);
        assert.ok(rating <= 93.2 && rating >= 0);
        assert.ok(rating >= transmissionRating({ ...perfect, ...a }) - 1e-9);
      }),
    );
  });

  it('forgives what the advantage allows', () => {
    assert.equal(transmissionRating({ ...perfect, oneWayDelayMs: 100, advantage: 5 }), 98.2);
  });
});
