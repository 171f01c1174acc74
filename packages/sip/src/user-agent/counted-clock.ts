import type { Clock } from '../clock.ts';

/** A clock that knows how many of its timers wait, for the check that nothing is left behind. */
export class CountedClock implements Clock {
  readonly #clock: Clock;
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#waiting;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  after(delayMs: number, callback: () => void): () => void {
    let waits = true;
    const leave = () => {
      if (!waits) return false;
      waits = false;
      this.#waiting -= 1;
      return true;
    };
    this.#waiting += 1;
    const cancel = this.#clock.after(delayMs, () => {
      if (leave()) callback();
    });
    return () => {
      if (leave()) cancel();
    };
  }
}
