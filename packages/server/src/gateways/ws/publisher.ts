import { CLOSE_CODES } from '@sky-genesis/protocol';
import { type CallFacts, membersOf, parseCallFacts } from '../../domain/calls/index.ts';
import type { Presence } from '../../domain/presence/index.ts';
import { type RoomChangeNews, roomChangeOf } from '../../domain/rooms/index.ts';
import { holds, type RecordedEvent } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import { presenceFrame } from './presence-frame.ts';
import { Publication } from './publication.ts';
import { mayFollowRooms } from './room-channel.ts';
import type { Subscription } from './subscription.ts';
import { encodeFrame } from './text-frame.ts';

/** Brings what happens to those who follow it. Listens to the event feed and to presence. */
export class Publisher {
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Of one recorded event, in commit order. */
  publish(event: RecordedEvent): void {
    if (this.#hub.connections.size === 0) return;
    this.#endRevoked(event);
    const facts = event.stream.startsWith('call:') ? event.data.call : undefined;
    if (facts !== undefined) this.#followCall(event, parseCallFacts(facts));
    const news = roomChangeOf(event);
    const gone = news === undefined ? [] : this.#followRoom(event, news);
    const subscribers = this.#hub.subscribers(event.org, event.stream);
    if (subscribers.size === 0) return;
    const publication = new Publication(event);
    for (const subscription of subscribers) {
      subscription.connection.deliver(subscription, publication);
    }
    for (const subscription of gone) this.#hub.unfollow(subscription);
    if (event.type === 'call.ended' || event.type === 'room.ended') {
      for (const subscription of [...subscribers]) this.#hub.unfollow(subscription);
    }
  }

  publishPresence(presence: Presence): void {
    const subscribers = this.#hub.subscribers(presence.org, `presence:${presence.userId}`);
    if (subscribers.size === 0) return;
    const frame = encodeFrame(presenceFrame(presence));
    for (const { connection } of subscribers) connection.write(frame);
  }

  /** Everybody with a part in the call follows it from the event that gave them that part. */
  #followCall(event: RecordedEvent, call: CallFacts): void {
    for (const member of new Set([...membersOf(call), call.createdBy])) {
      for (const connection of this.#hub.connectionsOf(event.org, member)) {
        if (!connection.subscriptions.has(event.stream) && mayFollowCalls(connection)) {
          this.#hub.follow(connection, event.stream).startAt(event.seq - 1);
        }
      }
    }
    for (const subscription of this.#hub.subscribers(event.org, event.stream)) {
      subscription.see(call);
    }
  }

  /**
   * Who comes into a room, or is asked in, follows it from that event.
   * @returns the subscriptions of those for whom there is nothing more to hear after it
   */
  #followRoom(event: RecordedEvent, news: RoomChangeNews): readonly Subscription[] {
    for (const member of concernedBy(event, news)) {
      for (const connection of this.#hub.connectionsOf(event.org, member)) {
        if (!connection.subscriptions.has(event.stream) && mayFollowRooms(connection)) {
          this.#hub.follow(connection, event.stream).startAt(event.seq - 1);
        }
      }
    }
    const subscriptions = [...this.#hub.subscribers(event.org, event.stream)];
    return subscriptions.filter((subscription) => !subscription.hearOfRoom(news));
  }

  #endRevoked({ org, type, data }: RecordedEvent): void {
    if (type === 'user.tokens_voided' && typeof data.user_id === 'string') {
      const code = data.reason === 'disabled' ? CLOSE_CODES.forbidden : CLOSE_CODES.unauthenticated;
      this.#closeAll(org, data.user_id, code);
    } else if (type === 'key.revoked' && typeof data.key_id === 'string') {
      this.#closeAll(org, `key:${data.key_id}`, CLOSE_CODES.unauthenticated);
    }
  }

  #closeAll(org: string, memberId: string, code: number): void {
    for (const connection of this.#hub.connectionsOf(org, memberId)) {
      connection.close(code, 'credential revoked');
    }
  }
}

function concernedBy({ type }: RecordedEvent, news: RoomChangeNews): readonly string[] {
  const { room, participant, invited } = news;
  if (type === 'room.created') return [room.createdBy];
  return typeof participant?.userId === 'string' ? [...invited, participant.userId] : invited;
}

export function mayFollowCalls(connection: Connection): boolean {
  return holds(connection.scope.principal, 'calls:read');
}
