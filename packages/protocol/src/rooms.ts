import { type Static, Type } from 'typebox';
import { Metadata } from './calls.ts';
import { IceServer } from './ice-servers.ts';
import { NullableTimestamp, Timestamp, UserId } from './primitives.ts';
import { DisplayName } from './users.ts';
import { SpokenLanguage } from './voice.ts';

const closed = { additionalProperties: false } as const;

export const RoomId = Type.String({
  pattern: '^room_[0-9a-hjkmnp-tv-z]{26}$',
  examples: ['room_06h0eaz655yr97788nye5fprq8'],
});

export const ParticipantId = Type.String({
  pattern: '^part_[0-9a-hjkmnp-tv-z]{26}$',
  examples: ['part_06h0eaz656e0qv4a6e3x1tb5m4'],
});

export const RoomRole = Type.Enum(['moderator', 'participant']);
export type RoomRole = Static<typeof RoomRole>;

/**
 * `invited`: asked by name and not come yet. `waiting`: before the door, until a moderator decides. `ringing`: a phone that the room
 * rings, whose seat is kept. `joined` holds a seat, whether media flow or
 * not. The others hold none; `kicked` and `denied` may not come back with what they have.
 */
export const ParticipantStatus = Type.Enum([
  'invited',
  'waiting',
  'ringing',
  'joined',
  'left',
  'kicked',
  'denied',
]);
export type ParticipantStatus = Static<typeof ParticipantStatus>;

/** How somebody takes part: a browser or SDK, a one-way publisher or viewer (RFC 9725), a phone. */
export const ParticipantKind = Type.Enum(['webrtc', 'whip', 'whep', 'sip']);
export type ParticipantKind = Static<typeof ParticipantKind>;

/** What is on unless said otherwise; every field may be changed while the room is open. */
const settings = {
  allow_recording: Type.Boolean({ default: false }),
  moderator_controls: Type.Boolean({
    default: true,
    description:
      'moderators may mute, stop cameras, send people back before the door and remove them',
  }),
  waiting_room: Type.Boolean({ default: false }),
  allow_screen_share: Type.Boolean({
    default: true,
    description: 'false: only moderators share their screen',
  }),
  participants_may_unmute: Type.Boolean({
    default: true,
    description: 'false: whom a moderator has muted stays muted until a moderator lifts it',
  }),
  time_limit_minutes: Type.Union([Type.Integer({ minimum: 1, maximum: 1440 }), Type.Null()], {
    default: null,
    description: 'counted from the first join',
  }),
  dial_in: Type.Boolean({
    default: false,
    description: 'telephones come in by a number and a PIN, which `dial_in` of the room shows',
  }),
};

export const RoomSettings = Type.Object(
  {
    ...settings,
    has_password: Type.Boolean(),
  },
  { $id: 'RoomSettings', ...closed },
);
export type RoomSettings = Static<typeof RoomSettings>;

export const RoomPassword = Type.String({ minLength: 1, maxLength: 128 });

export const RoomSettingsInput = Type.Partial(
  Type.Object({
    ...settings,
    password: Type.Union([RoomPassword, Type.Null()], {
      description: 'asked of everybody but moderators; null takes it away; never given back',
    }),
  }),
  { $id: 'RoomSettingsInput', ...closed },
);
export type RoomSettingsInput = Static<typeof RoomSettingsInput>;

const RoomName = Type.String({ minLength: 1, maxLength: 200 });
const MaxParticipants = Type.Integer({ minimum: 1, maximum: 1000 });

/** Eight digits, of one open room of the organisation at a time. */
export const RoomPin = Type.String({ pattern: '^[0-9]{8}$', examples: ['40718263'] });

/** How a telephone comes in: any of the numbers, then the PIN. It stands for the room's password, too. */
export const DialIn = Type.Object(
  {
    pin: RoomPin,
    /** Extensions with `dial_in`; none while the organisation has no such entrance. */
    numbers: Type.Array(Type.Object({ number: Type.String(), language: SpokenLanguage }, closed)),
  },
  { $id: 'DialIn', ...closed },
);
export type DialIn = Static<typeof DialIn>;

/** `idle`: nobody had been in it for as long as the server keeps empty rooms. */
export const RoomEndReason = Type.Enum(['deleted', 'time_limit', 'idle']);
export type RoomEndReason = Static<typeof RoomEndReason>;

export const Room = Type.Object(
  {
    id: RoomId,
    name: Type.String(),
    status: Type.Enum(['open', 'ended']),
    end_reason: Type.Union([RoomEndReason, Type.Null()]),
    created_by: Type.String(),
    max_participants: Type.Integer(),
    settings: RoomSettings,
    /** For moderators and who has a seat; null for others, and without `settings.dial_in`. Events do not carry it. */
    dial_in: Type.Union([DialIn, Type.Null()]),
    locked: Type.Boolean(),
    participant_count: Type.Integer({ minimum: 0 }),
    waiting_count: Type.Integer({ minimum: 0 }),
    metadata: Metadata,
    /** The first join. */
    start_time: NullableTimestamp,
    /** When the time limit ends it; null without one, or before the first join. */
    closes_at: NullableTimestamp,
    end_time: NullableTimestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'Room', ...closed },
);
export type Room = Static<typeof Room>;

