import { AppError } from '../../kernel/index.ts';
import type { LiveConference, Member } from './live-conference.ts';
import type { CloseReason } from './notice.ts';
import type { MediaEngine } from './ports.ts';
import { publishedTracks, type SentTrack } from './track.ts';

export interface OneWayParts {
  readonly engine: MediaEngine;
  readonly live: LiveConference;
  readonly newEndpoint: (session: Member) => string;
  readonly dropEndpoint: (endpoint: string) => void;
  readonly flowing: (session: Member, flowing: boolean) => void;
  readonly ended: (session: Member, reason: CloseReason) => void;
}

/** One offer and one answer: somebody who only publishes (RFC 9725), or only watches (its WHEP sibling). */
export class OneWaySession implements Member {
  readonly key: string;
  readonly participantId: string;
  readonly memberId: string;
  readonly live: LiveConference;
  readonly endpoint: string;
  readonly #parts: OneWayParts;
  /** What it watches; nothing for who publishes. */
  #watched: readonly string[] = [];
  #flowing = false;
  #ended = false;

  constructor(
    word: 'whip' | 'whep',
    who: { readonly participantId: string; readonly memberId: string },
    parts: OneWayParts,
  ) {
    // Whoever publishes takes the place of another who does; a viewer stands beside them.
    this.key = `${parts.live.id}/${who.participantId}${word === 'whep' ? '/whep' : ''}`;
    this.participantId = who.participantId;
    this.memberId = who.memberId;
    this.live = parts.live;
    this.#parts = parts;
    this.endpoint = parts.newEndpoint(this);
  }

  get isOver(): boolean {
    return this.#ended;
  }

  /** Publishes what the offer sends. @returns the answer @throws as `MediaEngine.open` */
  async publish(sdp: string, tracks: readonly SentTrack[]): Promise<string> {
    const answered = await this.#parts.engine.open(this.live.id, this.endpoint, sdp);
    this.#requireLife();
    const published = publishedTracks(this.participantId, tracks, answered.published);
    this.live.publish(this.participantId, this.endpoint, published);
    return answered.sdp;
  }

  /** Fills the sections in which the offer receives. @returns the answer @throws as `MediaEngine.open` */
  async watch(sdp: string, producers: readonly string[]): Promise<string> {
    this.#watched = producers;
    const answered = await this.#parts.engine.open(this.live.id, this.endpoint, sdp, producers);
    this.#requireLife();
    return answered.sdp;
  }

  /** A viewer whose publisher has gone is let go: it can be offered nothing else, and comes back by itself. */
  refresh(): void {
    const { conference } = this.live;
    const gone = this.#watched.every((producer) => conference.byProducer(producer) === undefined);
    if (this.#watched.length > 0 && gone) this.end('lost');
  }

  tell(): void {
    // There is no line by which it could be told anything.
  }

  demand(): void {
    // Nor that a layer is not wanted.
  }

  connected(): void {
    if (this.#flowing || this.#ended) return;
    this.#flowing = true;
    this.#parts.flowing(this, true);
  }

  closed(): void {
    this.end('lost');
  }

  lost(): void {
    this.end('lost');
  }

  end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.dropEndpoint(this.endpoint);
    this.#parts.engine.close(this.live.id, this.endpoint);
    this.live.unpublish(this.participantId, this.endpoint);
    if (this.#flowing) this.#parts.flowing(this, false);
    this.#parts.ended(this, reason);
  }

  /**
   * Ended while the engine was opening it: what is open now is closed again, and nothing is published.
   * @throws AppError `media_stale`
   */
  #requireLife(): void {
    if (!this.#ended) return;
    this.#parts.engine.close(this.live.id, this.endpoint);
    throw new AppError('media_stale');
  }
}
