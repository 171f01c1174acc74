import type { Clock } from './clock.ts';

interface DueTimer {
  readonly dueMs: number;
  readonly cancel: () => void;
  task: () => void;
}

/** One timer for each key, at a moment that may move, or fall away. */
export class DueTimers {
  readonly #clock: Clock;
  readonly #timers = new Map<string, DueTimer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sets, moves or removes the key's timer, and says what it does. One that is overdue fires at once.
   * @param dueMs Unix milliseconds; undefined: there is nothing to wait for
   */
  follow(key: string, dueMs: number | undefined, task: () => void): void {
    const known = this.#timers.get(key);
    if (known !== undefined && known.dueMs === dueMs) {
      known.task = task;
      return;
    }
    known?.cancel();
    this.#timers.delete(key);
    if (dueMs === undefined) return;
    const cancel = this.#clock.schedule(Math.max(0, dueMs - this.#clock.nowMs()), () => {
      this.#timers.delete(key);
      timer.task();
    });
    const timer: DueTimer = { dueMs, cancel, task };
    this.#timers.set(key, timer);
  }

  stop(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
