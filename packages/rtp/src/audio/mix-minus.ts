/** Samples of one frame: 16-bit integers, or floats of -1 to 1. A mix is of one kind throughout. */
export type Samples = Int16Array | Float32Array;

/**
 * Mixes frames so that everybody hears all but themselves: the sum once, and for each listener that
 * sum without their own. Cost grows with the number of participants, not with its square.
 * What exceeds the range is saturated, which is inaudible as long as few speak at once.
 */
export class MixMinus {
  readonly #sum: Float64Array;

  constructor(frameSamples: number) {
    this.#sum = new Float64Array(frameSamples);
  }

  /** Begins the next frame. */
  clear(): void {
    this.#sum.fill(0);
  }

  /** Adds one participant's frame; a shorter one counts as silence from its end on. */
  add(frame: Samples): void {
    const count = Math.min(frame.length, this.#sum.length);
    for (let i = 0; i < count; i += 1) this.#sum[i] = (this.#sum[i] ?? 0) + (frame[i] ?? 0);
  }

  /** Fills `into` with the mix, without `own` where the listener's own frame was added. */
  mixFor(own: Samples | undefined, into: Samples): void {
    const [low, high] = into instanceof Int16Array ? [-32_768, 32_767] : [-1, 1];
    const count = Math.min(into.length, this.#sum.length);
    for (let i = 0; i < count; i += 1) {
      const value = (this.#sum[i] ?? 0) - (own?.[i] ?? 0);
      into[i] = Math.max(low, Math.min(high, value));
    }
    into.fill(0, count);
  }
}
