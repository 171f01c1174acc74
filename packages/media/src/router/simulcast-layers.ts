import type { IncomingStream } from './incoming-stream.ts';
import { FLOWS_MS, guessedBps, highestFlowing, type Layers } from './layers.ts';
import { completeSizes, type LayerSize } from './wish.ts';

const GUESSED_SOUND_BPS = 40_000;

/** Layers that are streams of their own, of which each stands alone; one without simulcast. */
export class SimulcastLayers implements Layers {
  readonly #count: number;
  readonly #streams: readonly (IncomingStream | undefined)[];

  /** @param streams by layer, as they come to be */
  constructor(count: number, streams: readonly (IncomingStream | undefined)[]) {
    this.#count = count;
    this.#streams = streams;
  }

  sizes(): readonly LayerSize[] {
    return completeSizes(
      Array.from({ length: this.#count }, (_, layer) => this.#streams[layer]?.size),
    );
  }

  ratesBps(nowMs: number): readonly number[] {
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
