import { DialOut, ParticipantId, RoomId, RoomParticipant } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Participant, RoomDialling } from '../../../domain/rooms/index.ts';
import { participantToWire } from '../../wire/room-wire.ts';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { ROOM_PATH, RoomParams } from './rooms-reply.ts';

const PATH = `${ROOM_PATH}/{id}/dial-out`;
const PhoneParams = Type.Object(
  { id: RoomId, pid: ParticipantId },
  { additionalProperties: false },
);

/** Phones that a room rings. */
export function roomDiallingRoutes(dialling: RoomDialling): readonly Route[] {
  return [dialOutRoute(dialling), cancelRoute(dialling)];
}

function dialOutRoute(dialling: RoomDialling): Route {
  return defineRoute({
    method: 'POST',
    path: PATH,
    operationId: 'dialOutOfRoom',
    tag: 'Rooms',
    summary: 'Ring a phone into a room',
    description:
      'By a moderator, with `rooms:write`; one’s own phones (`to` is one’s own user id) by whoever has a seat. A number outside needs ' +
      '`calls:external` and an outbound route, as calls do. The answer is a participant who is `ringing`, with a seat kept for them. What becomes of it is ' +
      'told by `room.participant_joined`, or `room.participant_not_reached` with an `end_reason`. It ends with the room, and with the ' +
      'stay of who has asked for it.',
    auth: 'required',
    grant: 'rooms:join',
    params: RoomParams,
    body: DialOut,
    creates: true,
    responses: { 201: RoomParticipant },
    refusals: [
      'participant_unknown',
      'participant_blocked',
      'external_calls_refused',
      'room_seat_required',
      'room_full',
      'room_participant_conflict',
      'scope_missing',
      'too_many_participants',
    ],
    handler: async ({ params, body }, { scope, receipt }) => {
      const { to, display_name: displayName, timeout_s: timeoutS } = body;
      const input = {
        to,
        ...(displayName === undefined ? {} : { displayName }),
        ...(timeoutS === undefined ? {} : { timeoutS }),
      };
      const rung = await dialling.dialOut(scope, params.id, input, (one) => receipt(created(one)));
      return created(rung);
    },
  });
}

function created(rung: Participant): Reply {
  const location = `${ROOM_PATH}/${rung.roomId}/dial-out/${rung.id}`;
  return { status: 201, body: participantToWire(rung), headers: { location } };
}

function cancelRoute(dialling: RoomDialling): Route {
  return defineRoute({
    method: 'DELETE',
    path: `${PATH}/{pid}`,
    operationId: 'cancelDialOut',
    tag: 'Rooms',
    summary: 'Ring a phone no more',
    description:
      'By a moderator, who has asked for it, or whose phone it is. A phone that has not been reached already stays so; one that has ' +
      'answered is 409.',
    auth: 'required',
    grant: 'rooms:join',
    params: PhoneParams,
    responses: { 200: RoomParticipant },
    handler: async ({ params }, { scope }) => {
      const place = await dialling.cancel(scope, params.id, params.pid);
      return { status: 200, body: participantToWire(place) };
    },
  });
}
