import type { Clock } from '../clock.ts';
import { type SessionInterval, sessionDeadline } from '../dialog/session-timer.ts';

/** Watches the session interval of one dialog (RFC 4028 §10): refreshes in time, or tells that nobody did. */
export class SessionClock {
  readonly #clock: Clock;
  readonly #act: (act: 'refresh' | 'end') => void;
  #interval: SessionInterval | undefined;
  #cancel = () => {};

  constructor(clock: Clock, act: (act: 'refresh' | 'end') => void) {
    this.#clock = clock;
    this.#act = act;
  }

  current(): SessionInterval | undefined {
    return this.#interval;
  }

  /** Sets what the latest refresh agreed on, from now; `undefined`: the session has no timer. */
  set(interval: SessionInterval | undefined): void {
    this.#cancel();
    this.#cancel = () => {};
    this.#interval = interval;
    if (interval === undefined) return;
    const { act, afterMs } = sessionDeadline(interval);
    this.#cancel = this.#clock.after(afterMs, () => this.#act(act));
  }

  stop(): void {
    this.set(undefined);
  }
}
