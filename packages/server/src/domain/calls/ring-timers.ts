import type { Clock } from '../../kernel/index.ts';
import type { Call } from './call.ts';
import { nextRingTimeoutMs } from './ringing.ts';

interface RingTimer {
  readonly dueMs: number;
  readonly cancel: () => void;
}

/** One timer for each call that rings, at the moment its next callee stops ringing. */
export class RingTimers {
  readonly #clock: Clock;
  readonly #onDue: (org: string, callId: string) => void;
  readonly #timers = new Map<string, RingTimer>();

  constructor(clock: Clock, onDue: (org: string, callId: string) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  get size(): number {
    return this.#timers.size;
  }

  /** Sets, moves or removes the call's timer. One that is overdue fires at once. */
  follow(call: Call): void {
    const dueMs = nextRingTimeoutMs(call);
    const known = this.#timers.get(call.id);
    if (known?.dueMs === dueMs) return;
    known?.cancel();
    if (dueMs === undefined) {
      this.#timers.delete(call.id);
      return;
    }
    const delayMs = Math.max(0, dueMs - this.#clock.nowMs());
    const cancel = this.#clock.schedule(delayMs, () => {
      this.#timers.delete(call.id);
      this.#onDue(call.org, call.id);
    });
    this.#timers.set(call.id, { dueMs, cancel });
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
