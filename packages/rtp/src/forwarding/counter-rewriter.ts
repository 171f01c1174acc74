import { Unwrapper } from '../sequence/unwrapper.ts';

const NOTHING = new Int32Array(0);

/**
 * Rewrites a counter of a stream (sequence number, picture id, TL0PICIDX) so that its receiver sees
 * one unbroken counter, however many values are left out and however often the source changes.
 *
 * A value that comes late gets the number that was kept free for it, not one from after a later
 * omission or change; where it was left out, or its source is gone, it has none.
 *
 * While nothing is left out, input and output differ by a constant, and nothing is written down: values
 * since `#runStart` are known by it, and those before it were noted when their run ended.
 */
export class CounterRewriter {
  readonly #range: number;
  /** Of the counter's bits, and of the history's slots: remainders of powers of two. */
  readonly #mask: number;
  readonly #history: number;
  readonly #bits: number;
  #unwrapper: Unwrapper;
  /** By input modulo the history's length: the input's lower 32 bits, and its output (-1 for none). */
  #inputs = NOTHING;
  #outputs = NOTHING;
  #newest = -1;
  #runStart = 0;
  /** From an input since `#runStart` to its output, and to that of the next input. */
  #offset: number;
  #restarted = true;

  /**
   * @param bits width of the counter, 1 to 16
   * @param firstOutput the first number given out
   * @param history how far back a late value is still known; a power of two
   */
  constructor(bits: number, firstOutput: number, history = 512) {
    this.#bits = bits;
    this.#range = 2 ** bits;
    this.#mask = this.#range - 1;
    this.#history = history;
    this.#unwrapper = new Unwrapper(bits);
    this.#offset = firstOutput;
  }

  /** The next value belongs to another source; it follows the last output without a gap. */
  restart(): void {
    this.#restarted = true;
  }

  /** The number under which `input` goes out; -1 when it must not. */
  forward(input: number): number {
    const value = this.#place(input);
    if (value <= this.#newest) return this.#late(value);
    // What is missing in between may still come; its numbers are kept free by the run going on.
    this.#newest = value;
    return (value + this.#offset) & this.#mask;
  }

  /** `input` is left out: what follows moves up. Values that were forwarded already stay so. */
  drop(input: number): void {
    const value = this.#place(input);
    const late = value <= this.#newest;
    if (late && this.#late(value) < 0) return;
    if (!late) this.#newest = value;
    if (value >= this.#runStart) this.#endRun();
    // Where it is late its number stays free: a loss that the receiver gives up on.
    this.#note(value, -1);
    if (!late) this.#offset -= 1;
  }

  /** The input as a number that does not wrap; a restart begins anew, from the next multiple. */
  #place(input: number): number {
    if (!this.#restarted) return this.#unwrapper.unwrap(input) + this.#range;
    this.#restarted = false;
    this.#unwrapper = new Unwrapper(this.#bits);
    this.#inputs.fill(-1);
    const next = this.#newest + 1 + this.#offset;
    // Room below, so that late values of this source are recognised and not negative.
    this.#runStart = this.#unwrapper.unwrap(input) + this.#range;
    this.#newest = this.#runStart - 1;
    this.#offset = (next - this.#runStart) | 0;
    return this.#runStart;
  }

  #late(value: number): number {
    if (value < 0 || this.#newest - value >= this.#history) return -1;
    if (value >= this.#runStart) return (value + this.#offset) & this.#mask;
    const slot = value & (this.#history - 1);
    return this.#inputs[slot] === (value | 0) ? (this.#outputs[slot] ?? -1) : -1;
  }

  /** Notes the outputs of the run; what comes next begins another. */
  #endRun(): void {
    const from = Math.max(this.#runStart, this.#newest - this.#history + 1);
    for (let value = from; value <= this.#newest; value += 1)
      this.#note(value, (value + this.#offset) & this.#mask);
    this.#runStart = this.#newest + 1;
  }

  #note(value: number, output: number): void {
    if (this.#inputs.length === 0) {
      this.#inputs = new Int32Array(this.#history).fill(-1);
      this.#outputs = new Int32Array(this.#history);
    }
    const slot = value & (this.#history - 1);
    this.#inputs[slot] = value;
    this.#outputs[slot] = output;
  }
}
