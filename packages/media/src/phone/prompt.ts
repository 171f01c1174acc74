/** A recording that is played to one telephone, on top of what it hears. */
export class Prompt {
  readonly #samples: Int16Array;
  readonly #loop: boolean;
  #at = 0;

  constructor(samples: Int16Array, loop: boolean) {
    this.#samples = samples;
    this.#loop = loop && samples.length > 0;
  }

  get ended(): boolean {
    return !this.#loop && this.#at >= this.#samples.length;
  }

  /** Adds its next samples to a step of sound. */
  addTo(sound: Int16Array): void {
    for (let i = 0; i < sound.length && !this.ended; i += 1) {
      const sum = (sound[i] ?? 0) + (this.#samples[this.#at] ?? 0);
      sound[i] = Math.max(-32_768, Math.min(32_767, sum));
      this.#at = this.#loop ? (this.#at + 1) % this.#samples.length : this.#at + 1;
    }
  }
}
