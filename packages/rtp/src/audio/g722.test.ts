import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { G722Decoder, G722Encoder } from './g722.ts';

/** A tone that rises through both bands. */
const chirp = Int16Array.from({ length: 3200 }, (_, i) =>
  Math.trunc(12_000 * Math.sin((i * i) / 9000)),
);

function encoded(samples: Int16Array): Uint8Array {
  const octets = new Uint8Array(samples.length >> 1);
  assert.equal(new G722Encoder().encode(samples, octets), octets.length);
  return octets;
}

function decoded(octets: Uint8Array): Int16Array {
  const samples = new Int16Array(2 * octets.length);
  assert.equal(new G722Decoder().decode(octets, samples), samples.length);
  return samples;
}

/** A number that any difference in what it is made of changes. */
function checksum(values: Iterable<number>): number {
  let [sum, at] = [0, 0];
  for (const value of values) {
    at += 1;
    sum = (sum + at * (value & 0xffff)) % 1_000_003;
  }
  return sum;
}

describe('G.722', () => {
  it('agrees to the bit with another implementation, both ways', () => {
    // spandsp 0.0.6, 64 kbit/s.
    const octets = encoded(chirp);
    assert.deepEqual(
      [...octets.subarray(0, 20)],
      [
        250, 222, 119, 178, 178, 186, 180, 234, 227, 232, 102, 230, 168, 167, 170, 234, 234, 234,
        235, 236,
      ],
    );
    assert.equal(checksum(octets), 412771);
    assert.equal(checksum(decoded(octets)), 397671);
  });

  it('keeps a tone of either band', () => {
    for (const hertz of [300, 1000, 3000, 5000, 6500]) {
      const tone = Int16Array.from({ length: 3200 }, (_, i) =>
        Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / 16_000)),
      );
      const heard = decoded(encoded(tone)).subarray(800);
      let [real, imaginary, power] = [0, 0, 0];
      heard.forEach((sample, i) => {
        real += sample * Math.cos((2 * Math.PI * hertz * i) / 16_000);
        imaginary += sample * Math.sin((2 * Math.PI * hertz * i) / 16_000);
        power += sample * sample;
      });
      const amplitude = (2 * Math.hypot(real, imaginary)) / heard.length;
      assert.ok(Math.abs(amplitude - 8000) < 800, `${hertz} Hz: ${amplitude}`);
      const noise = power / heard.length - amplitude ** 2 / 2;
      assert.ok(noise < amplitude ** 2 / 2 / 100, `${hertz} Hz: ${noise}`);
    }
  });

  it('stays within its range, whatever is decoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (octets) => {
        for (const sample of decoded(octets)) assert.ok(Number.isInteger(sample));
      }),
    );
  });

  it('encodes what fits, and no half of a pair', () => {
    const octets = new Uint8Array(3);
    assert.equal(new G722Encoder().encode(new Int16Array(5), octets), 2);
    assert.equal(new G722Encoder().encode(new Int16Array(100), octets), 3);
    assert.equal(new G722Decoder().decode(new Uint8Array(9), new Int16Array(5)), 4);
  });
});
