import {
  AppError,
  type EventLog,
  type Page,
  type PageRequest,
  type Scope,
} from '../../kernel/index.ts';
import type { RoomEventPage } from './api.ts';
import { hears, type RoomView, viewOf } from './hearing.ts';
import type { Participant, ParticipantStatus, Room } from './room.ts';
import { actorOf } from './room-access.ts';
import type { RoomEngine } from './room-engine.ts';
import { streamOf } from './room-event.ts';

const SEATED: readonly ParticipantStatus[] = ['joined', 'ringing'];
const PRESENT: readonly ParticipantStatus[] = ['joined', 'ringing', 'waiting'];

/** Looks into rooms for those who may. */
export class RoomReading {
  readonly #engine: RoomEngine;
  readonly #eventLog: EventLog;

  constructor(engine: RoomEngine, eventLog: EventLog) {
    this.#engine = engine;
    this.#eventLog = eventLog;
  }

  /**
   * People of a room, in order of their first coming: who has a seat or is being rung for one, and for moderators who waits; of
   * another `status` for moderators only.
   * @throws AppError `room_not_found` | `room_seat_required` | `room_moderator_required`
   */
  async participants(
    scope: Scope,
    id: string,
    status: ParticipantStatus | undefined,
    page: PageRequest,
  ): Promise<Page<Participant>> {
    const state = await this.#engine.load(scope, id, 'participants');
    const { seated, moderates } = viewOf(state, actorOf(scope.principal));
    if (!seated && !moderates) throw new AppError('room_seat_required');
    if (status !== undefined && !SEATED.includes(status) && !moderates) {
      throw new AppError('room_moderator_required');
    }
    const asked = status === undefined ? (moderates ? PRESENT : SEATED) : [status];
    const found = [...state.participants.values()]
      .filter((one) => asked.includes(one.status) && one.id > (page.after ?? ''))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = found.slice(0, page.limit);
    return { items, next: found.length > page.limit ? (items.at(-1)?.id ?? null) : null };
  }

  /**
   * The room's raw events with `seq > after` that are for the reader, in order; of a page, those that are not
   * have been left out.
   * @throws AppError `room_not_found`
   */
  async events(
    scope: Scope,
    id: string,
    query: { readonly after: number; readonly limit: number },
  ): Promise<RoomEventPage> {
    const state = await this.#engine.load(scope, id, 'events');
    const view = viewOf(state, actorOf(scope.principal));
    const { after, limit } = query;
    const range = { after, limit: limit + 1 };
    const read = await this.#eventLog.readStream(scope.org, streamOf(id), range);
    const events = read.slice(0, limit);
    const next = read.length > limit ? (events.at(-1)?.seq ?? null) : null;
    return { items: events.filter((event) => hears(view, event)), next };
  }

  /** The PINs, by room, of those rooms that are moderated by who asks, or in which they sit. */
  async pins(
    { org, principal }: Scope,
    rooms: readonly Room[],
  ): Promise<ReadonlyMap<string, string>> {
    const actor = actorOf(principal);
    const seen = new Map<string, string>();
    for (const { id, dialInPin } of rooms) {
      const state = dialInPin === null ? undefined : await this.#engine.find(org, id);
      if (state === undefined || dialInPin === null) continue;
      const { seated, moderates } = viewOf(state, actor);
      if (seated || moderates) seen.set(id, dialInPin);
    }
    return seen;
  }

  /** After every command of the room that has begun. @throws AppError `room_not_found` */
  async view(scope: Scope, id: string): Promise<RoomView> {
    const state = await this.#engine.settled(scope, id, 'follow');
    return viewOf(state, actorOf(scope.principal));
  }
}
