import type { Page, PageRequest, RecordedEvent, Scope, Secret, Write } from '../../kernel/index.ts';
import type {
  ModeratedMedia,
  Participant,
  ParticipantKind,
  RingEndReason,
  Room,
  RoomRole,
  RoomSettings,
} from './room.ts';
import type { RoomMessage } from './room-message.ts';
import type { PinSource } from './room-pins.ts';

export interface CreateRoomInput {
  readonly name: string;
  /** 100 when absent. */
  readonly maxParticipants?: number;
  readonly settings?: Partial<RoomSettings>;
  readonly password?: string | null;
  /** Whether telephones come in by a PIN. */
  readonly dialIn?: boolean;
  /** At most 4 KiB as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface JoinInput {
  /** The user's own name when absent. */
  readonly displayName?: string | undefined;
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

export interface RoomEventPage {
  readonly items: readonly RecordedEvent[];
  /** `after` of the next page; null on the last. */
  readonly next: number | null;
}

export interface MessagePage {
  readonly items: readonly RoomMessage[];
  /** `before` of the page before; null on the first. */
  readonly next: number | null;
}

export interface UpdateRoomInput {
  readonly name?: string;
  readonly maxParticipants?: number;
  readonly settings?: Partial<RoomSettings>;
  /** Null takes it away. */
  readonly password?: string | null;
  /** Whether telephones come in by a PIN; one that there is stays. */
  readonly dialIn?: boolean;
}

export interface DialOutInput {
  /** A user id, an extension, a number, or a `sip:` or `tel:` URI. */
  readonly to: string;
  /** The user's name, or what is dialled, when absent. */
  readonly displayName?: string;
  /** 45 when absent. */
  readonly timeoutS?: number;
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
   * The same for a telephone that has only a PIN. What it is wrong about is `room_not_found`.
   * @throws AppError as `join`, but for the password, in whose place the PIN stands
   */
  joinByPin(
    scope: Scope,
    input: { readonly pin: string; readonly from: PinSource } & Pick<JoinInput, 'displayName'>,
  ): Promise<Joined>;
  /**
   * Gives up one's seat or place, or that of `participantId`, which must be one's own too.
   * @throws AppError `room_seat_required` for who has never come | `room_participant_not_found`.
   */
  leave(scope: Scope, id: string, participantId?: string): Promise<Participant>;
  /** Rooms that a connection of the member follows from its start: open, and made by, asked in or attended by them. */
  followedBy(org: string, memberId: string): Promise<readonly Room[]>;
}

/**
 * What moderators do: the creator and administrators from anywhere, others from their seat. Every method may
 * throw AppError `room_ended`, `room_moderator_required` and, where it names a participant,
 * `room_participant_not_found` and `room_participant_conflict`.
 */
export interface RoomModeration {
  /** @throws AppError `rate_limited`. */
  update(scope: Scope, id: string, input: UpdateRoomInput): Promise<Room>;
  /** Gives the room a PIN for telephones in place of the one before, which is good for nothing from then on. */
  renewPin(scope: Scope, id: string): Promise<Room>;
  /** Ends it for everybody. On an ended room it answers that room. */
  delete(scope: Scope, id: string): Promise<Room>;
  lock(scope: Scope, id: string, locked: boolean): Promise<Room>;
  /**
   * Lets people know of the room; who was kicked or denied may come again.
   * @throws AppError `participant_unknown` | `participant_blocked` | `too_many_participants`.
   */
  invite(
    scope: Scope,
    id: string,
    userIds: readonly string[],
    alsoCommit?: AlsoCommitRoom,
  ): Promise<Room>;
  /** One who waits, or everybody as far as there is room. @throws AppError `room_full`. */
  admit(scope: Scope, id: string, participantId: string | undefined): Promise<Room>;
  deny(scope: Scope, id: string, participantId: string | undefined): Promise<Room>;
  /** By a moderator, or of oneself where the room allows it. @throws AppError `room_moderation_off`. */
  mute(
    scope: Scope,
    id: string,
    participantId: string,
    media: Partial<ModeratedMedia>,
  ): Promise<Participant>;
  /** @throws AppError `room_creator_protected` | `room_moderation_off`. */
  kick(scope: Scope, id: string, participantId: string): Promise<Participant>;
  /** @throws AppError as `kick`. */
  sendBack(scope: Scope, id: string, participantId: string): Promise<Participant>;
  /** @throws AppError `room_creator_protected`. */
  setRole(scope: Scope, id: string, participantId: string, role: RoomRole): Promise<Participant>;
  /**
   * One's own; with `participantId` that of a further seat of one's own (a telephone).
   * @throws AppError `room_seat_required`.
   */
  raiseHand(
    scope: Scope,
    id: string,
    raised: boolean,
    participantId?: string,
  ): Promise<Participant>;
}

/** Writes as `AlsoCommitRoom`, for a command about one participant. */
export type AlsoCommitParticipant = (participant: Participant) => readonly Write[];

/**
 * Phones that a room rings. Every method may throw AppError `room_not_found` | `room_ended`.
 */
export interface RoomDialling {
  /**
   * Rings somebody's phones, or a number outside, into the room: by a moderator; one's own phones by whoever has a
   * seat. A seat is kept meanwhile. What becomes of it is told by events.
   * @throws AppError `participant_unknown` | `participant_blocked` | `external_calls_refused` for a number that may
   * not be called | `room_moderator_required` | `room_seat_required` | `room_full` | `room_participant_conflict` for who
   * is being rung already, or was removed | `scope_missing` | `too_many_participants`
   */
  dialOut(
    scope: Scope,
    id: string,
    input: DialOutInput,
    alsoCommit?: AlsoCommitParticipant,
  ): Promise<Participant>;
  /**
   * Rings no more: by a moderator, who has asked for it, or whose phone it is.
   * @throws AppError `room_moderator_required` | `room_participant_not_found` | `room_participant_conflict` for who has
   * answered
   */
  cancel(scope: Scope, id: string, participantId: string): Promise<Participant>;
}

/** What becomes of phones that a room has rung, as the gateway tells it. What is no longer so changes nothing. */
export interface RungPhones {
  /** The seat is the phone's that answers first; undefined for every other. */
  answered(org: string, roomId: string, participantId: string): Promise<Participant | undefined>;
  failed(org: string, roomId: string, participantId: string, reason: RingEndReason): Promise<void>;
  hungUp(org: string, roomId: string, participantId: string): Promise<void>;
  /** By the phone's keys. @throws AppError `room_moderator_required` where only a moderator may lift it */
  muted(org: string, roomId: string, participantId: string, muted: boolean): Promise<void>;
  /** The same for its hand. */
  handRaised(org: string, roomId: string, participantId: string, raised: boolean): Promise<void>;
  /** SIP sessions do not outlive the process: none of before rings any more. */
  endLost(): Promise<void>;
}
