export type Usage = 'normal' | 'overuse' | 'underuse';

const INITIAL_THRESHOLD = 12.5;
const MIN_THRESHOLD = 6;
const MAX_THRESHOLD = 600;
/** Adaptation per ms, up and down (draft-ietf-rmcat-gcc-02 section 5.4). */
const GAIN_UP = 0.0087;
const GAIN_DOWN = 0.039;
/** A spike this far above the threshold, a lost route for one, does not move it. */
const MAX_ADAPT_OFFSET = 15;
const OVERUSE_MS = 10;

/**
 * Tells overuse from a trend that stays above an adaptive threshold
 * (draft-ietf-rmcat-gcc-02 section 5.4). The threshold adapts so that loss-based flows beside ours
 * do not starve it.
 */
export class OveruseDetector {
  #threshold = INITIAL_THRESHOLD;
  #usage: Usage = 'normal';
  #aboveMs = 0;
  #previousTrend = 0;
  #lastMs: number | undefined;

  /** @param elapsedMs send time since the last group */
  detect(trend: number, elapsedMs: number, nowMs: number): Usage {
    if (trend > this.#threshold) {
      this.#aboveMs += elapsedMs;
      // A trend that is already falling is a queue that drains by itself.
      if (this.#aboveMs > OVERUSE_MS && trend >= this.#previousTrend) this.#usage = 'overuse';
    } else {
      this.#aboveMs = 0;
      this.#usage = trend < -this.#threshold ? 'underuse' : 'normal';
    }
    this.#previousTrend = trend;
    this.#adapt(Math.abs(trend), nowMs);
    return this.#usage;
  }

  #adapt(magnitude: number, nowMs: number): void {
    const elapsedMs = Math.min(100, nowMs - (this.#lastMs ?? nowMs));
    this.#lastMs = nowMs;
    if (magnitude > this.#threshold + MAX_ADAPT_OFFSET) return;
    const gain = magnitude < this.#threshold ? GAIN_DOWN : GAIN_UP;
    const next = this.#threshold + gain * (magnitude - this.#threshold) * elapsedMs;
    this.#threshold = Math.max(MIN_THRESHOLD, Math.min(MAX_THRESHOLD, next));
  }
}
