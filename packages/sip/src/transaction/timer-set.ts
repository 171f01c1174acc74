import type { Clock } from '../clock.ts';
import type { TimerName } from './timings.ts';

/** The running timers of one transaction. */
export class TimerSet {
  readonly #clock: Clock;
  readonly #onFire: (timer: TimerName) => void;
  readonly #running = new Map<TimerName, () => void>();

  constructor(clock: Clock, onFire: (timer: TimerName) => void) {
    this.#clock = clock;
    this.#onFire = onFire;
  }

  start(timer: TimerName, afterMs: number): void {
    this.stop(timer);
    const cancel = this.#clock.after(afterMs, () => {
      this.#running.delete(timer);
      this.#onFire(timer);
    });
    this.#running.set(timer, cancel);
  }

  stop(timer: TimerName): void {
    this.#running.get(timer)?.();
    this.#running.delete(timer);
  }

  stopAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
