import type { Clock } from '../../kernel/index.ts';
import { ringsUntilMs } from './ringing.ts';
import type { RoomState } from './room.ts';

interface RingTimer {
  readonly dueMs: number;
  readonly cancel: () => void;
}

/** One timer for each room in which a phone rings, at the moment that the next has rung for long enough. */
export class RingTimers {
  readonly #clock: Clock;
  readonly #onDue: (org: string, roomId: string) => void;
  readonly #timers = new Map<string, RingTimer>();

  constructor(clock: Clock, onDue: (org: string, roomId: string) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Sets, moves or removes the room's timer. One that is overdue fires at once. */
  follow(state: RoomState): void {
    const { id, org } = state.room;
    const dueMs = ringsUntilMs(state);
    const known = this.#timers.get(id);
    if (known?.dueMs === dueMs) return;
    known?.cancel();
    this.#timers.delete(id);
    if (dueMs === undefined) return;
    const cancel = this.#clock.schedule(Math.max(0, dueMs - this.#clock.nowMs()), () => {
      this.#timers.delete(id);
      this.#onDue(org, id);
    });
    this.#timers.set(id, { dueMs, cancel });
  }

  stop(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
