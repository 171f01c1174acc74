import { randomBytes } from 'node:crypto';
import { AppError, type Logger, type Scope, type Secret } from '../../kernel/index.ts';
import type { Joined, JoinInput } from '../rooms/index.ts';
import type { RoomDoor, RoomSeat } from './admission.ts';
import { aboutOf, type Conferences } from './conferences.ts';
import { firstOfEachKind } from './offer-check.ts';
import { OneWaySession } from './one-way-session.ts';
import type { MediaEngine } from './ports.ts';
import { readFragment, ufragOf } from './sdp-fragment.ts';

/** What one-way media need of rooms beyond seats: to take one for who shows a user's token. */
export interface RoomEntry {
  join(scope: Scope, id: string, input: JoinInput): Promise<Joined>;
  leave(scope: Scope, id: string, participantId: string): Promise<unknown>;
}

export interface OneWayOptions {
  readonly engine: MediaEngine;
  readonly conferences: Conferences;
  readonly door: RoomDoor;
  readonly rooms: RoomEntry;
  readonly logger: Logger;
}

/** A bearer token: a room token, for a seat that is taken already, or a user's, for whom one is taken. */
export interface OneWayAccess {
  readonly token: Secret;
  /** Whose the token is, if it is no room token. @throws AppError as `Authenticator` */
  readonly authenticate: (token: Secret) => Promise<Scope>;
}

export interface OneWayOffer {
  readonly roomId: string;
  readonly sdp: string;
  /** For a viewer: whom to watch; absent, the first who has a picture. */
  readonly watched?: string | undefined;
}

export interface OneWayAnswer {
  /** Names the session in its URL. Nobody can guess it, so it is proof enough for what follows. */
  readonly id: string;
  readonly sdp: string;
  /** Of the ICE session (RFC 9725 section 4.3.1). */
  readonly etag: string;
  /** For whom, to give TURN credentials to. */
  readonly memberId: string;
}

interface Held {
  readonly session: OneWaySession;
  readonly roomId: string;
  readonly etag: string;
  readonly iceUfrag: string | undefined;
  /** Once the session has ended, and the seat that was taken for it is free. */
  readonly released: Promise<void>;
}

