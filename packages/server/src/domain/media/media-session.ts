import { AppError, type Clock } from '../../kernel/index.ts';
import type { LiveConference, Member } from './live-conference.ts';
import { negotiate } from './negotiate.ts';
import {
  type ClientAnswer,
  type ClientOffer,
  type NegotiationEffect,
  type NegotiationInput,
  NO_NEGOTIATION,
  type RestartReason,
  type ServerOffer,
} from './negotiation.ts';
import type { CloseReason, MediaNotice, MediaPeer } from './notice.ts';
import { OfferPace } from './offer-pace.ts';
import type { Answered, MediaEngine, UplinkDemand } from './ports.ts';
import { Reception } from './reception.ts';
import { publishedTracks } from './track.ts';

/** A client that does not answer an offer for so long has lost it, or its connection. */
const ANSWER_MS = 15_000;
/** When the engine could not prepare an offer, it is asked again this much later, twice as late each time. */
const RETRY_MS = 2000;
const MAX_RETRY_MS = 60_000;
/** A session without a WebSocket ends after so long: who cannot be told anything is not heard either. */
const DETACHED_MS = 60_000;

export interface SessionParts {
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly live: LiveConference;
  /** Names the session's next connection, and has the engine's news of it brought here. */
  readonly newEndpoint: (session: Member) => string;
  readonly dropEndpoint: (endpoint: string) => void;
  /** Media flow, or have stopped. */
  readonly flowing: (session: Member, flowing: boolean) => void;
  /** What the engine could not do, for the log. */
  readonly failed: (session: Member, cause: unknown) => void;
  readonly ended: (session: Member, reason: CloseReason) => void;
}

/** The media of one participant, negotiated over a WebSocket: what it sends and receives. */
export class MediaSession implements Member {
  readonly key: string;
  readonly id: string;
  readonly participantId: string;
  readonly memberId: string;
  readonly live: LiveConference;
  peer: MediaPeer | undefined;
  readonly #parts: SessionParts;
  readonly #pace: OfferPace;
  readonly #reception: Reception;
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>();
  #negotiation = NO_NEGOTIATION;
  #endpoint: string | undefined;
  #tickets = 0;
  #cancelTimer: (() => void) | undefined;
  #cancelEnd: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #retryMs = RETRY_MS;
  #flowing = false;
  #ended = false;

  /** @param id as the client names it in its frames */
  constructor(
    id: string,
    who: { readonly participantId: string; readonly memberId: string },
    parts: SessionParts,
  ) {
    const { participantId, memberId } = who;
    this.key = `${parts.live.id}/${participantId}`;
    this.id = id;
    this.participantId = participantId;
    this.memberId = memberId;
    this.live = parts.live;
    this.#parts = parts;
    this.#pace = new OfferPace(parts.clock);
    this.#reception = new Reception(participantId, parts);
  }

  get endpoint(): string | undefined {
    return this.#endpoint;
  }

  get transport(): string | null {
    return this.#negotiation.transport;
  }

  /** Another WebSocket takes the session over. @returns the one that had it */
  attach(peer: MediaPeer): MediaPeer | undefined {
    const before = this.peer;
    this.peer = peer;
    this.#cancelEnd?.();
    if (before !== undefined && before.id !== peer.id) {
      before.send(this.id, { type: 'closed', reason: 'replaced' });
    }
    this.tell(this.live.tracksNotice());
    this.#feed({ type: 'reattached' });
    return before;
  }

  /** The WebSocket is gone. Media go on for a while, so that it can come back. */
  detach(): void {
    this.peer = undefined;
    this.#stopTimer();
    this.#cancelEnd = this.#parts.clock.schedule(DETACHED_MS, () => this.end('lost'));
  }

  /**
   * Resolves once the answer was sent.
   * @throws AppError `media_stale` | `rate_limited` | as `MediaEngine.open`
   */
  async offer(offer: Omit<ClientOffer, 'ticket'>): Promise<void> {
    this.#pace.admit(offer.transport !== this.#negotiation.transport);
    await this.#ask((ticket) => ({ type: 'client_offer', offer: { ...offer, ticket } }));
  }

  /** @throws AppError `media_stale` | `sdp_invalid` */
  async answer(answer: Omit<ClientAnswer, 'ticket'>): Promise<void> {
    await this.#ask((ticket) => ({ type: 'client_answer', answer: { ...answer, ticket } }));
  }

  restart(): void {
    this.#feed({ type: 'client_restart' });
  }

  wish(trackId: string, wish: Parameters<Reception['wish']>[1]): void {
    this.#reception.wish(trackId, wish);
  }

  refresh(): void {
    this.#feed({ type: 'changed' });
  }

  tell(notice: MediaNotice): void {
    this.peer?.send(this.id, notice);
  }

