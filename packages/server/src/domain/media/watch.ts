import type { EventFeed, Logger, RecordedEvent } from '../../kernel/index.ts';
import { isLive, legOf, parseCallFacts } from '../calls/index.ts';
import type { RoomDoor } from './admission.ts';
import { aboutOf, type Conferences } from './conferences.ts';
import type { LiveConference } from './live-conference.ts';
import type { CloseReason } from './notice.ts';
import type { MediaEngine } from './ports.ts';

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
  readonly #conferences: Conferences;
  readonly #rooms: RoomDoor;
  readonly #engine: Pick<MediaEngine, 'warm'>;
  readonly #logger: Logger;
  readonly #unsubscribe: () => void;

  constructor(parts: {
    readonly conferences: Conferences;
    readonly rooms: RoomDoor;
    readonly engine: Pick<MediaEngine, 'warm'>;
    readonly feed: EventFeed;
    readonly logger: Logger;
  }) {
    this.#conferences = parts.conferences;
    this.#rooms = parts.rooms;
    this.#engine = parts.engine;
    this.#logger = parts.logger;
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
      this.#conferences.endAllOf(org, data.user_id);
    } else if (type === 'key.revoked' && typeof data.key_id === 'string') {
      this.#conferences.endAllOf(org, `key:${data.key_id}`);
    }
  }

  #onRoom(event: RecordedEvent, roomId: string): void {
    const { org, type } = event;
    const live = this.#conferences.find(org, roomId);
    if (live === undefined || type === 'room.message') return;
    if (type === 'room.ended') {
      this.#conferences.endAll(live, 'room_ended');
      return;
    }
    const participantId = participantOf(event);
    const parted = event.data.reason === 'lost' ? 'lost' : PARTED[type];
    if (parted !== undefined && participantId !== undefined) {
      this.#conferences.end(live, participantId, parted);
      return;
    }
    this.#seatAnew(live, participantId).catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#logger.error({ ...aboutOf(live), error }, 'seats could not be looked up');
    });
  }

  /** Takes the seats over as they are now: of one participant, or where the room has changed of all. */
  async #seatAnew(live: LiveConference, participantId: string | undefined): Promise<void> {
    const { org, id } = live.conference;
    const inside = new Set([...live.members.values()].map((member) => member.participantId));
    const concerned = participantId === undefined ? [...inside] : [participantId];
    for (const each of concerned.filter((one) => inside.has(one))) {
      const seat = await this.#rooms.seat(org, id, each);
      if (seat === undefined) this.#conferences.end(live, each, 'lost');
      else live.seat(seat);
    }
  }

  #onCall({ org, data }: RecordedEvent, callId: string): void {
    const live = this.#conferences.find(org, callId);
    if (live === undefined || data.call === undefined) return;
    const call = parseCallFacts(data.call);
    if (call.status === 'ended') {
      this.#conferences.endAll(live, 'call_ended');
      return;
    }
    for (const { participantId } of [...live.members.values()]) {
      const leg = legOf(call, participantId);
      if (leg === undefined || !isLive(leg)) this.#conferences.end(live, participantId, 'left');
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
