import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { G722Decoder, Halver } from '@sky-genesis/rtp';
import type { Sound } from './tone.ts';

/** What is compared: all of a voice but its hiss. */
const RATE_HZ = 4000;
/** Enough of the words to be like nothing else. */
const COMPARED = 0.6 * RATE_HZ;

/** A prompt as it is shipped. */
export interface Speech {
  readonly name: string;
  /** Its middle, at 4 kHz. */
  readonly samples: Float64Array;
}

const PROMPTS = join(import.meta.dirname, '../../packages/server/prompts');

export async function speechOf(language: string, prompt: string): Promise<Speech> {
  const file = join(PROMPTS, language, `${prompt}.g722`);
  const octets = await readFile(file);
  const samples = new Int16Array(2 * octets.length);
  new G722Decoder().decode(octets, samples);
  const slow = lowered({ samples, sampleRateHz: 16_000 });
  const from = Math.max(0, Math.floor((slow.length - COMPARED) / 2));
  return { name: `${language}/${basename(file)}`, samples: slow.slice(from, from + COMPARED) };
}

/**
 * How like the speech some part of the sound is at most: the normalised cross-correlation, 1 for the very same
 * however loud, and near 0 for other words.
 */
export function likenessOf({ samples: wanted }: Speech, sound: Sound): number {
  const heard = lowered(sound);
  const energy = energyOf(wanted, 0, wanted.length);
  let within = energyOf(heard, 0, wanted.length);
  let best = 0;
  for (let at = 0; at + wanted.length <= heard.length; at += 1) {
    let product = 0;
    for (let i = 0; i < wanted.length; i += 1) product += (wanted[i] ?? 0) * (heard[at + i] ?? 0);
    if (within > 0) best = Math.max(best, product / Math.sqrt(energy * within));
    within += (heard[at + wanted.length] ?? 0) ** 2 - (heard[at] ?? 0) ** 2;
  }
  return best;
}

function energyOf(samples: Float64Array, from: number, to: number): number {
  let energy = 0;
  for (let i = from; i < to; i += 1) energy += (samples[i] ?? 0) ** 2;
  return energy;
}

/** At 4 kHz. */
function lowered({ samples, sampleRateHz }: Sound): Float64Array {
  let [now, rateHz] = [samples, sampleRateHz];
  while (rateHz > RATE_HZ) {
    const half = new Int16Array(now.length >> 1);
    new Halver().process(now.subarray(0, 2 * half.length), half);
    [now, rateHz] = [half, rateHz / 2];
  }
  if (rateHz !== RATE_HZ) throw new Error(`cannot compare sound of ${sampleRateHz} Hz`);
  return Float64Array.from(now);
}
