import { type Static, Type } from 'typebox';
import { CallId, NullableTimestamp, Timestamp, UserId } from './primitives.ts';

export const CallType = Type.Enum(['audio', 'video', 'screen']);
export type CallType = Static<typeof CallType>;

/**
 * How media travel: straight between two browsers, or over the media router, where a call moves with its
 * third member (`call.media_moved`) and then stays.
 */
export const CallMedia = Type.Enum(['direct', 'router']);
export type CallMedia = Static<typeof CallMedia>;

export const CallStatus = Type.Enum(['initiating', 'ringing', 'connected', 'on_hold', 'ended']);
export type CallStatus = Static<typeof CallStatus>;

export const EndReason = Type.Enum([
  'completed',
  'declined',
  'busy',
  'no_answer',
  'cancelled',
  'failed',
  'timeout',
  'unreachable',
]);
export type EndReason = Static<typeof EndReason>;

export const LegStatus = Type.Enum([
  'ringing',
  'connected',
  'on_hold',
  'declined',
  'busy',
  'no_answer',
  'unreachable',
  'failed',
  'cancelled',
  'left',
  'ended',
]);
export type LegStatus = Static<typeof LegStatus>;

/** One invited participant's part in a call. */
export const Leg = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    kind: Type.Enum(['webrtc', 'sip']),
    status: LegStatus,
  },
  { $id: 'Leg', additionalProperties: false },
);
export type Leg = Static<typeof Leg>;

export const Metadata = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), {
  maxProperties: 32,
  description: 'The caller’s own data, at most 4 KiB as JSON; returned as it came.',
});

export const Call = Type.Object(
  {
    id: CallId,
    caller_id: Type.String(),
    participants: Type.Array(Type.String()),
    call_type: CallType,
    media: CallMedia,
    status: CallStatus,
    end_reason: Type.Union([EndReason, Type.Null()]),
    start_time: Timestamp,
    answer_time: NullableTimestamp,
    end_time: NullableTimestamp,
    room_id: Type.Union([Type.String(), Type.Null()]),
    metadata: Metadata,
    legs: Type.Array(Leg),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    $id: 'Call',
    additionalProperties: false,
    examples: [
      {
        id: 'call_06h0eaz655yr97788nye5fprq8',
        caller_id: 'user123',
        participants: ['user456'],
        call_type: 'video',
        media: 'direct',
        status: 'ringing',
        end_reason: null,
        start_time: '2026-01-31T09:30:00.000Z',
        answer_time: null,
        end_time: null,
        room_id: null,
        metadata: {},
        legs: [
          {
            id: 'leg_06h0eaz656e0qv4a6e3x1tb5m4',
            user_id: 'user456',
            kind: 'webrtc',
            status: 'ringing',
          },
        ],
        created_at: '2026-01-31T09:30:00.000Z',
        updated_at: '2026-01-31T09:30:00.000Z',
      },
    ],
  },
);
export type Call = Static<typeof Call>;

/** A user id, an extension, another number, or a `sip:` or `tel:` URI; looked up in that order. */
export const ParticipantAddress = Type.String({
  minLength: 1,
  maxLength: 256,
  examples: ['user456'],
});

export const CreateCall = Type.Object(
  {
    participants: Type.Array(ParticipantAddress, { minItems: 1, maxItems: 50, uniqueItems: true }),
    call_type: CallType,
    metadata: Type.Optional(Metadata),
    timeout_s: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 300, default: 45, description: 'seconds of ringing' }),
    ),
    caller: Type.Optional(UserId),
  },
  {
    $id: 'CreateCall',
    additionalProperties: false,
    examples: [{ participants: ['user456', 'user789'], call_type: 'video' }],
  },
);
export type CreateCall = Static<typeof CreateCall>;

/**
 * `device` names, in the client's own words, the device that answers: of two devices of one user that
 * accept at the same moment, the second is refused with `answered_elsewhere`; the same one may repeat.
 */
export const AcceptCall = Type.Object(
  { device: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })) },
  { $id: 'AcceptCall', additionalProperties: false },
);
export type AcceptCall = Static<typeof AcceptCall>;

export const InviteToCall = Type.Object(
  {
    participants: Type.Array(ParticipantAddress, { minItems: 1, maxItems: 50, uniqueItems: true }),
  },
  { $id: 'InviteToCall', additionalProperties: false },
);
export type InviteToCall = Static<typeof InviteToCall>;

/**
 * Either whom to ring in one's own place, `to`: a user id, an extension, a number, or a `sip:` or `tel:` URI; or `to_call_id`: another call of
 * one's own whose others are joined to those of this one.
 */
export const TransferCall = Type.Object(
  { to: Type.Optional(ParticipantAddress), to_call_id: Type.Optional(CallId) },
  {
    $id: 'TransferCall',
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    examples: [{ to: '1002' }],
  },
);
export type TransferCall = Static<typeof TransferCall>;

/** RFC 4733 §3.2: digits, `*`, `#` and A to D. */
export const SendDigits = Type.Object(
  { digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$', examples: ['1234#'] }) },
  { $id: 'SendDigits', additionalProperties: false },
);
export type SendDigits = Static<typeof SendDigits>;
