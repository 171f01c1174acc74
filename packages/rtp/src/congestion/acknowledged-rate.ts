const WINDOW_MS = 500;
const MIN_SPAN_MS = 100;

interface Arrival {
  readonly arrivedMs: number;
  readonly sizeBytes: number;
}

/** The rate at which packets reached the receiver, over its last half second. */
export class AcknowledgedRate {
  readonly #arrivals: Arrival[] = [];
  #bytes = 0;

  add(arrivedMs: number, sizeBytes: number): void {
    this.#arrivals.push({ arrivedMs, sizeBytes });
    this.#bytes += sizeBytes;
    let first = this.#arrivals[0];
    while (first !== undefined && arrivedMs - first.arrivedMs > WINDOW_MS) {
      this.#bytes -= first.sizeBytes;
      this.#arrivals.shift();
      first = this.#arrivals[0];
    }
  }

  /** Undefined until enough has come to tell. */
  get bitrateBps(): number | undefined {
    const first = this.#arrivals[0];
    const last = this.#arrivals.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const spanMs = last.arrivedMs - first.arrivedMs;
    // The first packet opens the span and does not count into it.
    return spanMs < MIN_SPAN_MS ? undefined : ((this.#bytes - first.sizeBytes) * 8000) / spanMs;
  }
}
