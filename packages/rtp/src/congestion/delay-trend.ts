import type { GroupDelta } from './packet-groups.ts';

const WINDOW = 20;
const SMOOTHING = 0.9;
const GAIN = 4;
const MAX_DELTAS = 60;

interface Sample {
  readonly arrivedMs: number;
  readonly delayMs: number;
}

/**
 * The slope of the one-way delay over the last groups, by a line fitted to the smoothed sum of delay
 * variations: libwebrtc's successor to the Kalman filter of draft-ietf-rmcat-gcc-02 section 5.3.
 */
export class DelayTrend {
  #samples: Sample[] = [];
  #accumulatedMs = 0;
  #smoothedMs = 0;
  #deltas = 0;
  #firstArrivedMs: number | undefined;

  /** The trend after one more group, scaled as the detector's threshold is. */
  update(delta: GroupDelta): number {
    this.#firstArrivedMs ??= delta.arrivedMs;
    this.#deltas += 1;
    this.#accumulatedMs += delta.arrivalDeltaMs - delta.sendDeltaMs;
    this.#smoothedMs = SMOOTHING * this.#smoothedMs + (1 - SMOOTHING) * this.#accumulatedMs;
    this.#samples.push({
      arrivedMs: delta.arrivedMs - this.#firstArrivedMs,
      delayMs: this.#smoothedMs,
    });
    if (this.#samples.length > WINDOW) this.#samples.shift();
    if (this.#samples.length < WINDOW) return 0;
    return slope(this.#samples) * Math.min(this.#deltas, MAX_DELTAS) * GAIN;
  }
}

/** Least squares. */
function slope(samples: readonly Sample[]): number {
  const count = samples.length;
  const meanX = samples.reduce((sum, { arrivedMs }) => sum + arrivedMs, 0) / count;
  const meanY = samples.reduce((sum, { delayMs }) => sum + delayMs, 0) / count;
  let numerator = 0;
  let denominator = 0;
  for (const { arrivedMs, delayMs } of samples) {
    numerator += (arrivedMs - meanX) * (delayMs - meanY);
    denominator += (arrivedMs - meanX) ** 2;
  }
  return denominator === 0 ? 0 : numerator / denominator;
}
