import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sound } from './tone.ts';

/** What is judged of a recording that goes on: enough to tell tones apart, and little enough to be of now. */
const LATEST_MS = 250;

/** Of the WAVE format as libsndfile writes it: the format first, then the samples up to the end. */
const HEADER_BYTES = 44;

/** The recordings of what a phone has heard, the latest last. */
export async function recordingsIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('-dec.wav')).sort();
}

/**
 * The latest of what the phone has heard; nothing before it has heard so much.
 * @param earlier of the recordings are of calls before
 */
export async function latestHeard(folder: string, earlier: number): Promise<Sound | undefined> {
  const heard = await heardWithin(folder, earlier, LATEST_MS);
  const count = ((heard?.sampleRateHz ?? 0) * LATEST_MS) / 1000;
  return heard === undefined || heard.samples.length < Math.round(count) ? undefined : heard;
}

/** What the phone has heard, so long ago at most. @param earlier as above */
export async function heardWithin(
  folder: string,
  earlier: number,
  ms: number,
): Promise<Sound | undefined> {
  const last = (await recordingsIn(folder)).slice(earlier).at(-1);
  if (last === undefined) return undefined;
  const bytes = await readFile(join(folder, last));
  if (bytes.length < HEADER_BYTES) return undefined;
  const [channels, sampleRateHz] = [bytes.readUInt16LE(22), bytes.readUInt32LE(24)];
  const [bits, tag] = [bytes.readUInt16LE(34), bytes.toString('latin1', 36, 40)];
  if (bits !== 16 || tag !== 'data')
    throw new Error(`not a recording of baresip’s: ${bits} bits, then ${tag}`);
  const frames = Math.floor((bytes.length - HEADER_BYTES) / (2 * channels));
  const count = Math.min(frames, Math.round((sampleRateHz * ms) / 1000));
  const samples = Int16Array.from({ length: count }, (_, index) =>
    bytes.readInt16LE(HEADER_BYTES + (frames - count + index) * 2 * channels),
  );
  return { samples, sampleRateHz };
}
