/**
 * How late the event loop is, by a timer that runs anyway: one of its own, as `monitorEventLoopDelay` has it, wakes a
 * process that has nothing to do a hundred times a second.
 */
export class LoopLag {
  readonly #periodMs: number;
  #lastMs: number;
  #worstMs = 0;
  #secondMs = 0;

  constructor(periodMs: number, nowMs: number) {
    this.#periodMs = periodMs;
    this.#lastMs = nowMs;
  }

  /** To be called every period. */
  beat(nowMs: number): void {
    const lateMs = nowMs - this.#lastMs - this.#periodMs;
    this.#lastMs = nowMs;
    this.#secondMs = Math.max(this.#secondMs, Math.min(lateMs, this.#worstMs));
    this.#worstMs = Math.max(this.#worstMs, lateMs);
  }

  /** The second worst lateness since the last call: a single pause does not make a process full. */
  take(): number {
    const lagMs = this.#secondMs;
    this.#worstMs = 0;
    this.#secondMs = 0;
    return lagMs;
  }
}
