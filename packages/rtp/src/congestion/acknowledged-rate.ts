const WINDOW_MS = 500;
const MIN_SPAN_MS = 100;
/** More in half a second are not remembered: a receiver may claim any arrival times it likes. */
const MAX_ARRIVALS = 16_384;

/** The rate at which packets reached the receiver, over its last half second. */
export class AcknowledgedRate {
  /** Rings of a power of two; grown only by doubling. */
  #arrivedMs = new Float64Array(64);
  #sizes = new Uint16Array(64);
  /** Of the oldest and of the next, counted without end. */
  #first = 0;
  #next = 0;
  #bytes = 0;

  /** @param sizeBytes less than 2^16 */
  add(arrivedMs: number, sizeBytes: number): void {
    if (this.#next - this.#first === this.#sizes.length) this.#makeRoom();
    const slot = this.#next & (this.#sizes.length - 1);
    this.#arrivedMs[slot] = arrivedMs;
    this.#sizes[slot] = sizeBytes;
    this.#next += 1;
    this.#bytes += sizeBytes;
    while (arrivedMs - this.#arrivedAt(this.#first) > WINDOW_MS) this.#forgetFirst();
  }

  /** Undefined until enough has come to tell. */
  get bitrateBps(): number | undefined {
    if (this.#next === this.#first) return undefined;
    const spanMs = this.#arrivedAt(this.#next - 1) - this.#arrivedAt(this.#first);
    // The first packet opens the span and does not count into it.
    return spanMs < MIN_SPAN_MS
      ? undefined
      : ((this.#bytes - this.#sizeAt(this.#first)) * 8000) / spanMs;
  }

  #arrivedAt(index: number): number {
    return this.#arrivedMs[index & (this.#sizes.length - 1)] ?? 0;
  }

  #sizeAt(index: number): number {
    return this.#sizes[index & (this.#sizes.length - 1)] ?? 0;
  }

  #forgetFirst(): void {
    this.#bytes -= this.#sizeAt(this.#first);
    this.#first += 1;
  }

  #makeRoom(): void {
    const count = this.#sizes.length;
    if (count === MAX_ARRIVALS) {
      this.#forgetFirst();
      return;
    }
    const [arrivedMs, sizes] = [new Float64Array(2 * count), new Uint16Array(2 * count)];
    for (let i = 0; i < count; i += 1) {
      arrivedMs[i] = this.#arrivedAt(this.#first + i);
      sizes[i] = this.#sizeAt(this.#first + i);
    }
    [this.#arrivedMs, this.#sizes, this.#first, this.#next] = [arrivedMs, sizes, 0, count];
  }
}
