import { type ParticipantFacts, parseParticipantFacts } from '../../domain/rooms/index.ts';
import type { EventFeed, RecordedEvent } from '../../kernel/index.ts';
import type { RoomPhone } from './room-phone.ts';

const ROOM = 'room:';

/** The phones in rooms, by their seats; brings them what happens to those. */
export class RoomBook {
  readonly #legs = new Map<string, RoomPhone>();
  readonly #unsubscribe: () => void;
  readonly #onRing: (seat: ParticipantFacts, address: string | undefined) => void;

  /** @param onRing told when a room rings somebody, and what is dialled for who is outside */
  constructor(
    feed: EventFeed,
    onRing: (seat: ParticipantFacts, address: string | undefined) => void,
  ) {
    this.#onRing = onRing;
    this.#unsubscribe = feed.subscribe((event) => this.#onEvent(event));
  }

  get size(): number {
    return this.#legs.size;
  }

  stop(): void {
    this.#unsubscribe();
  }

  add(leg: RoomPhone): void {
    this.#legs.set(leg.participantId, leg);
  }

  remove(leg: RoomPhone): void {
    if (this.#legs.get(leg.participantId) === leg) this.#legs.delete(leg.participantId);
  }

  #onEvent({ stream, type, data, personal }: RecordedEvent): void {
    if (!stream.startsWith(ROOM)) return;
    if (type === 'room.participant_ringing') {
      const { address } = personal;
      const dialled = typeof address === 'string' ? address : undefined;
      this.#onRing(parseParticipantFacts(data.participant), dialled);
      return;
    }
    if (this.#legs.size === 0) return;
    if (type === 'room.ended') {
      const roomId = stream.slice(ROOM.length);
      for (const leg of [...this.#legs.values()]) if (leg.roomId === roomId) leg.end();
    } else if (data.participant !== undefined) {
      const participant = parseParticipantFacts(data.participant);
      this.#legs.get(participant.id)?.follow(participant);
    }
  }
}
