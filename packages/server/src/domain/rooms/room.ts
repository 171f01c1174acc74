export const ROOM_STATUSES = ['open', 'ended'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** `idle`: nobody had been in it for as long as the server keeps empty rooms open. */
export const ROOM_END_REASONS = ['deleted', 'time_limit', 'idle'] as const;
export type RoomEndReason = (typeof ROOM_END_REASONS)[number];

export const ROOM_ROLES = ['moderator', 'participant'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/**
 * `invited` has been asked by name and has not come yet. `waiting` is before the door, until a moderator
 * decides. `ringing` is a phone that the room rings: its seat is kept. `joined` holds a seat, whether media flow
 * or not.
 */
export const PARTICIPANT_STATUSES = [
  'invited',
  'waiting',
  'ringing',
  'joined',
  'left',
  'kicked',
  'denied',
] as const;
export type ParticipantStatus = (typeof PARTICIPANT_STATUSES)[number];

export const PARTICIPANT_KINDS = ['webrtc', 'whip', 'whep', 'sip'] as const;
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];

/** Why a phone that the room has rung is not in it. */
export const RING_END_REASONS = [
  'busy',
  'declined',
  'no_answer',
  'unreachable',
  'failed',
  'cancelled',
] as const;
export type RingEndReason = (typeof RING_END_REASONS)[number];

/** A phone that rings. */
export interface Ringing {
  /** Who has asked for it: it ends with their stay. */
  readonly by: string;
  readonly untilMs: number;
}

export interface RoomSettings {
  readonly allowRecording: boolean;
  /** Moderators may mute, stop cameras and remove people. */
  readonly moderatorControls: boolean;
  readonly waitingRoom: boolean;
  /** False: only moderators share their screen. */
  readonly allowScreenShare: boolean;
  /** False: whom a moderator has muted stays muted until a moderator lifts it. */
  readonly participantsMayUnmute: boolean;
  /** Counted from the first join; null: none. */
  readonly timeLimitMinutes: number | null;
}

export interface Room {
  readonly id: string;
  readonly org: string;
  /** 1 after creation, then one more with every commit. */
  readonly version: number;
  readonly name: string;
  readonly status: RoomStatus;
  readonly endReason: RoomEndReason | null;
  /** A user id, or `key:<id>`. */
  readonly createdBy: string;
  readonly maxParticipants: number;
  readonly settings: RoomSettings;
  /** argon2id, PHC format; null: no password. */
  readonly passwordHash: string | null;
  /** Names the room to telephones, and opens its door to them as its password would; null: they do not come in by PIN. */
  readonly dialInPin: string | null;
  readonly locked: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Seats taken: participants who are `joined`. */
  readonly participantCount: number;
  readonly waitingCount: number;
  /** The first join. */
  readonly startedAtMs: number | null;
  /** Since when no seat has been taken; null while one is. */
  readonly emptySinceMs: number | null;
  readonly endedAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What moderators have silenced. */
export interface ModeratedMedia {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
}

/** One person in a room, with the same id however often they come and go. */
export interface Participant {
  readonly id: string;
  readonly roomId: string;
  readonly org: string;
  /** A user id, `key:<id>`, or `trunk:<id>` for each who calls in over one; null: nobody of the organisation (a telephone). */
  readonly userId: string | null;
  readonly kind: ParticipantKind;
  readonly displayName: string;
  readonly role: RoomRole;
  readonly status: ParticipantStatus;
  readonly muted: ModeratedMedia;
  /** How often the seat has been taken: tokens of an earlier time are good for nothing. */
  readonly seating: number;
  /** Sent back before the door: waits for a moderator whatever the room's setting. */
  readonly mustWait: boolean;
  readonly invitedAtMs: number | null;
  /** While it rings; null otherwise. */
  readonly ringing: Ringing | null;
  readonly handRaisedAtMs: number | null;
  /** When the seat was taken last. */
  readonly joinedAtMs: number | null;
  /** When the seat or the place before the door was last given up or lost. */
  readonly leftAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A room and everybody who has to do with it, in order of their first coming, by id. */
export interface RoomState {
  readonly room: Room;
  readonly participants: ReadonlyMap<string, Participant>;
}

/** When the time limit ends the room, Unix milliseconds; null without one, or before the first join. */
export function closesAtMs(room: Pick<Room, 'startedAtMs' | 'settings'>): number | null {
  const { timeLimitMinutes } = room.settings;
  if (timeLimitMinutes === null || room.startedAtMs === null) return null;
  return room.startedAtMs + timeLimitMinutes * 60_000;
}
