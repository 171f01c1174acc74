import type {
  ModeratedMedia,
  ParticipantKind,
  RingEndReason,
  Room,
  RoomEndReason,
  RoomRole,
  RoomSettings,
} from './room.ts';

/** Who gives a command. */
export interface Actor {
  /** A user id, `key:<id>` or `trunk:<id>`. */
  readonly memberId: string;
  /** Holds `voip:admin`: moderates every room of the organisation. */
  readonly admin: boolean;
}

/** Somebody to be asked in. The id is used if they have none in this room yet. */
export interface Invitee {
  readonly participantId: string;
  readonly userId: string;
  readonly displayName: string;
}

/** What a moderator may change of an open room. */
export type RoomChange = Partial<Pick<Room, 'name' | 'maxParticipants' | 'passwordHash'>> & {
  readonly settings?: Partial<RoomSettings>;
  /** Null takes the PIN away; one that there is stays, unless it is to be renewed. */
  readonly dialIn?: { readonly pin: string; readonly renew: boolean } | null;
};

export interface JoinCommand {
  readonly type: 'join';
  readonly by: Actor;
  readonly kind: ParticipantKind;
  /** Used if they have none in this room yet. */
  readonly participantId: string;
  readonly displayName: string;
  /** The room's password hash that the password given was checked against; null: none was given. */
  readonly provenHash: string | null;
  /** The PIN that named the room; absent for who came by its id. */
  readonly provenPin?: string;
}

/** Rings a phone into the room. */
export interface DialOutCommand {
  readonly type: 'dial_out';
  readonly by: Actor;
  /** Used if no phone of theirs has been in this room yet. */
  readonly participantId: string;
  /** Whose phones; null: a number outside. */
  readonly userId: string | null;
  /** A `sip:` or `tel:` URI, for a number outside. */
  readonly address: string | null;
  readonly displayName: string;
  readonly timeoutMs: number;
}

export type CommandOf<T extends RoomCommand['type']> = Extract<RoomCommand, { readonly type: T }>;

interface About {
  readonly by: Actor;
  readonly participantId: string;
}

/** For `admit` and `deny`: one who waits; null: everybody. */
interface AboutWaiting {
  readonly by: Actor;
  readonly participantId: string | null;
}

export type RoomCommand =
  | JoinCommand
  /** `participantId` null: one's own seat or place before the door. */
  | { readonly type: 'leave'; readonly by: Actor; readonly participantId: string | null }
  /** `participantId` null: one's own seat; otherwise a further one of one's own. */
  | {
      readonly type: 'raise_hand';
      readonly by: Actor;
      readonly raised: boolean;
      readonly participantId: string | null;
    }
  | DialOutCommand
  | ({ readonly type: 'cancel_dial_out' } & About)
  | ({ readonly type: 'admit' } & AboutWaiting)
  | ({ readonly type: 'deny' } & AboutWaiting)
  | ({ readonly type: 'send_back' } & About)
  | ({ readonly type: 'kick' } & About)
  | ({ readonly type: 'set_role'; readonly role: RoomRole } & About)
  | ({ readonly type: 'mute'; readonly media: Partial<ModeratedMedia> } & About)
  | { readonly type: 'lock'; readonly by: Actor; readonly locked: boolean }
  | { readonly type: 'invite'; readonly by: Actor; readonly invitees: readonly Invitee[] }
  | { readonly type: 'update'; readonly by: Actor; readonly change: RoomChange }
  | { readonly type: 'delete'; readonly by: Actor }
  /** The server itself: nobody is behind the seat any more. */
  | { readonly type: 'lost'; readonly participantId: string }
  | PhoneCommand
  /** The server itself: the room's time is over, or nobody has been in it for long. */
  | { readonly type: 'close'; readonly reason: Exclude<RoomEndReason, 'deleted'> };

/** The server itself, for a phone that the room has rung: nobody need be behind it who could give a command. */
export type PhoneCommand =
  | { readonly type: 'phone_answered'; readonly participantId: string }
  | {
      readonly type: 'phone_failed';
      readonly participantId: string;
      readonly reason: RingEndReason;
    }
  | { readonly type: 'phone_hung_up'; readonly participantId: string }
  /** By the phone's own keys. */
  | { readonly type: 'phone_muted'; readonly participantId: string; readonly muted: boolean }
  | { readonly type: 'phone_hand'; readonly participantId: string; readonly raised: boolean }
  /** Whose time to ring is over. */
  | { readonly type: 'rings_over' };
