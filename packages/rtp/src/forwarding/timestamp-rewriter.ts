/**
 * Keeps one receiver's timestamps going forward across changes of source. Sources of one simulcast
 * share a clock but not an origin; where sender reports of both are at hand the offset is exact,
 * and else the time that passed stands in for it.
 */
export class TimestampRewriter {
  readonly #clockRate: number;
  #offset = 0;
  #last: { readonly timestamp: number; readonly nowMs: number } | undefined;
  #restarted = false;

  /** @param clockRate in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** The next packet comes from another source. */
  restart(): void {
    this.#restarted = this.#last !== undefined;
  }

  /**
   * @param alignedTimestamp what the input would be on the clock of the source before, by their
   *   sender reports; only read at a restart
   */
  rewrite(input: number, nowMs: number, alignedTimestamp?: number): number {
    if (this.#restarted && this.#last !== undefined) {
      this.#restarted = false;
      this.#offset = this.#join(this.#last, nowMs, alignedTimestamp) - input;
    }
    const output = (input + this.#offset) >>> 0;
    if (this.#last === undefined || ((output - this.#last.timestamp) | 0) > 0)
      this.#last = { timestamp: output, nowMs };
    return output;
  }

  /** A timestamp of the present source as its receiver knows it: for its sender reports. */
  translate(input: number): number {
    return (input + this.#offset) >>> 0;
  }

  /** Where the new source begins: after the last picture, by what passed since, at least one tick. */
  #join(
    last: { readonly timestamp: number; readonly nowMs: number },
    nowMs: number,
    alignedTimestamp: number | undefined,
  ): number {
    const aligned =
      alignedTimestamp === undefined
        ? undefined
        : (alignedTimestamp + this.#offset - last.timestamp) | 0;
    // An alignment that is seconds off comes from a report that means something else.
    if (aligned !== undefined && aligned > 0 && aligned < 3 * this.#clockRate)
      return last.timestamp + aligned;
    const elapsed = Math.round(((nowMs - last.nowMs) * this.#clockRate) / 1000);
    return last.timestamp + Math.max(1, Math.min(elapsed, 10 * this.#clockRate));
  }
}
