import { parseCandidateInit } from '@sky-genesis/sdp';
import { AppError, type Clock, type Logger, type Scope, type Secret } from '../../kernel/index.ts';
import { requireGrant } from '../access/index.ts';
import { memberIdOf } from '../calls/index.ts';
import { type CallLookup, type RoomDoor, seatInCall } from './admission.ts';
import { aboutOf, Conferences } from './conferences.ts';
import { MediaSession } from './media-session.ts';
import type { CloseReason, MediaPeer } from './notice.ts';
import { checkOffer } from './offer-check.ts';
import type { MediaEngine, Wish } from './ports.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './track.ts';

export interface MediaServiceOptions {
  readonly engine: MediaEngine;
  readonly rooms: RoomDoor;
  readonly calls: CallLookup;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Names a session and its connection as the client's frames do. */
export interface SessionRef {
  /** `part_…`, or `call_…` for one's part in a call. */
  readonly sessionId: string;
  /** The client's own name of its RTCPeerConnection. */
  readonly transport: string;
}

export interface OfferInput extends SessionRef {
  readonly revision: number;
  readonly sdp: string;
  readonly tracks: readonly SentTrack[];
  /** Opens a room's session on this WebSocket. */
  readonly token?: Secret;
}

/** The media of rooms, and of calls on the router, as WebSocket clients negotiate them. */
export class MediaService {
  readonly conferences: Conferences;
  readonly #options: MediaServiceOptions;
  /** By `Member.key`. */
  readonly #sessions = new Map<string, MediaSession>();
  /** WebSocket → session id → session. */
  readonly #peers = new Map<string, Map<string, MediaSession>>();

  constructor(options: MediaServiceOptions) {
    this.#options = options;
    this.conferences = new Conferences(options);
  }

  stop(): void {
    this.conferences.stop();
  }

  /**
   * Opens a session, or goes on with it. Resolves once the answer was sent.
   * @throws AppError `room_token_invalid` | `call_not_found` | `call_state_conflict` | `media_stale` |
   * `media_tracks_invalid` | `screen_share_refused` | `sdp_invalid` | `rate_limited` | `media_full` |
   * `media_unavailable`
   */
  async offer(peer: MediaPeer, scope: Scope, input: OfferInput): Promise<void> {
    const { sessionId, transport, revision, sdp, tracks } = input;
    checkOffer(sdp, tracks);
    const session = this.#find(peer, sessionId) ?? (await this.#open(peer, scope, input));
    const screen = tracks.some(({ source }) => source === 'screen' || source === 'screen_audio');
    if (screen && !session.live.conference.mayShareScreen(session.participantId)) {
      throw new AppError('screen_share_refused');
    }
    await session.offer({ transport, revision, sdp, tracks });
  }

  /** Takes the answer to our offer. @throws AppError `media_session_unknown` | `media_stale` | `sdp_invalid` */
  async answer(
    peer: MediaPeer,
    input: SessionRef & { readonly revision: number; readonly sdp: string },
  ): Promise<void> {
    const { sessionId, transport, revision, sdp } = input;
    await this.#session(peer, sessionId).answer({ transport, revision, sdp });
  }

  /**
   * The engine finds its clients by their authenticated checks and needs no candidates: they are only held
   * against RFC 8839.
   * @throws AppError `media_session_unknown` | `media_stale` | `sdp_invalid`
   */
  candidate(peer: MediaPeer, input: SessionRef & { readonly candidate: unknown }): void {
    const session = this.#session(peer, input.sessionId);
    if (session.transport !== input.transport) throw new AppError('media_stale');
    const parsed = parseCandidateInit(input.candidate);
    if (!parsed.ok)
      throw new AppError('sdp_invalid', { params: { reason: parsed.problem.message } });
  }

  /** How a track is wanted. @throws AppError `media_session_unknown` | `media_track_unknown` */
  wish(peer: MediaPeer, sessionId: string, trackId: string, wish: Partial<Wish>): void {
    const session = this.#session(peer, sessionId);
    if (!session.live.conference.has(trackId)) throw new AppError('media_track_unknown');
    session.wish(trackId, wish);
  }

  /** The sender's own mute. @throws AppError `media_session_unknown` | `media_track_unknown` */
  mute(peer: MediaPeer, sessionId: string, mid: string, muted: boolean): void {
    const session = this.#session(peer, sessionId);
    if (!session.live.mute(session.participantId, mid, muted)) {
      throw new AppError('media_track_unknown');
    }
  }

