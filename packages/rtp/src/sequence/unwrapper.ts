/**
 * Turns a counter that wraps (16-bit sequence numbers, 32-bit timestamps) into one that does not.
 * A value is placed within half the counter's range of the newest value seen, so a late packet from
 * before a wrap lands before it.
 */
export class Unwrapper {
  readonly #range: number;
  /** Of the lower bits; a range is a power of two, so this takes the remainder, of negatives, too. */
  readonly #mask: number;
  #newest = 0;
  #empty = true;

  /** @param bits width of the counter: 1 to 32 */
  constructor(bits: number) {
    this.#range = 2 ** bits;
    this.#mask = (this.#range - 1) | 0;
  }

  /** The unwrapped value; negative only for values from before the first one. */
  unwrap(value: number): number {
    if (this.#empty) {
      this.#empty = false;
      this.#newest = value;
      return value;
    }
    const unwrapped = this.#near(value);
    if (unwrapped > this.#newest) this.#newest = unwrapped;
    return unwrapped;
  }

  /** What `unwrap` would say, without taking note of the value. */
  peek(value: number): number {
    return this.#empty ? value : this.#near(value);
  }

  #near(value: number): number {
    const range = this.#range;
    const forward = ((value - this.#newest) & this.#mask) >>> 0;
    return this.#newest + (forward < range / 2 ? forward : forward - range);
  }
}
