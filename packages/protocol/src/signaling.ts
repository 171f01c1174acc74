import { type Static, Type } from 'typebox';
import { CallId, Timestamp, UserId } from './primitives.ts';

export const SignalType = Type.Enum([
  'offer',
  'answer',
  'ice_candidate',
  'hangup',
  'mute',
  'unmute',
  'renegotiate',
  'screen_share_start',
  'screen_share_stop',
]);
export type SignalType = Static<typeof SignalType>;

/**
 * What a peer says to another. `offer` and `answer` carry an RTCSessionDescriptionInit, `ice_candidate`
 * an RTCIceCandidateInit (flat, or under `candidate`; empty or null ends the candidates), the others
 * any small object.
 */
export const SignalPayload = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]);

/** `to_user` absent: every other participant. */
export const SendSignal = Type.Object(
  {
    to_user: Type.Optional(UserId),
    message_type: SignalType,
    payload: Type.Optional(SignalPayload),
  },
  {
    $id: 'SendSignal',
    additionalProperties: false,
    examples: [
      {
        to_user: 'user456',
        message_type: 'ice_candidate',
        payload: {
          candidate: 'candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host',
          sdpMid: '0',
          sdpMLineIndex: 0,
        },
      },
    ],
  },
);
export type SendSignal = Static<typeof SendSignal>;

/** A message of a call's mailbox. `seq` rises within the call; numbers may be missing. */
export const Signal = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    id: Type.String(),
    call_id: CallId,
    from_user: Type.String(),
    to_user: Type.Union([Type.String(), Type.Null()]),
    message_type: SignalType,
    payload: SignalPayload,
    created_at: Timestamp,
  },
  { $id: 'Signal', additionalProperties: false },
);
export type Signal = Static<typeof Signal>;
