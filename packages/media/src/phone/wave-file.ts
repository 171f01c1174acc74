import { Doubler } from '@sky-genesis/rtp';
import { MIX_RATE, STEP_SAMPLES } from './sound.ts';

/** A recording that cannot be played. */
export class SoundRefused extends Error {
  override readonly name = 'SoundRefused';
  readonly code = 'sound_refused';
}

/** `WAVE_FORMAT_PCM`. */
const PCM = 1;
const HALF_RATE = MIX_RATE / 2;

/**
 * The samples of a WAVE file, at `MIX_RATE`: 16 bits, one channel, 8,000 or 16,000 Hz.
 * @throws SoundRefused
 */
export function readWave(bytes: Buffer): Int16Array {
  const format = chunk(bytes, 'fmt ');
  const data = chunk(bytes, 'data');
  if (format === undefined || data === undefined || format.length < 16)
    throw new SoundRefused('The recording is no WAVE file.');
  const [kind, channels, rate] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
  ];
  const bits = format.readUInt16LE(14);
  if (kind !== PCM || channels !== 1 || bits !== 16 || (rate !== MIX_RATE && rate !== HALF_RATE))
    throw new SoundRefused('The recording has not one channel of 16 bits at 8,000 or 16,000 Hz.');
  const samples = Int16Array.from({ length: data.length >> 1 }, (_, i) => data.readInt16LE(2 * i));
  return rate === MIX_RATE ? samples : doubled(samples);
}

function doubled(samples: Int16Array): Int16Array {
  const doubler = new Doubler();
  const into = new Int16Array(2 * samples.length);
  const half = STEP_SAMPLES / 2;
  for (let at = 0; at < samples.length; at += half)
    doubler.process(samples.subarray(at, at + half), into.subarray(2 * at));
  return into;
}

/** A chunk of the RIFF form; undefined where the file has none. */
function chunk(bytes: Buffer, name: string): Buffer | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === name)
      return bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    // Chunks begin at even offsets.
    at += 8 + length + (length % 2);
  }
  return undefined;
}
