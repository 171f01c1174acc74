import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readWave } from './wave-file.ts';

function wave(rate: number, samples: readonly number[], bits = 16, channels = 1): Buffer {
  const data = Buffer.alloc(2 * samples.length);
  for (const [i, sample] of samples.entries()) data.writeInt16LE(sample, 2 * i);
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt16LE(bits, 14);
  const part = (name: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), length, body, Buffer.alloc(body.length % 2)]);
  };
  const parts = [part('LIST', Buffer.from('odd')), part('fmt ', format), part('data', data)];
  return part('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]));
}

describe('readWave', () => {
  it('reads 16 kHz as it is, whatever other chunks there are', () => {
    assert.deepEqual([...readWave(wave(16_000, [1, -2, 32_767]))], [1, -2, 32_767]);
  });

  it('doubles 8 kHz', () => {
    const samples = readWave(
      wave(
        8000,
        Array.from({ length: 400 }, () => 1000),
      ),
    );
    assert.equal(samples.length, 800);
    assert.ok(Math.abs((samples[700] ?? 0) - 1000) < 20);
  });

  it('refuses by its code what it cannot play', () => {
    const refused = { code: 'sound_refused' };
    assert.throws(() => readWave(wave(44_100, [1])), refused);
    assert.throws(() => readWave(wave(16_000, [1], 8)), refused);
    assert.throws(() => readWave(wave(16_000, [1, 2], 16, 2)), refused);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(() => readWave(Buffer.from(bytes)), refused);
      }),
    );
  });
});