  /** The client lets its transport go. @throws AppError `media_session_unknown` */
  restart(peer: MediaPeer, sessionId: string): void {
    this.#session(peer, sessionId).restart();
  }

  /** The WebSocket is gone: its sessions wait for another. */
  detach(peer: MediaPeer): void {
    const sessions = this.#peers.get(peer.id);
    this.#peers.delete(peer.id);
    for (const session of sessions?.values() ?? []) session.detach();
  }

  async #open(peer: MediaPeer, scope: Scope, input: OfferInput): Promise<MediaSession> {
    const seat = await this.#seat(scope, input);
    // Its end has been told already: it would never be told again.
    if (!peer.isOpen) throw new AppError('media_session_unknown');
    const session = this.#enter(seat, input.sessionId, scope);
    const sessions = this.#peers.get(peer.id) ?? new Map<string, MediaSession>();
    this.#peers.set(peer.id, sessions.set(session.id, session));
    const before = session.attach(peer);
    if (before !== undefined && before.id !== peer.id)
      this.#peers.get(before.id)?.delete(session.id);
    await this.#confirm(seat, session);
    return session;
  }

  async #seat(scope: Scope, { sessionId, token }: OfferInput): Promise<Seat> {
    if (sessionId.startsWith('call_')) {
      requireGrant(scope, 'calls:write');
      return await seatInCall(this.#options.calls, scope, sessionId);
    }
    if (token === undefined) throw new AppError('room_token_invalid');
    const seat = await this.#options.rooms.admit(token);
    // A token is of use only to whom it was given, for the seat it was given for.
    const isTheirs = seat.org === scope.org && seat.memberId === memberIdOf(scope.principal);
    if (!isTheirs || seat.participantId !== sessionId) throw new AppError('room_token_invalid');
    return seat;
  }

  #enter(seat: Seat, sessionId: string, scope: Scope): MediaSession {
    const live = this.conferences.open(seat.org, seat.conferenceId);
    live.seat(seat);
    const known = this.#sessions.get(`${live.id}/${seat.participantId}`);
    if (known !== undefined) return known;
    const who = { participantId: seat.participantId, memberId: memberIdOf(scope.principal) };
    const session = new MediaSession(sessionId, who, {
      engine: this.#options.engine,
      clock: this.#options.clock,
      live,
      newEndpoint: (member) => this.conferences.newEndpoint(member),
      dropEndpoint: (endpoint) => this.conferences.dropEndpoint(endpoint),
      flowing: (_, flowing) => this.#flowing(session, flowing),
      failed: (_, cause) => this.#failed(session, cause),
      ended: (_, reason) => this.#forget(session, reason),
    });
    this.#sessions.set(session.key, session);
    live.enter(session);
    return session;
  }

  /** Whoever lost the seat while the session opened was not there yet to be told. */
  async #confirm({ org, conferenceId, participantId }: Seat, session: MediaSession): Promise<void> {
    if (conferenceId.startsWith('call_')) return;
    const seat = await this.#options.rooms.seat(org, conferenceId, participantId);
    if (seat !== undefined) return;
    session.end('lost');
    throw new AppError('room_token_invalid');
  }

  #forget(session: MediaSession, reason: CloseReason): void {
    if (this.#sessions.get(session.key) === session) this.#sessions.delete(session.key);
    if (session.peer !== undefined) this.#peers.get(session.peer.id)?.delete(session.id);
    this.conferences.leave(session.live, session);
    this.#log(session, { reason }, 'media session ended');
  }

  #flowing(session: MediaSession, flowing: boolean): void {
    this.#log(session, {}, flowing ? 'media connected' : 'media disconnected');
    const { rooms } = this.#options;
    if (session.live.id.startsWith('call_')) return;
    if (flowing) rooms.mediaConnected(session.participantId);
    else rooms.mediaLost(session.participantId);
  }

  #failed(session: MediaSession, cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const fields = { ...aboutOf(session.live), participant_id: session.participantId, error };
    this.#options.logger.warn(fields, 'a media offer could not be prepared');
  }

  #log(session: MediaSession, more: { readonly reason?: string }, message: string): void {
    const fields = { ...aboutOf(session.live), participant_id: session.participantId, ...more };
    this.#options.logger.info(fields, message);
  }

  #find(peer: MediaPeer, sessionId: string): MediaSession | undefined {
    return this.#peers.get(peer.id)?.get(sessionId);
  }

  /** @throws AppError `media_session_unknown` */
  #session(peer: MediaPeer, sessionId: string): MediaSession {
    const session = this.#find(peer, sessionId);
    if (session === undefined) throw new AppError('media_session_unknown');
    return session;
  }
}
