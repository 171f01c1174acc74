import {
  AppError,
  type EventLog,
  type Journal,
  newId,
  type RecordedEvent,
  type Scope,
  type Write,
} from '../../kernel/index.ts';
import type { MessagePage } from './api.ts';
import type { Participant, RoomState } from './room.ts';
import { actorOf } from './room-access.ts';
import type { RoomEngine } from './room-engine.ts';
import { MESSAGE_EVENT, streamOf } from './room-event.ts';
import { messageEvent, messageOf, type RoomMessage } from './room-message.ts';
import { placeOf } from './standing.ts';

interface RoomChatOptions {
  readonly engine: RoomEngine;
  readonly journal: Journal;
  readonly eventLog: EventLog;
  readonly nowMs: () => number;
}

/** Messages looked through at a time in search of one. */
const SEARCH_PAGE = 200;

/** What is said in rooms: each message a durable event of the room's stream. */
export class RoomChat {
  readonly #options: RoomChatOptions;

  constructor(options: RoomChatOptions) {
    this.#options = options;
  }

  /** @throws AppError `room_not_found` | `room_ended` | `room_seat_required` */
  async send(
    scope: Scope,
    id: string,
    text: string,
    alsoCommit: (messageId: string) => readonly Write[] = () => [],
  ): Promise<RoomMessage> {
    const { engine, journal, nowMs } = this.#options;
    // Begun between two commands: who has lost the seat before has said nothing after.
    const { stored } = await engine.between(scope, id, (state) => {
      const messageId = newId('msg', nowMs());
      const events = [messageEvent(messageId, requireSeat(state, scope), text)];
      return { stored: journal.commit({ scope, writes: alsoCommit(messageId), events }) };
    });
    return requireMessage((await stored)[0]);
  }

  /** The message that `send` has stored as `messageId`. @throws AppError as `send` */
  async sent(scope: Scope, id: string, messageId: string): Promise<RoomMessage> {
    const { engine, eventLog } = this.#options;
    await engine.load(scope, id, 'messages');
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const query = { before, limit: SEARCH_PAGE, type: MESSAGE_EVENT };
      const page = await eventLog.readLast(scope.org, streamOf(id), query);
      const found = page.find(({ data }) => data.message_id === messageId);
      if (found !== undefined || page[0] === undefined) return requireMessage(found);
      before = page[0].seq;
    }
  }

  /**
   * The last messages before a number, in order.
   * @throws AppError `room_not_found` | `room_seat_required`
   */
  async read(
    scope: Scope,
    id: string,
    query: { readonly before: number | undefined; readonly limit: number },
  ): Promise<MessagePage> {
    const { engine, eventLog } = this.#options;
    const state = await engine.load(scope, id, 'messages');
    if (!actorOf(scope.principal).admin) requireSeat(state, scope);
    const { before = Number.MAX_SAFE_INTEGER, limit } = query;
    const range = { before, limit: limit + 1, type: MESSAGE_EVENT };
    const read = await eventLog.readLast(scope.org, streamOf(id), range);
    const events = read.slice(-limit);
    return {
      items: events.map((event) => requireMessage(event)),
      next: read.length > limit ? (events[0]?.seq ?? null) : null,
    };
  }
}

function requireSeat(state: RoomState, scope: Scope): Participant {
  const place = placeOf(state, actorOf(scope.principal).memberId);
  if (place?.status !== 'joined') throw new AppError('room_seat_required');
  return place;
}

function requireMessage(event: RecordedEvent | undefined): RoomMessage {
  const message = event === undefined ? undefined : messageOf(event);
  if (message === undefined) throw new Error('a committed message has no event');
  return message;
}
