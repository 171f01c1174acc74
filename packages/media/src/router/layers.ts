import type { LayerSize } from './wish.ts';

/** A layer that has sent nothing for this long is switched off. */
export const FLOWS_MS = 2000;
/** A rate over less than this means little. */
export const MIN_MEASURE_MS = 200;
/** Of 720p in motion; smaller pictures take less, though more for each pixel. */
const GUESSED_BPS = 1_200_000;
const GUESSED_SIZE: LayerSize = { width: 1280, height: 720 };

/** The layers of one producer, smallest first: streams of a simulcast, or parts of one stream (SVC). */
export interface Layers {
  /** Of their pictures, guessed until a key frame tells. */
  sizes(): readonly LayerSize[];
  /**
   * What each takes, guessed until it is measured, those below it included where it needs them; 0 for one that
   * does not flow.
   */
  ratesBps(nowMs: number): readonly number[];
  /** The highest up to `wanted` that flows; `wanted` itself where none does. */
  flowing(wanted: number, nowMs: number): number;
  /** Takes what came since the last call into the rates. */
  measure(nowMs: number): void;
}

/** What a layer of this size may take that has not been measured yet. */
export function guessedBps({ width, height }: LayerSize = GUESSED_SIZE): number {
  return GUESSED_BPS * ((width * height) / (GUESSED_SIZE.width * GUESSED_SIZE.height)) ** 0.8;
}

/** A rate in which key frames do not stand out: at once for a layer that begins or has stopped. */
export function smoothed(before: number, sample: number): number {
  return before === 0 || sample === 0 ? sample : before + 0.4 * (sample - before);
}

export function highestFlowing(wanted: number, flows: (layer: number) => boolean): number {
  for (let layer = wanted; layer >= 0; layer -= 1) if (flows(layer)) return layer;
  return wanted;
}
