import type { Page, PageRequest, Scope, Secret, Write } from '../../kernel/index.ts';
import type { Participant, ParticipantKind, Room, RoomRole, RoomSettings } from './room.ts';

export interface CreateRoomInput {
  readonly name: string;
  /** 100 when absent. */
  readonly maxParticipants?: number;
  readonly settings?: Partial<RoomSettings>;
  readonly password?: string | null;
  /** At most 4 KiB as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface JoinInput {
  /** The user's own name when absent. */
  readonly displayName?: string;
  readonly password?: string;
  /** `webrtc` when absent. Of every other kind a user may hold several seats. */
  readonly kind?: ParticipantKind;
}

/** Proof of a seat, to open a media session with. */
export interface Ticket {
  readonly token: Secret;
  readonly expiresAtMs: number;
}

export interface Joined {
  readonly room: Room;
  readonly participant: Participant;
  /** Undefined for who waits before the door. */
  readonly ticket: Ticket | undefined;
}

/** Whose seat a room token stands for; the role is the present one. */
export interface VerifiedTicket {
  readonly org: string;
  readonly roomId: string;
  readonly participantId: string;
  readonly userId: string | null;
  readonly role: RoomRole;
  readonly jti: string;
}

export interface RoomTickets {
  /**
   * @throws AppError `room_token_invalid` for whatever is no valid room token, and for one whose seat has been
   * given up, lost or taken away since.
   */
  verify(token: string): Promise<VerifiedTicket>;
}

/** A seat that is taken, as media sessions see it. */
export interface Seat {
  readonly room: Room;
  readonly participant: Participant;
}

/** What media sessions need of rooms. */
export interface RoomSeats {
  /** From memory in all but the first moments; undefined when nobody sits there (any more). */
  seat(org: string, roomId: string, participantId: string): Promise<Seat | undefined>;
  /** Everybody with a seat, in order of their first coming; none in an ended or unknown room. */
  seats(org: string, roomId: string): Promise<readonly Participant[]>;
  /** A media session of the participant is up: the seat is theirs as long as one is. */
  mediaConnected(participantId: string): void;
  /** That session is gone, for whatever reason. To be called once for each `mediaConnected`. */
  mediaLost(participantId: string): void;
}

/** Writes that must be durable with the command, or not at all (an idempotency receipt). */
export type AlsoCommitRoom = (room: Room) => readonly Write[];

/**
 * Everything one may do with rooms. But for `create`, `list` and `join`, every method may throw AppError
 * `room_not_found` for who does not know of the room and does not hold `voip:admin`.
 */
export interface Rooms {
  /** @throws AppError `room_limit_reached` | `validation_failed` | `rate_limited`. */
  create(scope: Scope, input: CreateRoomInput, alsoCommit?: AlsoCommitRoom): Promise<Room>;
  get(scope: Scope, id: string): Promise<Room>;
  /** Rooms that the principal knows of, newest first. */
  list(scope: Scope, status: Room['status'], page: PageRequest): Promise<Page<Room>>;
  /**
   * Takes a seat, or a place before the door. By whoever of the organisation has the room's id.
   * @throws AppError `room_not_found` | `room_ended` | `room_kicked` | `room_denied` | `room_locked` |
   * `room_password_required` | `room_password_wrong` | `room_full` | `rate_limited`.
   */
  join(scope: Scope, id: string, input: JoinInput): Promise<Joined>;
  /**
   * Gives up one's seat or place, or that of `participantId`, which must be one's own too.
   * @throws AppError `room_seat_required` for who has never come | `room_participant_not_found`.
   */
  leave(scope: Scope, id: string, participantId?: string): Promise<Participant>;
}
