import type { MediaQualityFrame, MediaSource, Static } from '@sky-genesis/protocol';
import type { Connection } from '../core/connection.ts';
import type { IncomingPicture, LayerWish } from '../core/media-layers.ts';
import type { RoomTrack } from '../core/room-types.ts';
import type { CallQuality } from '../core/types.ts';
import type { MediaState } from './peer.ts';
import { type ClosedReason, RouterSession, type RouterTicket } from './router-session.ts';
import type { OutgoingMedia } from './uplinks.ts';

type Quality = Static<typeof MediaQualityFrame>['participants'][number];

export interface RoomMediaOptions {
  readonly participantId: string;
  readonly connection: Connection;
  readonly ticket: (known: boolean) => Promise<RouterTicket>;
  readonly outgoing: () => OutgoingMedia;
  readonly changed: () => void;
  /** These come in now. */
  readonly pictures: (pictures: readonly IncomingPicture[]) => void;
  readonly speakers: (participantIds: readonly string[]) => void;
  readonly closed: (reason: ClosedReason) => void;
  readonly barred: (error: unknown) => void;
  readonly refused: (error: unknown) => boolean;
}

/** The media of one seat in a room: what comes of everybody, who speaks, and how well each is connected. */
export class RoomMedia {
  readonly #options: RoomMediaOptions;
  readonly #session: RouterSession;
  #speakers: readonly string[] = [];
  #quality: ReadonlyMap<string, CallQuality> = new Map();

  constructor(options: RoomMediaOptions) {
    this.#options = options;
    this.#session = new RouterSession({
      id: options.participantId,
      connection: options.connection,
      ticket: options.ticket,
      outgoing: options.outgoing,
      changed: () => {
        options.pictures(this.#session.pictures);
        options.changed();
      },
      closed: options.closed,
      barred: options.barred,
      refused: options.refused,
      speakers: (speakers) => {
        this.#speakers = speakers.map(({ participant_id }) => participant_id);
        options.speakers(this.#speakers);
        options.changed();
      },
      quality: (participants) => {
        this.#quality = new Map(participants.map((told) => [told.participant_id, read(told)]));
        options.changed();
      },
    });
  }

  get state(): MediaState {
    return this.#session.state;
  }

  /** What somebody publishes. */
  track(memberId: string, source: MediaSource): RoomTrack | null {
    return this.#session.track(memberId, source);
  }

  speaks(memberId: string): boolean {
    return this.#speakers.includes(memberId);
  }

  quality(memberId: string): CallQuality | undefined {
    return this.#quality.get(memberId);
  }

  open(ticket: RouterTicket): void {
    this.#session.open(ticket);
  }

  /** The server is reached over another WebSocket. */
  resume(ticket: RouterTicket): void {
    this.#session.resume(ticket);
  }

  /** The local tracks have changed. */
  send(): void {
    this.#session.send();
  }

  /** Says how a picture is to be sent. @throws as `Connection.request` */
  async wish(wish: LayerWish): Promise<void> {
    const { participantId, connection } = this.#options;
    await connection.request({ type: 'MediaLayers', session_id: participantId, ...wish });
  }

  close(): void {
    this.#session.close();
    this.#options.pictures([]);
  }
}

function read({ rtt_ms, jitter_ms, loss, level }: Quality): CallQuality {
  return { roundTripMs: rtt_ms, jitterMs: jitter_ms, packetLoss: loss, level };
}
