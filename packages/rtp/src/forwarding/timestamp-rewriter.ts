/**
 * Keeps one receiver's timestamps going forward across changes of source. Sources of one simulcast
 * share a clock but not an origin; where sender reports of both are at hand the offset is exact,
 * and else the time that passed stands in for it.
 */
export class TimestampRewriter {
  readonly #clockRate: number;
  #offset = 0;
  #started = false;
  /** The newest that was given out, and when. */
  #lastTimestamp = 0;
  #lastMs = 0;
  #restarted = false;

  /** @param clockRate in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** The next packet comes from another source. */
  restart(): void {
    this.#restarted = this.#started;
  }

  /**
   * @param alignedTimestamp what the input would be on the clock of the source before, by their
   *   sender reports; only read at a restart
   */
  rewrite(input: number, nowMs: number, alignedTimestamp?: number): number {
    if (this.#restarted) {
      this.#restarted = false;
      this.#offset = this.#join(nowMs, alignedTimestamp) - input;
    }
    const output = (input + this.#offset) >>> 0;
    if (!this.#started || ((output - this.#lastTimestamp) | 0) > 0) {
      this.#started = true;
      this.#lastTimestamp = output;
      this.#lastMs = nowMs;
    }
    return output;
  }

  /** A timestamp of the present source as its receiver knows it: for its sender reports. */
  translate(input: number): number {
    return (input + this.#offset) >>> 0;
  }

  /** Where the new source begins: after the last picture, by what passed since, at least one tick. */
  #join(nowMs: number, alignedTimestamp: number | undefined): number {
    const last = this.#lastTimestamp;
    const aligned =
      alignedTimestamp === undefined ? undefined : (alignedTimestamp + this.#offset - last) | 0;
    // An alignment that is seconds off comes from a report that means something else.
    if (aligned !== undefined && aligned > 0 && aligned < 3 * this.#clockRate)
      return last + aligned;
    const elapsed = Math.round(((nowMs - this.#lastMs) * this.#clockRate) / 1000);
    return last + Math.max(1, Math.min(elapsed, 10 * this.#clockRate));
  }
}
