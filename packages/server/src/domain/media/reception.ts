import { AppError } from '../../kernel/index.ts';
import type { LiveConference } from './live-conference.ts';
import type { ServerOffer } from './negotiation.ts';
import type { MediaEngine, Wish } from './ports.ts';
import { kindOf, type ReceivedTrack, type Track } from './track.ts';

/** A picture of which nobody has said how large it is shown is sent as if it were small. */
const UNSPOKEN: Wish = { maxWidth: 480, maxHeight: 270, paused: false, pinned: false };

/** Tracks of which a participant may have said how it wants them. */
const MAX_WISHES = 512;

/** What one participant receives, and how it wants to have it. */
export class Reception {
  readonly #participantId: string;
  readonly #engine: MediaEngine;
  readonly #live: LiveConference;
  /** By track id: they hold over new transports. */
  readonly #wishes = new Map<string, Wish>();
  /** Producer by track id, as the connection receives them now. */
  #received = new Map<string, string>();
  #endpoint: string | undefined;
  #isComplete = true;

  constructor(
    participantId: string,
    parts: { readonly engine: MediaEngine; readonly live: LiveConference },
  ) {
    this.#participantId = participantId;
    this.#engine = parts.engine;
    this.#live = parts.live;
  }

  /** False where the engine was at its limit for some of it. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** A new connection receives nothing yet. */
  reset(): void {
    this.#received = new Map();
    this.#endpoint = undefined;
  }

  /** Has the engine let the connection receive what it should. @returns null where nothing has changed */
  async prepare(endpoint: string): Promise<Pick<ServerOffer, 'sdp' | 'tracks'> | null> {
    const { conference, id: room } = this.#live;
    const wanted = new Map(
      conference.receivedBy(this.#participantId).map((track) => [track.producer, track]),
    );
    const { sdp, received } = await this.#receive(room, endpoint, [...wanted.values()]);
    const tracks = received.flatMap(({ mid, producer }) => {
      const track = wanted.get(producer);
      return track === undefined ? [] : [{ mid, track }];
    });
    this.#endpoint = endpoint;
    this.#adopt(tracks.map(({ track }) => track));
    return sdp === null ? null : { sdp, tracks: tracks.map(receivedTrack) };
  }

  /** Where the engine is at its limit for more pictures, sound and what is seen already go on. */
  async #receive(room: string, endpoint: string, tracks: readonly Track[]) {
    const producersOf = (some: readonly Track[]) => some.map(({ producer }) => producer);
    this.#isComplete = true;
    try {
      return await this.#engine.receive(room, endpoint, producersOf(tracks));
    } catch (cause) {
      const isEssential = ({ id, source }: Track) =>
        kindOf(source) === 'audio' || this.#received.has(id);
      const essential = tracks.filter(isEssential);
      const isFull = cause instanceof AppError && cause.code === 'media_full';
      if (!isFull || essential.length === tracks.length) throw cause;
      this.#isComplete = false;
      return await this.#engine.receive(room, endpoint, producersOf(essential));
    }
  }

  /** Takes a wish for a track, which holds for whatever carries it later. */
  wish(trackId: string, change: Partial<Wish>): void {
    const wish = { ...(this.#wishes.get(trackId) ?? UNSPOKEN), ...change };
    const [oldest] = this.#wishes.keys();
    if (this.#wishes.size >= MAX_WISHES && oldest !== undefined) this.#wishes.delete(oldest);
    this.#wishes.set(trackId, wish);
    const producer = this.#received.get(trackId);
    if (producer !== undefined) this.#want(producer, wish);
  }

  #adopt(tracks: readonly Track[]): void {
    const before = this.#received;
    this.#received = new Map(tracks.map(({ id, producer }) => [id, producer]));
    for (const { id, producer, source } of tracks) {
      const wish = this.#wishes.get(id) ?? (kindOf(source) === 'video' ? UNSPOKEN : undefined);
      if (wish !== undefined && before.get(id) !== producer) this.#want(producer, wish);
    }
  }

  #want(producer: string, wish: Wish): void {
    if (this.#endpoint !== undefined) {
      this.#engine.want(this.#live.id, this.#endpoint, producer, wish);
    }
  }
}

function receivedTrack({
  mid,
  track,
}: {
  readonly mid: string;
  readonly track: Track;
}): ReceivedTrack {
  const { id: trackId, participantId, source } = track;
  return { mid, trackId, participantId, source };
}
