import { actsAs, type CallFacts, isLive, legOf, memberIdOf } from '../../domain/calls/index.ts';
import {
  firstView,
  hears,
  type RoomChangeNews,
  type RoomView,
  viewAfter,
} from '../../domain/rooms/index.ts';
import { isSignalFor } from '../../domain/signaling/index.ts';
import { holds, type Scope } from '../../kernel/index.ts';
import type { Publication } from './publication.ts';

/** A connection, as its subscriptions see it. */
export interface Receiver {
  readonly scope: Scope;
  readonly open: boolean;
  readonly subscriptions: Map<string, Subscription>;
  deliver(subscription: Subscription, publication: Publication): void;
  write(frame: Buffer): void;
}

/** One connection's following of one channel. */
export class Subscription {
  readonly connection: Receiver;
  readonly channel: string;
  /** Where it began: what is later has been, or will be, pushed. */
  base = 0;
  /** The last number pushed or skipped. */
  last = 0;
  /** Ended by the client: what is still held back for it falls away. */
  muted = false;
  /** As whom the connection takes part in the call; undefined: an administrator who looks on. */
  #member: string | undefined;
  #callVersion = 0;
  /** What of the room is for the connection; undefined for other channels, and as long as it is not known. */
  #roomView: RoomView | undefined;

  constructor(connection: Receiver, channel: string) {
    this.connection = connection;
    this.channel = channel;
  }

  /** Events up to `position` are known to the client or not its concern. */
  startAt(position: number): void {
    this.base = position;
    this.last = position;
  }

  /** Takes the connection's part from the call, unless a later version of it has been seen. */
  see(call: CallFacts): void {
    if (call.version < this.#callVersion) return;
    this.#callVersion = call.version;
    const member = actsAs(call, this.connection.scope.principal);
    const leg = member === undefined ? undefined : legOf(call, member);
    this.#member = leg !== undefined && isLive(leg) ? member : undefined;
  }

  /** Takes what of the room is for the connection, unless a later view of it has been seen. */
  seeRoom(view: RoomView): void {
    if (this.#roomView === undefined || this.#roomView.version <= view.version) {
      this.#roomView = view;
    }
  }

  /** Something has happened in the room. @returns false when the connection has lost sight of it. */
  hearOfRoom(news: RoomChangeNews): boolean {
    const { principal } = this.connection.scope;
    this.#roomView =
      this.#roomView === undefined
        ? firstView(memberIdOf(principal), holds(principal, 'voip:admin'), news)
        : viewAfter(this.#roomView, news);
    return this.#roomView.knows;
  }

  /**
   * Signals go to their recipients alone, and to nobody who has left the call; of a room, everybody hears what
   * concerns them.
   */
  admits(publication: Publication): boolean {
    if (publication.event.stream.startsWith('room:')) {
      return this.#roomView !== undefined && hears(this.#roomView, publication.event);
    }
    if (publication.event.type !== 'call.signal') return true;
    const { signal } = publication;
    return signal !== undefined && this.#member !== undefined && isSignalFor(signal, this.#member);
  }
}
