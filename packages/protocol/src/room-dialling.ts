import { type Static, Type } from 'typebox';
import { ParticipantAddress } from './calls.ts';
import { DisplayName } from './users.ts';

/**
 * Whom a room rings: a user id (one's own: "call me"), an extension, a number, or a `sip:` or `tel:` URI. Of users every
 * registered phone rings; `display_name` absent, they are shown by their name, and a number by itself.
 */
export const DialOut = Type.Object(
  {
    to: ParticipantAddress,
    display_name: Type.Optional(DisplayName),
    timeout_s: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 300, default: 45, description: 'seconds of ringing' }),
    ),
  },
  { $id: 'DialOut', additionalProperties: false, examples: [{ to: 'tel:+33123456789' }] },
);
export type DialOut = Static<typeof DialOut>;

/** Why a phone that a room has rung is not in it: `end_reason` of `room.participant_not_reached`. */
export const RingEndReason = Type.Enum([
  'busy',
  'declined',
  'no_answer',
  'unreachable',
  'failed',
  'cancelled',
]);
export type RingEndReason = Static<typeof RingEndReason>;
