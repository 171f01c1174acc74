import { Unwrapper } from '../sequence/unwrapper.ts';

/**
 * Rewrites a counter of a stream (sequence number, picture id, TL0PICIDX) so that its receiver sees
 * one unbroken counter, however many values are left out and however often the source changes.
 *
 * A value that comes late gets the number that was kept free for it, not one from after a later
 * omission or change; where it was left out, or its source is gone, it has none.
 */
export class CounterRewriter {
  readonly #range: number;
  /** Of the counter's bits, and of the history's slots: remainders of powers of two. */
  readonly #mask: number;
  readonly #slotMask: number;
  readonly #bits: number;
  #unwrapper: Unwrapper;
  /** By input modulo the history's length: the input's lower 32 bits, and its output (-1 for none). */
  readonly #inputs: Int32Array;
  readonly #outputs: Int32Array;
  #newest = -1;
  #nextOutput: number;
  #restarted = true;

  /**
   * @param bits width of the counter, 1 to 16
   * @param firstOutput the first number given out
   * @param history how far back a late value is still known, at 8 octets each; a power of two
   */
  constructor(bits: number, firstOutput: number, history = 512) {
    this.#inputs = new Int32Array(history).fill(-1);
    this.#outputs = new Int32Array(history);
    this.#bits = bits;
    this.#range = 2 ** bits;
    this.#mask = this.#range - 1;
    this.#slotMask = history - 1;
    this.#unwrapper = new Unwrapper(bits);
    this.#nextOutput = firstOutput & this.#mask;
  }

  /** The next value belongs to another source; it follows the last output without a gap. */
  restart(): void {
    this.#restarted = true;
  }

  /** The number under which `input` goes out; -1 when it must not. */
  forward(input: number): number {
    return this.#take(input, true);
  }

  /** `input` is left out: what follows moves up. Values that were forwarded already stay so. */
  drop(input: number): void {
    this.#take(input, false);
  }

  #take(input: number, keep: boolean): number {
    const value = this.#place(input);
    if (value <= this.#newest) return this.#late(value, keep);
    // What is missing in between may still come, so numbers are kept free for it.
    for (
      let skipped = Math.max(this.#newest + 1, value - this.#inputs.length + 1);
      skipped < value;
      skipped += 1
    )
      this.#note(skipped, (this.#nextOutput + skipped - this.#newest - 1) & this.#mask);
    this.#nextOutput = (this.#nextOutput + value - this.#newest - 1) & this.#mask;
    this.#newest = value;
    if (!keep) {
      this.#note(value, -1);
      return -1;
    }
    const output = this.#nextOutput;
    this.#note(value, output);
    this.#nextOutput = (output + 1) & this.#mask;
    return output;
  }

  /** The input as a number that does not wrap; a restart begins anew, from the next multiple. */
  #place(input: number): number {
    if (this.#restarted) {
      this.#restarted = false;
      this.#unwrapper = new Unwrapper(this.#bits);
      this.#inputs.fill(-1);
      // Room below, so that late values of this source are recognised and not negative.
      this.#newest = this.#unwrapper.unwrap(input) + this.#range - 1;
      return this.#newest + 1;
    }
    return this.#unwrapper.unwrap(input) + this.#range;
  }

  #late(value: number, keep: boolean): number {
    const slot = value & this.#slotMask;
    if (value < 0 || this.#inputs[slot] !== (value | 0)) return -1;
    const output = this.#outputs[slot] ?? -1;
    // A number that stays free is a loss that the receiver gives up on.
    if (!keep) this.#outputs[slot] = -1;
    return output;
  }

  #note(value: number, output: number): void {
    const slot = value & this.#slotMask;
    this.#inputs[slot] = value;
    this.#outputs[slot] = output;
  }
}