/** Publishers and viewers that speak WHIP (RFC 9725) and WHEP: one offer, one answer, over HTTP. */
export class OneWayMedia {
  readonly #options: OneWayOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: OneWayOptions) {
    this.#options = options;
  }

  /**
   * @throws AppError `room_token_invalid` | `room_seat_required` for who would have to wait | `sdp_invalid` |
   * `media_full` | `media_unavailable` | as `Rooms.join`
   */
  async publish(access: OneWayAccess, offer: OneWayOffer): Promise<OneWayAnswer> {
    const tracks = firstOfEachKind(offer.sdp);
    if (tracks.length === 0) {
      throw new AppError('media_tracks_invalid', { params: { reason: 'the offer sends nothing' } });
    }
    return await this.#open('whip', access, offer, (session) => session.publish(offer.sdp, tracks));
  }

  /** @throws AppError as `publish`, and `media_not_live` while there is nothing to watch */
  async watch(access: OneWayAccess, offer: OneWayOffer): Promise<OneWayAnswer> {
    firstOfEachKind(offer.sdp);
    return await this.#open('whep', access, offer, (session) => {
      const { conference } = session.live;
      const tracks = conference.watchedBy(session.participantId, offer.watched);
      if (tracks.length === 0) throw new AppError('media_not_live', { retryAfterS: 2 });
      const producers = tracks.map(({ producer }) => producer);
      return session.watch(offer.sdp, producers);
    });
  }

  /**
   * Takes candidates, which are only checked: the engine finds its clients by their checks. A client that wants to
   * restart ICE is refused (RFC 9725 section 4.3.3): its DTLS association would have to outlive the transport.
   * @throws AppError `media_session_unknown` | `precondition_required` | `precondition_failed` | `sdp_invalid` |
   * `ice_restart_unsupported`
   */
  trickle(roomId: string, id: string, fragment: string, ifMatch: string | undefined): void {
    const held = this.#find(roomId, id);
    const { iceUfrag, isValid } = readFragment(fragment);
    if (!isValid) throw new AppError('sdp_invalid');
    const restarts = iceUfrag !== undefined && iceUfrag !== held.iceUfrag;
    if (restarts) throw new AppError('ice_restart_unsupported');
    if (ifMatch === undefined) throw new AppError('precondition_required');
    if (ifMatch !== '*' && ifMatch !== held.etag) throw new AppError('precondition_failed');
  }

  /** Resolves once a seat that was taken for it is given back. @throws AppError `media_session_unknown` */
  async end(roomId: string, id: string): Promise<void> {
    const { session, released } = this.#find(roomId, id);
    session.end('left');
    await released;
  }

  async #open(
    word: 'whip' | 'whep',
    access: OneWayAccess,
    { roomId, sdp }: OneWayOffer,
    negotiate: (session: OneWaySession) => Promise<string>,
  ): Promise<OneWayAnswer> {
    const { seat, release } = await this.#seat(word, access, roomId);
    const id = randomBytes(24).toString('base64url');
    const { promise: released, resolve } = Promise.withResolvers<void>();
    const session = this.#enter(word, seat, () => {
      this.#held.delete(id);
      resolve(release());
    });
    try {
      const answer = await negotiate(session);
      await this.#confirm(seat);
      if (session.isOver) throw new AppError('media_stale');
      const iceUfrag = ufragOf(sdp.split(/\r?\n/));
      const held = { session, roomId, etag: `"${id.slice(0, 12)}"`, iceUfrag, released };
      this.#held.set(id, held);
      return { id, sdp: answer, etag: held.etag, memberId: session.memberId };
    } catch (cause) {
      session.end('lost');
      await released;
      throw cause;
    }
  }

  async #seat(word: 'whip' | 'whep', access: OneWayAccess, roomId: string) {
    const { door, rooms } = this.#options;
    const held = await this.#heldSeat(access.token);
    if (held !== undefined) {
      if (held.conferenceId !== roomId) throw new AppError('room_token_invalid');
      return { seat: held, release: () => Promise.resolve() };
    }
    const scope = await access.authenticate(access.token);
    const { participant, ticket } = await rooms.join(scope, roomId, { kind: word });
    // Taken for this session alone. Whoever was put out holds it no more.
    const release = (): Promise<void> =>
      rooms.leave(scope, roomId, participant.id).then(
        () => undefined,
        (cause: unknown) => this.#notReleased(roomId, participant.id, cause),
      );
    const seat = await door.seat(scope.org, roomId, participant.id);
    if (ticket !== undefined && seat !== undefined) return { seat, release };
    await release();
    // It cannot be told when it is let in.
    throw new AppError('room_seat_required');
  }

  /** The seat of a room token; undefined for a token of another kind, or of no use any more. */
  async #heldSeat(token: Secret): Promise<RoomSeat | undefined> {
    try {
      return await this.#options.door.admit(token);
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'room_token_invalid') return undefined;
      throw cause;
    }
  }

  #notReleased(roomId: string, participantId: string, cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const about = { area: 'voip', room_id: roomId, participant_id: participantId } as const;
    this.#options.logger.debug({ ...about, error }, 'a seat could not be given back');
  }

  #enter(word: 'whip' | 'whep', seat: RoomSeat, ended: () => void): OneWaySession {
    const { conferences, door, engine, logger } = this.#options;
    const live = conferences.open(seat.org, seat.conferenceId);
    live.seat(seat);
    const { participantId } = seat;
    const about = { ...aboutOf(live), participant_id: participantId, protocol: word };
    const who = { participantId, memberId: seat.memberId ?? participantId };
    const session = new OneWaySession(word, who, {
      engine,
      live,
      newEndpoint: (member) => conferences.newEndpoint(member),
      dropEndpoint: (endpoint) => conferences.dropEndpoint(endpoint),
      flowing: (_, flowing) => {
        logger.info(about, flowing ? 'media connected' : 'media disconnected');
        if (flowing) door.mediaConnected(participantId);
        else door.mediaLost(participantId);
      },
      ended: (member, reason) => {
        conferences.leave(live, member);
        logger.info({ ...about, reason }, 'media session ended');
        ended();
      },
    });
    live.enter(session);
    return session;
  }

  /** Whoever lost the seat while the session opened was not there yet to be told. */
  async #confirm({ org, conferenceId, participantId }: RoomSeat): Promise<void> {
    const seat = await this.#options.door.seat(org, conferenceId, participantId);
    if (seat === undefined) throw new AppError('room_token_invalid');
  }

  #find(roomId: string, id: string): Held {
    const held = this.#held.get(id);
    if (held === undefined || held.roomId !== roomId) throw new AppError('media_session_unknown');
    return held;
  }
}