  demand(endpoint: string, uplinks: readonly UplinkDemand[]): void {
    const { transport } = this.#negotiation;
    if (endpoint !== this.#endpoint || transport === null) return;
    for (const { mid, layers } of uplinks) this.tell({ type: 'demand', transport, mid, layers });
  }

  connected(endpoint: string): void {
    if (endpoint !== this.#endpoint || this.#flowing) return;
    this.#flowing = true;
    this.#parts.flowing(this, true);
  }

  closed(endpoint: string): void {
    if (endpoint === this.#endpoint) this.lost('transport_lost');
  }

  lost(reason: RestartReason): void {
    const { transport } = this.#negotiation;
    if (transport !== null) this.#feed({ type: 'lost', transport, reason });
  }

  end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#feed({ type: 'client_restart' });
    this.tell({ type: 'closed', reason });
    this.#ended = true;
    this.#stopTimer();
    this.#cancelEnd?.();
    this.#cancelRetry?.();
    this.#parts.ended(this, reason);
  }

  async #ask(make: (ticket: number) => NegotiationInput): Promise<void> {
    this.#tickets += 1;
    const ticket = this.#tickets;
    const waiting = Promise.withResolvers<void>();
    this.#waiting.set(ticket, waiting);
    this.#feed(make(ticket));
    await waiting.promise.finally(() => this.#waiting.delete(ticket));
  }

  #feed(input: NegotiationInput): void {
    if (this.#ended) {
      this.#refuseAll();
      return;
    }
    const { state, effects } = negotiate(this.#negotiation, input);
    this.#negotiation = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: NegotiationEffect): void {
    switch (effect.do) {
      case 'open':
        this.#endpoint = this.#parts.newEndpoint(this);
        this.#reception.reset();
        void this.#work(effect.offer.transport, (endpoint) => this.#open(endpoint, effect.offer));
        return;
      case 'take':
        void this.#work(effect.offer.transport, (endpoint) => this.#take(endpoint, effect.offer));
        return;
      case 'prepare':
        void this.#work(effect.transport, (endpoint) => this.#prepare(endpoint, effect.transport));
        return;
      case 'settle':
        void this.#work(effect.transport, (endpoint) => this.#settle(endpoint, effect));
        return;
      case 'close':
        this.#close();
        return;
      case 'send_answer': {
        const { transport, revision, sdp } = effect;
        this.tell({ type: 'answer', transport, revision, sdp });
        return;
      }
      case 'send_offer':
        this.#sendOffer(effect.offer);
        return;
      case 'send_restart':
        this.tell({ type: 'restart', reason: effect.reason });
        return;
      case 'done':
        this.#waiting.get(effect.ticket)?.resolve();
        return;
      case 'refuse':
        this.#waiting.get(effect.ticket)?.reject(effect.cause ?? new AppError('media_stale'));
        return;
      default:
        effect satisfies never;
    }
  }

  /** Has the engine do something for a connection, and tells the negotiation how it came out. */
  async #work(
    transport: string,
    task: (endpoint: string) => Promise<NegotiationInput>,
  ): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === undefined) return;
    try {
      this.#feed(await task(endpoint));
    } catch (cause) {
      const { phase } = this.#negotiation;
      if (phase === 'preparing' && endpoint === this.#endpoint) {
        this.#parts.failed(this, cause);
        this.#retryLater();
      }
      this.#feed({ type: 'engine_refused', transport, cause });
    }
  }

  async #open(endpoint: string, offer: ClientOffer): Promise<NegotiationInput> {
    const answered = await this.#parts.engine.open(this.live.id, endpoint, offer.sdp);
    // Replaced meanwhile: what was closed before it was open is closed now.
    if (endpoint !== this.#endpoint) this.#parts.engine.close(this.live.id, endpoint);
    return this.#answered(endpoint, offer, answered);
  }

  async #take(endpoint: string, offer: ClientOffer): Promise<NegotiationInput> {
    const answered = await this.#parts.engine.offer(this.live.id, endpoint, offer.sdp);
    return this.#answered(endpoint, offer, answered);
  }

  #answered(endpoint: string, offer: ClientOffer, { sdp, published }: Answered): NegotiationInput {
    if (endpoint === this.#endpoint) {
      const tracks = publishedTracks(this.participantId, offer.tracks, published);
      this.live.publish(this.participantId, endpoint, tracks);
    }
    return { type: 'engine_answered', transport: offer.transport, sdp };
  }

  async #prepare(endpoint: string, transport: string): Promise<NegotiationInput> {
    const offer = await this.#reception.prepare(endpoint);
    if (this.#reception.isComplete) this.#retryMs = RETRY_MS;
    else this.#retryLater();
    return { type: 'engine_offered', transport, offer };
  }

  async #settle(
    endpoint: string,
    { transport, sdp }: { readonly transport: string; readonly sdp: string },
  ): Promise<NegotiationInput> {
    this.#stopTimer();
    await this.#parts.engine.answer(this.live.id, endpoint, sdp);
    return { type: 'engine_settled', transport };
  }

  /** One retry is to come at a time, however often what there is to receive changes meanwhile. */
  #retryLater(): void {
    if (this.#cancelRetry !== undefined) return;
    this.#cancelRetry = this.#parts.clock.schedule(this.#retryMs, () => {
      this.#cancelRetry = undefined;
      this.refresh();
    });
    this.#retryMs = Math.min(MAX_RETRY_MS, 2 * this.#retryMs);
  }

  #sendOffer({ transport, revision, sdp, tracks }: ServerOffer): void {
    this.tell({ type: 'offer', transport, revision, sdp, tracks });
    this.#stopTimer();
    // Without a WebSocket there is nobody to answer: the next one is told again.
    if (this.peer === undefined) return;
    this.#cancelTimer = this.#parts.clock.schedule(ANSWER_MS, () => {
      this.#feed({ type: 'answer_overdue', transport, revision });
    });
  }

  #close(): void {
    const endpoint = this.#endpoint;
    if (endpoint === undefined) return;
    this.#endpoint = undefined;
    this.#stopTimer();
    this.#parts.dropEndpoint(endpoint);
    this.#parts.engine.close(this.live.id, endpoint);
    this.live.unpublish(this.participantId, endpoint);
    if (this.#flowing) this.#parts.flowing(this, false);
    this.#flowing = false;
  }

  #refuseAll(): void {
    for (const { reject } of this.#waiting.values()) reject(new AppError('media_stale'));
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
