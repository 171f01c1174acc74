import { type Static, Type } from 'typebox';
import { Timestamp } from './primitives.ts';

/**
 * A state change, as `GET …/events` lists it and an `Event` frame carries it. `seq` numbers the
 * channel's events; `data` depends on `type` and always holds what the type's change is about.
 *
 * Types of a call's channel, and their `data`:
 * `call.created`, `call.accepted`, `call.declined`, `call.left`, `call.invited`, `call.held`,
 * `call.resumed`, `call.busy`, `call.no_answer`, `call.failed`, `call.attached`, `call.transferred`, `call.ended` carry `{ call, user_id?, user_ids? }`: the
 * call after the change, without `metadata` but in `call.created` (it never changes), and whom it is
 * about where not everybody (one in `user_id`, several in `user_ids`);
 * `call.phone_replaced` likewise: another phone speaks for the member; `call.transferred` also carries `to_call_id` where
 * the call has ended because its others go on in that one, whose `call.joined` names them, with `from_call_id` and, by
 * whom they were there, as whom they are here in `names`;
 * `call.signal` carries `{ signal: Signal }`.
 *
 * Types of a room's channel: `room.created`, `room.updated` (`changed`: names of what), `room.locked`, `room.unlocked`,
 * `room.invited` (`user_ids`), `room.ended`, and about one participant `room.participant_waiting`,
 * `room.participant_ringing` (a phone that the room rings), `room.participant_not_reached` (`end_reason`: busy, declined,
 * no_answer, unreachable, failed, cancelled),
 * `room.participant_joined`, `room.participant_denied`, `room.participant_sent_back`, `room.participant_left`
 * (`reason`: left, lost or sent_back), `room.participant_kicked`, `room.participant_muted`, `room.role_changed`,
 * `room.hand_raised`, `room.hand_lowered` carry `{ room, participant?, by? }`: the room after the change, with its
 * `name` only in the first, `updated` and `invited`, whom it is about, and who did it where that is somebody else;
 * `room.message` carries `{ message: RoomMessage }`. Who waits, or is not in the room, hears of the room itself and
 * of their own place; who is in it hears what is said and who comes and goes; moderators hear also who waits.
 */
export const DomainEvent = Type.Object(
  {
    id: Type.String(),
    position: Type.Integer(),
    channel: Type.String(),
    seq: Type.Integer({ minimum: 1 }),
    type: Type.String(),
    data: Type.Record(Type.String(), Type.Unknown()),
    actor: Type.String(),
    source: Type.String(),
    created_at: Timestamp,
  },
  { $id: 'DomainEvent', additionalProperties: false },
);
export type DomainEvent = Static<typeof DomainEvent>;
