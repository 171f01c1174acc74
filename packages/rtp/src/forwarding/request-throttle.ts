/** Lets a request (a key frame, of one layer) pass at most once an interval. */
export class RequestThrottle {
  readonly #intervalMs: number;
  #lastMs = Number.NEGATIVE_INFINITY;
  #pending = false;

  constructor(intervalMs = 1000) {
    this.#intervalMs = intervalMs;
  }

  /** Whether to send the request now. One that came too early is remembered for `due`. */
  request(nowMs: number): boolean {
    this.#pending = true;
    return this.due(nowMs);
  }

  /** Whether a remembered request may be sent now. */
  due(nowMs: number): boolean {
    if (!this.#pending || nowMs - this.#lastMs < this.#intervalMs) return false;
    this.#pending = false;
    this.#lastMs = nowMs;
    return true;
  }

  /** What was asked for has come by itself. */
  satisfied(): void {
    this.#pending = false;
  }
}
