import {
  AppError,
  type Clock,
  DueTimers,
  type EventFeed,
  type Journal,
  KeyedQueue,
  type Logger,
  type RecordedEvent,
  retryOnConflict,
  type Scope,
  systemScope,
  VersionConflict,
  type Write,
} from '../../kernel/index.ts';
import { AuditTrail } from '../audit/index.ts';
import { Attendance } from './attendance.ts';
import type { RoomCommand } from './command.ts';
import { logEnd } from './log-end.ts';
import { OpenRooms } from './open-rooms.ts';
import type { Changed } from './outcome.ts';
import type { Connectivity, RoomRepository } from './ports.ts';
import { ringsUntilMs } from './ringing.ts';
import type { RoomState } from './room.ts';
import { isReader, requireReader } from './room-access.ts';
import { roomChangeOf, toNewEvents } from './room-event.ts';
import { RoomTimers } from './room-timers.ts';
import { isVisibleTo } from './standing.ts';
import { transition } from './transitions.ts';

export interface RoomEngineOptions {
  readonly rooms: RoomRepository;
  readonly connectivity: Connectivity;
  readonly journal: Journal;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Seconds that a seat is kept for somebody whose connections are gone. */
  readonly ghostS: number;
  /** Hours after which a room that nobody was in is ended. */
  readonly idleH: number;
}

/** When a timer's command could not be committed, it is tried again this much later. */
const RETRY_MS = 1000;
/** Many may want the last seats of one room at the same moment, on several servers. */
const ATTEMPTS = 200;

/** After these somebody needs a moment to connect. */
const ARRIVALS: ReadonlySet<string> = new Set([
  'room.participant_joined',
  'room.participant_waiting',
]);

/** Writes that must be durable with the room's new state, or not at all. */
export type AlsoCommit = (state: RoomState, touched: Changed['touched']) => readonly Write[];

/** Loads, decides, commits; follows open rooms with their timers. */
export class RoomEngine {
  readonly open = new OpenRooms();
  readonly attendance: Attendance;
  readonly trail: AuditTrail;
  readonly #options: RoomEngineOptions;
  readonly #queue = new KeyedQueue();
  readonly #timers: RoomTimers;
  readonly #rings: DueTimers;
  #unsubscribe: (() => void) | undefined;

