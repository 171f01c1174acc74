/** Frames until a repeated frame has faded out. */
const FADE_FRAMES = 4;

/**
 * Conceals lost frames by repeating the last one ever more quietly, until silence: for G.711 what its
 * appendix I does better, for Opus a stand-in, since the packaged libopus gives no access to its own.
 */
export class Concealment {
  readonly #last: Int16Array;
  #filled = 0;
  #losses = 0;

  /** @param maxFrameSamples of the longest frame */
  constructor(maxFrameSamples: number) {
    this.#last = new Int16Array(maxFrameSamples);
  }

  /** A frame has been decoded. */
  remember(frame: Int16Array): void {
    const kept = frame.subarray(0, this.#last.length);
    this.#last.set(kept);
    this.#filled = kept.length;
    this.#losses = 0;
  }

  /** Fills `into` with what stands in for a lost frame. */
  conceal(into: Int16Array): void {
    const from = this.#gain(this.#losses);
    this.#losses += 1;
    const to = this.#gain(this.#losses);
    if (this.#filled === 0 || from === 0) {
      into.fill(0);
      return;
    }
    for (let i = 0; i < into.length; i += 1) {
      const gain = from + ((to - from) * i) / into.length;
      into[i] = Math.round((this.#last[i % this.#filled] ?? 0) * gain);
    }
  }

  #gain(losses: number): number {
    return Math.max(0, 1 - losses / FADE_FRAMES);
  }
}
