import type { Clock } from './clock.ts';
import { AppError } from './errors.ts';

const REMEMBERED = 20_000;

export interface AttemptRule {
  readonly limit: number;
  readonly windowMs: number;
}

interface Window {
  count: number;
  readonly endsAtMs: number;
}

/** Counts attempts by key in fixed windows: for guesses that must not be made without end. */
export class AttemptWindows {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The open window of the key, whose count the caller raises.
   * @throws AppError `rate_limited` with the seconds to wait, when it is full.
   */
  of(key: string, rule: AttemptRule): { count: number } {
    const nowMs = this.#clock.nowMs();
    const open = this.#windows.get(key);
    if (open !== undefined && open.endsAtMs > nowMs) {
      if (open.count < rule.limit) return open;
      const retryAfterS = Math.ceil((open.endsAtMs - nowMs) / 1000);
      throw new AppError('rate_limited', { retryAfterS, params: { seconds: retryAfterS } });
    }
    this.#windows.delete(key);
    if (this.#windows.size >= REMEMBERED) this.#forgetOldest();
    const window = { count: 0, endsAtMs: nowMs + rule.windowMs };
    this.#windows.set(key, window);
    return window;
  }

  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}
