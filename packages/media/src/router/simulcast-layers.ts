import type { IncomingStream } from './incoming-stream.ts';
import { FLOWS_MS, guessedBps, highestFlowing, type Layers } from './layers.ts';
import { completeSizes, type LayerSize } from './wish.ts';

const GUESSED_SOUND_BPS = 40_000;

/** Layers that are streams of their own, of which each stands alone; one without simulcast. */
export class SimulcastLayers implements Layers {
  readonly #count: number;
  readonly #streams: readonly (IncomingStream | undefined)[];
  readonly #known: (LayerSize | undefined)[];
  #sizes: readonly LayerSize[] = [];
  #rates: readonly number[] = [];
  #ratedMs = Number.NaN;

  /** @param streams by layer, as they come to be */
  constructor(count: number, streams: readonly (IncomingStream | undefined)[]) {
    this.#count = count;
    this.#streams = streams;
    this.#known = Array.from({ length: count }, () => undefined);
  }

  /** The same list until a key frame tells something else. */
  sizes(): readonly LayerSize[] {
    let changed = this.#sizes.length === 0;
    for (let layer = 0; layer < this.#count; layer += 1) {
      const size = this.#streams[layer]?.size;
      if (size !== this.#known[layer]) changed = true;
      this.#known[layer] = size;
    }
    if (changed) this.#sizes = completeSizes(this.#known);
    return this.#sizes;
  }

  /** Every receiver asks at the same time. */
  ratesBps(nowMs: number): readonly number[] {
    if (nowMs !== this.#ratedMs) {
      this.#ratedMs = nowMs;
      this.#rates = this.#rate(nowMs);
    }
    return this.#rates;
  }

  #rate(nowMs: number): readonly number[] {
    return this.sizes().map((size, layer) => {
      const stream = this.#streams[layer];
      if (stream === undefined || !flows(stream, nowMs)) return 0;
      if (stream.bitrateBps > 0) return stream.bitrateBps;
      return stream.kind === 'audio' ? GUESSED_SOUND_BPS : guessedBps(size);
    });
  }

  flowing(wanted: number, nowMs: number): number {
    return highestFlowing(wanted, (layer) => flows(this.#streams[layer], nowMs));
  }

  measure(nowMs: number): void {
    for (const stream of this.#streams) stream?.measure(nowMs);
  }
}

function flows(stream: IncomingStream | undefined, nowMs: number): boolean {
  return stream !== undefined && nowMs - stream.lastPacketMs < FLOWS_MS;
}
