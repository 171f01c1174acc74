import type { Vp9Descriptor } from '@sky-genesis/rtp';
import {
  FLOWS_MS,
  guessedBps,
  highestFlowing,
  type Layers,
  MIN_MEASURE_MS,
  smoothed,
} from './layers.ts';
import { completeSizes, type LayerSize } from './wish.ts';

const MAX_LAYERS = 8;

/** The spatial layers of one VP9 stream (RFC 9628), each of which needs those below it. */
export class SvcLayers implements Layers {
  /** Whether the stream has told of its layers. */
  announced = false;
  #count = 1;
  #sizes: readonly (LayerSize | undefined)[] = [undefined];
  readonly #octets = new Float64Array(MAX_LAYERS);
  readonly #ratesBps = new Float64Array(MAX_LAYERS);
  readonly #lastMs = new Float64Array(MAX_LAYERS).fill(Number.NEGATIVE_INFINITY);
  #measuredMs: number | undefined;

  /** Takes note of a packet of the stream. */
  receive(descriptor: Vp9Descriptor, octets: number, nowMs: number): void {
    if (descriptor.announcedSpatialLayers > 0) this.#announce(descriptor);
    const layer = descriptor.spatialLayer;
    this.#octets[layer] = (this.#octets[layer] ?? 0) + octets;
    this.#lastMs[layer] = nowMs;
    this.#measuredMs ??= nowMs;
  }

  sizes(): readonly LayerSize[] {
    return completeSizes(this.#sizes);
  }

  ratesBps(nowMs: number): readonly number[] {
    let total = 0;
    return this.sizes().map((size, layer) => {
      if (!this.#flows(layer, nowMs)) return 0;
      const rate = this.#ratesBps[layer] ?? 0;
      total += rate > 0 ? rate : guessedBps(size);
      return total;
    });
  }

  flowing(wanted: number, nowMs: number): number {
    const highest = highestFlowing(wanted, (layer) => this.#flows(layer, nowMs));
    return Math.min(highest, this.#count - 1);
  }

  measure(nowMs: number): void {
    if (this.#measuredMs === undefined) return;
    const elapsedMs = nowMs - this.#measuredMs;
    if (elapsedMs < MIN_MEASURE_MS) return;
    for (let layer = 0; layer < this.#count; layer += 1) {
      const sample = (8000 * (this.#octets[layer] ?? 0)) / elapsedMs;
      this.#ratesBps[layer] = smoothed(this.#ratesBps[layer] ?? 0, sample);
    }
    this.#octets.fill(0);
    this.#measuredMs = nowMs;
  }

  /** Once a key frame. */
  #announce({ announcedSpatialLayers, widths, heights }: Vp9Descriptor): void {
    this.announced = true;
    this.#count = announcedSpatialLayers;
    this.#sizes = Array.from({ length: announcedSpatialLayers }, (_, layer) => {
      const [width = 0, height = 0] = [widths[layer], heights[layer]];
      return width > 0 && height > 0 ? { width, height } : undefined;
    });
  }

  #flows(layer: number, nowMs: number): boolean {
    return nowMs - (this.#lastMs[layer] ?? 0) < FLOWS_MS;
  }
}
