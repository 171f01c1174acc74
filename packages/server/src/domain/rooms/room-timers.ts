import { type Clock, DueTimers } from '../../kernel/index.ts';
import { closesAtMs, type Room, type RoomEndReason } from './room.ts';

type CloseReason = Exclude<RoomEndReason, 'deleted'>;

interface Due {
  readonly reason: CloseReason;
  readonly atMs: number;
}

export interface RoomTimersOptions {
  readonly clock: Clock;
  /** How long an empty room stays open. */
  readonly idleMs: number;
  readonly onDue: (org: string, roomId: string, reason: CloseReason) => void;
}

/** One timer for each open room, at the moment it closes by itself. */
export class RoomTimers {
  readonly #options: RoomTimersOptions;
  readonly #timers: DueTimers;

  constructor(options: RoomTimersOptions) {
    this.#options = options;
    this.#timers = new DueTimers(options.clock);
  }

  /** Sets, moves or removes the room's timer. One that is overdue fires at once. */
  follow(room: Room): void {
    const { id, org } = room;
    const due = this.#dueOf(room);
    this.#timers.follow(id, due?.atMs, () => {
      if (due !== undefined) this.#options.onDue(org, id, due.reason);
    });
  }

  stop(): void {
    this.#timers.stop();
  }

  #dueOf(room: Room): Due | undefined {
    if (room.status === 'ended') return undefined;
    const limitMs = closesAtMs(room);
    const idleMs = room.emptySinceMs === null ? null : room.emptySinceMs + this.#options.idleMs;
    if (limitMs !== null && (idleMs === null || limitMs <= idleMs)) {
      return { reason: 'time_limit', atMs: limitMs };
    }
    return idleMs === null ? undefined : { reason: 'idle', atMs: idleMs };
  }
}