export const CreateRoom = Type.Object(
  {
    name: RoomName,
    max_participants: Type.Optional(MaxParticipants),
    settings: Type.Optional(RoomSettingsInput),
    metadata: Type.Optional(Metadata),
  },
  {
    $id: 'CreateRoom',
    ...closed,
    examples: [
      {
        name: 'Réunion équipe',
        max_participants: 10,
        settings: { allow_recording: true, moderator_controls: true, waiting_room: false },
      },
    ],
  },
);
export type CreateRoom = Static<typeof CreateRoom>;

export const UpdateRoom = Type.Object(
  {
    name: Type.Optional(RoomName),
    max_participants: Type.Optional(MaxParticipants),
    settings: Type.Optional(RoomSettingsInput),
  },
  { $id: 'UpdateRoom', ...closed, minProperties: 1 },
);
export type UpdateRoom = Static<typeof UpdateRoom>;

/** What moderators have silenced: the server forwards nothing of it, whatever the client does. */
export const ModeratedMedia = Type.Object(
  { audio: Type.Boolean(), video: Type.Boolean(), screen: Type.Boolean() },
  { $id: 'ModeratedMedia', ...closed },
);
export type ModeratedMedia = Static<typeof ModeratedMedia>;

export const RoomParticipant = Type.Object(
  {
    id: ParticipantId,
    room_id: RoomId,
    user_id: Type.Union([Type.String(), Type.Null()]),
    kind: ParticipantKind,
    display_name: Type.String(),
    role: RoomRole,
    status: ParticipantStatus,
    muted: ModeratedMedia,
    hand_raised_at: NullableTimestamp,
    joined_at: NullableTimestamp,
    left_at: NullableTimestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'RoomParticipant', ...closed },
);
export type RoomParticipant = Static<typeof RoomParticipant>;

export const JoinRoom = Type.Object(
  {
    display_name: Type.Optional(DisplayName),
    password: Type.Optional(RoomPassword),
  },
  { $id: 'JoinRoom', ...closed },
);
export type JoinRoom = Static<typeof JoinRoom>;

/**
 * The answer to `join`: a seat, 200, or a place in the waiting room, 202 without a token. Who holds a seat already
 * gets the same one and a new token. `room_token` opens one media session within `expires_at`.
 */
export const JoinedRoom = Type.Object(
  {
    room: Room,
    participant: RoomParticipant,
    room_token: Type.Union([Type.String(), Type.Null()]),
    expires_at: NullableTimestamp,
    ice_servers: Type.Array(IceServer),
    media: Type.Object({ ws_url: Type.String() }, closed),
  },
  { $id: 'JoinedRoom', ...closed },
);
export type JoinedRoom = Static<typeof JoinedRoom>;

/** For `admit` and `deny`: whom; absent, everybody who waits. */
export const WaitingChoice = Type.Object(
  { participant_id: Type.Optional(ParticipantId) },
  { $id: 'WaitingChoice', ...closed },
);
export type WaitingChoice = Static<typeof WaitingChoice>;

/** `locked` absent: locks. Nobody joins or knocks at a locked room but moderators and who has a seat. */
export const LockRoom = Type.Object(
  { locked: Type.Optional(Type.Boolean({ default: true })) },
  { $id: 'LockRoom', ...closed },
);
export type LockRoom = Static<typeof LockRoom>;

/**
 * For `POST …/participants/{pid}/mute`: true silences, false lifts it. An empty body mutes the microphone.
 * Oneself may be unmuted where `participants_may_unmute`; others are silenced by moderators.
 */
export const MuteParticipant = Type.Object(
  {
    audio: Type.Optional(Type.Boolean()),
    video: Type.Optional(Type.Boolean()),
    screen: Type.Optional(Type.Boolean()),
  },
  { $id: 'MuteParticipant', ...closed },
);
export type MuteParticipant = Static<typeof MuteParticipant>;

export const SetRole = Type.Object({ role: RoomRole }, { $id: 'SetRole', ...closed });
export type SetRole = Static<typeof SetRole>;

export const RaiseHand = Type.Object(
  { raised: Type.Optional(Type.Boolean({ default: true })) },
  { $id: 'RaiseHand', ...closed },
);
export type RaiseHand = Static<typeof RaiseHand>;

export const InviteToRoom = Type.Object(
  { user_ids: Type.Array(UserId, { minItems: 1, maxItems: 100, uniqueItems: true }) },
  { $id: 'InviteToRoom', ...closed },
);
export type InviteToRoom = Static<typeof InviteToRoom>;

export const SendRoomMessage = Type.Object(
  { message: Type.String({ minLength: 1, maxLength: 4000 }) },
  { $id: 'SendRoomMessage', ...closed },
);
export type SendRoomMessage = Static<typeof SendRoomMessage>;

export const RoomMessage = Type.Object(
  {
    id: Type.String({ examples: ['msg_06h0eaz656e0qv4a6e3x1tb5m4'] }),
    room_id: RoomId,
    seq: Type.Integer({ minimum: 1, description: 'rises, and is not contiguous' }),
    participant_id: ParticipantId,
    user_id: Type.Union([Type.String(), Type.Null()]),
    display_name: Type.String(),
    message: Type.String(),
    created_at: Timestamp,
  },
  { $id: 'RoomMessage', ...closed },
);
export type RoomMessage = Static<typeof RoomMessage>;
