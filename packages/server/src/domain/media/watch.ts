import type { EventFeed, RecordedEvent } from '../../kernel/index.ts';
import { isTalking, legOf, parseCallFacts } from '../calls/index.ts';
import type { RoomDoor } from './admission.ts';
import type { LiveConference } from './live-conference.ts';
import type { CloseReason } from './notice.ts';
import type { MediaEngine } from './ports.ts';
import type { MediaService } from './service.ts';

const ROOM = 'room:';
const CALL = 'call:';

/** What takes somebody out of a room. */
const PARTED: Readonly<Record<string, CloseReason>> = {
  'room.participant_left': 'left',
  'room.participant_kicked': 'kicked',
  'room.participant_sent_back': 'sent_back',
};

/** Brings what happens in rooms and calls to the media that are in them. */
export class MediaWatch {
  readonly #media: MediaService;
  readonly #rooms: RoomDoor;
  readonly #engine: Pick<MediaEngine, 'warm'>;
  readonly #unsubscribe: () => void;

  constructor(parts: {
    readonly media: MediaService;
    readonly rooms: RoomDoor;
    readonly engine: Pick<MediaEngine, 'warm'>;
    readonly feed: EventFeed;
  }) {
    this.#media = parts.media;
    this.#rooms = parts.rooms;
    this.#engine = parts.engine;
    this.#unsubscribe = parts.feed.subscribe((event) => this.#onEvent(event));
  }

  stop(): void {
    this.#unsubscribe();
  }

  #onEvent(event: RecordedEvent): void {
    const { org, type, data, stream } = event;
    // Whoever takes a seat, or a third part in a call, offers media at once.
    if (type === 'room.participant_joined' || type === 'call.media_moved') this.#engine.warm();
    if (stream.startsWith(ROOM)) this.#onRoom(event, stream.slice(ROOM.length));
    else if (stream.startsWith(CALL)) this.#onCall(event, stream.slice(CALL.length));
    else if (type === 'user.tokens_voided' && typeof data.user_id === 'string') {
      this.#media.endAllOf(org, data.user_id);
    } else if (type === 'key.revoked' && typeof data.key_id === 'string') {
      this.#media.endAllOf(org, `key:${data.key_id}`);
    }
  }

  #onRoom(event: RecordedEvent, roomId: string): void {
    const { org, type } = event;
    const live = this.#media.conferences.find(org, roomId);
    if (live === undefined || type === 'room.message') return;
    if (type === 'room.ended') {
      this.#endAll(live, 'room_ended');
      return;
    }
    const participantId = participantOf(event);
    const parted = PARTED[type];
    if (parted !== undefined && participantId !== undefined) {
      this.#media.end(org, roomId, participantId, parted);
    } else void this.#seatAnew(live, participantId);
  }

  /** Takes the seats over as they are now: of one participant, or where the room has changed of all. */
  async #seatAnew(live: LiveConference, participantId: string | undefined): Promise<void> {
    const { org, id } = live.conference;
    const inside = new Set([...live.members.values()].map((member) => member.participantId));
    const concerned = participantId === undefined ? [...inside] : [participantId];
    for (const each of concerned.filter((one) => inside.has(one))) {
      const seat = await this.#rooms.seat(org, id, each);
      if (seat === undefined) this.#media.end(org, id, each, 'lost');
      else live.seat(seat);
    }
  }

  #onCall({ org, data }: RecordedEvent, callId: string): void {
    const live = this.#media.conferences.find(org, callId);
    if (live === undefined || data.call === undefined) return;
    const call = parseCallFacts(data.call);
    if (call.status === 'ended') {
      this.#endAll(live, 'call_ended');
      return;
    }
    for (const { participantId } of [...live.members.values()]) {
      const leg = legOf(call, participantId);
      if (leg === undefined || !isTalking(leg)) this.#media.end(org, callId, participantId, 'left');
    }
  }

  #endAll(live: LiveConference, reason: CloseReason): void {
    const { org, id } = live.conference;
    for (const { participantId } of [...live.members.values()]) {
      this.#media.end(org, id, participantId, reason);
    }
  }
}

function participantOf({ data }: RecordedEvent): string | undefined {
  const { participant } = data;
  if (typeof participant !== 'object' || participant === null || !('id' in participant)) {
    return undefined;
  }
  return typeof participant.id === 'string' ? participant.id : undefined;
}
