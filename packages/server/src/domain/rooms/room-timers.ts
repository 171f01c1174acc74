import type { Clock } from '../../kernel/index.ts';
import { closesAtMs, type Room, type RoomEndReason } from './room.ts';

type CloseReason = Exclude<RoomEndReason, 'deleted'>;

interface Due {
  readonly reason: CloseReason;
  readonly atMs: number;
}

interface RoomTimer extends Due {
  readonly cancel: () => void;
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
  readonly #timers = new Map<string, RoomTimer>();

  constructor(options: RoomTimersOptions) {
    this.#options = options;
  }

  /** Sets, moves or removes the room's timer. One that is overdue fires at once. */
  follow(room: Room): void {
    const due = this.#dueOf(room);
    const known = this.#timers.get(room.id);
    if (known?.atMs === due?.atMs && known?.reason === due?.reason) return;
    known?.cancel();
    if (due === undefined) this.#timers.delete(room.id);
    else this.#set(room, due);
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #set(room: Room, due: Due): void {
    const { clock, onDue } = this.#options;
    const cancel = clock.schedule(Math.max(0, due.atMs - clock.nowMs()), () => {
      this.#timers.delete(room.id);
      onDue(room.org, room.id, due.reason);
    });
    this.#timers.set(room.id, { ...due, cancel });
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
