import type { GroupDelta } from './packet-groups.ts';

const WINDOW = 20;
const SMOOTHING = 0.9;
const GAIN = 4;
const MAX_DELTAS = 60;

/**
 * The slope of the one-way delay over the last groups, by a line fitted to the smoothed sum of delay
 * variations: libwebrtc's successor to the Kalman filter of draft-ietf-rmcat-gcc-02 section 5.3.
 */
export class DelayTrend {
  /** Rings of the last groups; the order does not matter to the slope. */
  readonly #arrivedMs = new Float64Array(WINDOW);
  readonly #delaysMs = new Float64Array(WINDOW);
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
    const slot = (this.#deltas - 1) % WINDOW;
    this.#arrivedMs[slot] = delta.arrivedMs - this.#firstArrivedMs;
    this.#delaysMs[slot] = this.#smoothedMs;
    if (this.#deltas < WINDOW) return 0;
    return slope(this.#arrivedMs, this.#delaysMs) * Math.min(this.#deltas, MAX_DELTAS) * GAIN;
  }
}

/** Least squares. */
function slope(xs: Float64Array, ys: Float64Array): number {
  const meanX = mean(xs);
  const meanY = mean(ys);
  let numerator = 0;
  let denominator = 0;
  for (let i = 0; i < xs.length; i += 1) {
    const x = (xs[i] ?? 0) - meanX;
    numerator += x * ((ys[i] ?? 0) - meanY);
    denominator += x * x;
  }
  return denominator === 0 ? 0 : numerator / denominator;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  return sum / values.length;
}
