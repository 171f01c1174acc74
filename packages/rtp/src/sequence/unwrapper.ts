/**
 * Turns a counter that wraps (16-bit sequence numbers, 32-bit timestamps) into one that does not.
 * A value is placed within half the counter's range of the newest value seen, so a late packet from
 * before a wrap lands before it.
 */
export class Unwrapper {
  readonly #range: number;
  #newest: number | undefined;

  /** @param bits width of the counter: 1 to 32 */
  constructor(bits: number) {
    this.#range = 2 ** bits;
  }

  /** The unwrapped value; negative only for values from before the first one. */
  unwrap(value: number): number {
    if (this.#newest === undefined) {
      this.#newest = value;
      return value;
    }
    const unwrapped = this.#near(value, this.#newest);
    if (unwrapped > this.#newest) this.#newest = unwrapped;
    return unwrapped;
  }

  /** What `unwrap` would say, without taking note of the value. */
  peek(value: number): number {
    return this.#newest === undefined ? value : this.#near(value, this.#newest);
  }

  #near(value: number, newest: number): number {
    const range = this.#range;
    const forward = (((value - newest) % range) + range) % range;
    return newest + (forward < range / 2 ? forward : forward - range);
  }
}
