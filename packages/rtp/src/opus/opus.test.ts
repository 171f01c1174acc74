import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OpusDecoder, OpusEncoder, opusDurationMs } from './index.ts';

const SETTINGS = {
  sampleRate: 48_000,
  channels: 1,
  bitrateBps: 32_000,
  fec: true,
  dtx: false,
} as const;

function tone(hz: number, samples: number, from = 0): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * hz * (from + i)) / 48_000)),
  );
}

/** The share of a signal's energy that lies at one frequency. */
function shareAt(hz: number, samples: Int16Array): number {
  let [real, imaginary, energy] = [0, 0, 0];
  samples.forEach((sample, i) => {
    const angle = (2 * Math.PI * hz * i) / 48_000;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    energy += sample * sample;
  });
  return energy === 0 ? 0 : (2 * (real ** 2 + imaginary ** 2)) / (samples.length * energy);
}

describe('Opus', () => {
  it('gives a tone back as that tone', () => {
    const encoder = new OpusEncoder(SETTINGS);
    const decoder = new OpusDecoder(SETTINGS);
    let decoded: Int16Array | undefined;
    for (let frame = 0; frame < 10; frame += 1) {
      const payload = encoder.encode(tone(400, 960, frame * 960));
      assert.equal(opusDurationMs(payload), 20);
      assert.ok(payload.length < 400);
      decoded = decoder.decode(payload);
    }
    assert.equal(decoded?.length, 960);
    assert.ok(shareAt(400, decoded ?? new Int16Array(0)) > 0.95);
    assert.ok(shareAt(1000, decoded ?? new Int16Array(0)) < 0.05);
  });

  it('decodes to the rate that is asked for', () => {
    const payload = new OpusEncoder(SETTINGS).encode(tone(400, 960));
    assert.equal(new OpusDecoder({ sampleRate: 8000, channels: 1 }).decode(payload)?.length, 160);
    assert.equal(
      new OpusDecoder({ sampleRate: 48_000, channels: 2 }).decode(payload)?.length,
      1920,
    );
  });

  it('takes changes of bitrate and expected loss, and refuses a frame of odd length', () => {
    const encoder = new OpusEncoder({ ...SETTINGS, fec: false });
    encoder.bitrateBps = 8000;
    encoder.expectLoss(0.1);
    let octets = 0;
    for (let frame = 0; frame < 50; frame += 1)
      octets += encoder.encode(tone(300 + frame * 20, 960, frame * 960)).length;
    assert.ok(octets < 2500, `${octets}`);
    assert.throws(() => encoder.encode(new Int16Array(961)), RangeError);
  });

  it('returns nothing for what is no Opus, and never throws', () => {
    const decoder = new OpusDecoder(SETTINGS);
    assert.equal(decoder.decode(new Uint8Array(0)), undefined);
    assert.equal(decoder.decode(Uint8Array.of(0xff, 0xff, 0xff)), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        const samples = decoder.decode(payload);
        assert.ok(samples === undefined || samples.length <= 48_000 * 0.12);
      }),
      { numRuns: 2000, seed: 6716 },
    );
  });
});

describe('opusDurationMs', () => {
  it('reads the configurations of RFC 6716 table 2 and the frame counts of section 3.2', () => {
    for (const [octets, durationMs] of [
      [[0x00], 10],
      [[0x18], 60],
      [[0x60], 10],
      [[0x68], 20],
      [[0x80], 2.5],
      [[0xf8], 20],
      [[0xf9], 40],
      [[0xfa, 1], 40],
      [[0xfb, 6], 120],
      [[0xfb, 7], 0],
      [[0xfb, 0], 0],
      [[0xfb], 0],
      [[], 0],
    ] as const)
      assert.equal(opusDurationMs(Uint8Array.from(octets)), durationMs);
  });
});