  constructor(options: RoomEngineOptions) {
    this.#options = options;
    const { clock, connectivity, ghostS, idleH } = options;
    this.trail = new AuditTrail(options.journal, options.logger);
    this.#timers = new RoomTimers({
      clock,
      idleMs: idleH * 3_600_000,
      onDue: (org, id, reason) => {
        void this.#byItself(org, id, { type: 'close', reason });
      },
    });
    this.#rings = new DueTimers(clock);
    this.attendance = new Attendance({
      clock,
      connectivity,
      open: this.open,
      ghostMs: ghostS * 1000,
      onLost: (org, id, participantId) => {
        void this.#byItself(org, id, { type: 'lost', participantId });
      },
    });
  }

  /** Takes up the open rooms of before: what is overdue happens now. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#options.feed.subscribe((event) => this.#heard(event));
    for (const state of await this.#options.rooms.listAllOpen()) this.#follow(state);
    this.attendance.start();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.attendance.stop();
    this.#timers.stop();
    this.#rings.stop();
  }

  /** The room as it is now, for whoever may know of it. @throws AppError `room_not_found`. */
  async load(scope: Scope, id: string, action: string): Promise<RoomState> {
    const known = this.open.find(scope.org, id);
    if (known !== undefined && isReader(known, scope.principal)) {
      requireReader(this.trail, scope, known, action);
      return known;
    }
    const stored = await this.#options.rooms.find(scope.org, id);
    if (stored === undefined) throw new AppError('room_not_found');
    requireReader(this.trail, scope, stored, action);
    return stored;
  }

  /** From memory while the room is open, else as it is stored. */
  async find(org: string, id: string): Promise<RoomState | undefined> {
    return this.open.find(org, id) ?? (await this.#options.rooms.find(org, id));
  }

  /** The same, after every command that has begun: whoever hears of an event finds it done. */
  latest(org: string, id: string): Promise<RoomState | undefined> {
    return this.#queue.run(id, () => this.find(org, id));
  }

  /** As `load`, after every command of the room that has begun. @throws AppError `room_not_found`. */
  settled(scope: Scope, id: string, action: string): Promise<RoomState> {
    return this.#queue.run(id, () => this.load(scope, id, action));
  }

  /** @throws AppError as the transition refuses. */
  async command(
    scope: Scope,
    id: string,
    command: RoomCommand,
    alsoCommit?: AlsoCommit,
  ): Promise<RoomState> {
    return (await this.change(scope, id, command, alsoCommit)).state;
  }

  /** The same, for who must know what it has touched. */
  change(
    scope: Scope,
    id: string,
    command: RoomCommand,
    alsoCommit?: AlsoCommit,
  ): Promise<Changed> {
    return this.#queue.run(id, () =>
      retryOnConflict(async () => {
        const decided = await this.#decide(scope, id, command);
        await this.commit(scope, decided, alsoCommit?.(decided.state, decided.touched));
        return decided;
      }, ATTEMPTS),
    );
  }

  /** Runs `task` between two commands of a room. @throws AppError `room_not_found` | `room_ended`. */
  between<T>(scope: Scope, id: string, task: (state: RoomState) => T): Promise<T> {
    return this.#queue.run(id, async () => {
      const state = await this.load(scope, id, 'message');
      if (state.room.status === 'ended') {
        throw new AppError('room_ended', { params: { reason: state.room.endReason ?? 'deleted' } });
      }
      return task(state);
    });
  }

  async commit(
    scope: Scope,
    { state, touched, events }: Changed,
    extra: readonly Write[] = [],
  ): Promise<RoomState> {
    if (events.length === 0) return state;
    const { journal, rooms, logger } = this.#options;
    const { room } = state;
    const visible = visibility(state, touched);
    const writes = [rooms.put({ room, touched, visible }), ...extra];
    try {
      await journal.commit({ scope, writes, events: toNewEvents(room, events) });
    } catch (error) {
      // Somebody else's state is newer than the one in memory.
      if (error instanceof VersionConflict) this.open.drop(room.id);
      throw error;
    }
    this.#follow(state);
    for (const { type, participant } of events) {
      if (participant !== undefined && ARRIVALS.has(type)) this.attendance.arrived(participant.id);
    }
    logEnd(logger, scope, room);
    return state;
  }

  async #decide(scope: Scope, id: string, command: RoomCommand): Promise<Changed> {
    const { rooms, clock } = this.#options;
    const known = this.open.find(scope.org, id);
    if (known !== undefined) {
      const outcome = transition(known, command, clock.nowMs());
      if (outcome.ok) {
        this.#requireReader(scope, known, command);
        return outcome;
      }
    }
    // A refusal is told from the stored state only: the one in memory may be behind.
    const stored = await rooms.find(scope.org, id);
    if (stored === undefined) throw new AppError('room_not_found');
    this.#requireReader(scope, stored, command);
    const outcome = transition(stored, command, clock.nowMs());
    if (outcome.ok) return outcome;
    throw new AppError(outcome.code, { params: outcome.params });
  }

  /** Whoever of the organisation has a room's id may come to its door. */
  #requireReader(scope: Scope, state: RoomState, command: RoomCommand): void {
    if (command.type !== 'join') requireReader(this.trail, scope, state, command.type);
  }

  #follow(state: RoomState): void {
    this.open.put(state);
    this.#setTimers(state);
  }

  /** Another server may have changed the room: what is in memory is read again, after our own commands. */
  #heard(event: RecordedEvent): void {
    const change = roomChangeOf(event);
    if (change === undefined) return;
    const { org, id, version } = change.room;
    if (!this.#isBehind(org, id, version)) return;
    void this.#queue.run(id, async () => {
      if (!this.#isBehind(org, id, version)) return;
      const stored = await this.#options.rooms.find(org, id).catch(() => undefined);
      if (stored === undefined) this.open.drop(id);
      else this.#follow(stored);
    });
  }

  #isBehind(org: string, id: string, version: number): boolean {
    const known = this.open.find(org, id);
    return known !== undefined && known.room.version < version;
  }

  async #byItself(org: string, id: string, command: RoomCommand): Promise<void> {
    const { clock, logger } = this.#options;
    try {
      await this.command(systemScope(org), id, command);
      // The machine's clock may have been put back meanwhile: then the room's time is still to come.
      this.#followKnown(org, id);
    } catch (error) {
      logger.warn({ area: 'voip', room_id: id, error: asError(error) }, `${command.type} failed`);
      clock.schedule(RETRY_MS, () => this.#followKnown(org, id));
    }
  }

  #followKnown(org: string, id: string): void {
    const known = this.open.find(org, id);
    if (known !== undefined) this.#setTimers(known);
  }

  #setTimers(state: RoomState): void {
    const { org, id } = state.room;
    this.#timers.follow(state.room);
    this.#rings.follow(id, ringsUntilMs(state), () => {
      void this.#byItself(org, id, { type: 'rings_over' });
    });
  }
}

function visibility(state: RoomState, touched: Changed['touched']): ReadonlyMap<string, boolean> {
  const visible = new Map<string, boolean>();
  if (state.room.version === 1) visible.set(state.room.createdBy, true);
  for (const { userId } of touched) {
    if (userId !== null) visible.set(userId, isVisibleTo(state, userId));
  }
  return visible;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
