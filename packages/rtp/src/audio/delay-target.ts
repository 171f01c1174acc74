/** Packets that the estimate looks back on: five seconds at 20 ms. */
const WINDOW = 250;
/** The quantile is computed anew after this many packets. */
const EVERY = 10;
/** This share of packets shall come in time. */
const QUANTILE = 0.97;

/**
 * How much later than the fastest one packets come: the quantile of their relative transit times over
 * a sliding window, which is the delay a jitter buffer has to add.
 */
export class DelayTarget {
  readonly #transits = new Float64Array(WINDOW);
  #count = 0;
  #delayMs = 0;

  /** Arrival less timestamp, both in ms; any constant offset is fine. */
  add(transitMs: number): void {
    this.#transits[this.#count % WINDOW] = transitMs;
    this.#count += 1;
    if (this.#count > EVERY && this.#count % EVERY !== 0) return;
    const sorted = this.#transits.slice(0, Math.min(this.#count, WINDOW)).sort();
    const index = Math.min(sorted.length - 1, Math.floor(sorted.length * QUANTILE));
    this.#delayMs = (sorted[index] ?? 0) - (sorted[0] ?? 0);
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  reset(): void {
    this.#count = 0;
    this.#delayMs = 0;
  }
}
