import {
  InviteToRoom,
  LockRoom,
  MuteParticipant,
  ParticipantId,
  Room,
  RoomId,
  RoomParticipant,
  SetRole,
  UpdateRoom,
  WaitingChoice,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Participant, RoomModeration } from '../../../domain/rooms/index.ts';
import { participantToWire } from '../../wire/room-wire.ts';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { updateInput } from './rooms-input.ts';
import { NoFields, ROOM_PATH, RoomParams, type RoomReplies } from './rooms-reply.ts';
import { REMOVALS, type RemovalText, WAITING_DECISIONS, type WaitingText } from './rooms-texts.ts';

const ParticipantParams = Type.Object(
  { id: RoomId, pid: ParticipantId },
  { additionalProperties: false },
);
const about = (word: string) =>
  ({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/participants/{pid}/${word}`,
    tag: 'Rooms',
    auth: 'required',
    params: ParticipantParams,
    responses: { 200: RoomParticipant },
  }) as const;

export interface RoomModerationParts {
  readonly moderation: RoomModeration;
  readonly replies: RoomReplies;
}

/** What moderators do. */
export function roomModerationRoutes(parts: RoomModerationParts): readonly Route[] {
  const { moderation } = parts;
  return [
    updateRoute(parts),
    renewPinRoute(parts),
    deleteRoute(moderation),
    ...WAITING_DECISIONS.map((text) => waitingRoute(parts, text)),
    lockRoute(parts),
    inviteRoute(parts),
    muteRoute(moderation),
    ...REMOVALS.map((text) => removalRoute(moderation, text)),
    roleRoute(moderation),
  ];
}

function updateRoute({ moderation, replies }: RoomModerationParts): Route {
  return defineRoute({
    method: 'PATCH',
    path: `${ROOM_PATH}/{id}`,
    operationId: 'updateRoom',
    tag: 'Rooms',
    summary: 'Change an open room',
    description:
      'By a moderator. Fewer seats than are taken send nobody away. `password: null` takes the password away; `dial_in: false` the PIN.',
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    body: UpdateRoom,
    responses: { 200: Room },
    handler: async ({ params, body }, { scope }) =>
      replies.one(scope, await moderation.update(scope, params.id, updateInput(body))),
  });
}

function renewPinRoute({ moderation, replies }: RoomModerationParts): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/dial-in`,
    operationId: 'renewRoomPin',
    tag: 'Rooms',
    summary: 'Give a room a new PIN for telephones',
    description:
      'By a moderator. The one before is good for nothing from then on; who came in by it stays. It also turns dial-in on.',
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    body: NoFields,
    bodyOptional: true,
    responses: { 200: Room },
    handler: async ({ params }, { scope }) =>
      replies.one(scope, await moderation.renewPin(scope, params.id)),
  });
}

function deleteRoute(moderation: RoomModeration): Route {
  return defineRoute({
    method: 'DELETE',
    path: `${ROOM_PATH}/{id}`,
    operationId: 'deleteRoom',
    tag: 'Rooms',
    summary: 'End a room for everybody',
    description: 'By a moderator. It stays among the ended ones.',
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    responses: { 204: null },
    handler: async ({ params }, { scope }) => {
      await moderation.delete(scope, params.id);
      return { status: 204 };
    },
  });
}

function waitingRoute({ moderation, replies }: RoomModerationParts, text: WaitingText): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/${text.decision}`,
    operationId: text.operationId,
    tag: 'Rooms',
    summary: text.summary,
    description: text.description,
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    body: WaitingChoice,
    bodyOptional: true,
    responses: { 200: Room },
    handler: async ({ params, body }, { scope }) =>
      replies.one(scope, await moderation[text.decision](scope, params.id, body.participant_id)),
  });
}

function lockRoute({ moderation, replies }: RoomModerationParts): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/lock`,
    operationId: 'lockRoom',
    tag: 'Rooms',
    summary: 'Lock or unlock a room',
    description: 'By a moderator. Nobody comes in or knocks but moderators and who has a seat.',
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    body: LockRoom,
    bodyOptional: true,
    responses: { 200: Room },
    handler: async ({ params, body }, { scope }) =>
      replies.one(scope, await moderation.lock(scope, params.id, body.locked ?? true)),
  });
}

function inviteRoute({ moderation, replies }: RoomModerationParts): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/invite`,
    operationId: 'inviteToRoom',
    tag: 'Rooms',
    summary: 'Ask people in by name',
    description:
      'By a moderator. They see the room, and are told by `room.invited`. Who was removed or not admitted may come again.',
    auth: 'required',
    grant: 'rooms:write',
    params: RoomParams,
    body: InviteToRoom,
    creates: true,
    responses: { 200: Room },
    handler: async ({ params, body }, { scope, receipt }) => {
      const shown = await replies.forModerator(scope);
      const reply = (room: Parameters<typeof shown>[0]): Reply => {
        return { status: 200, body: shown(room) };
      };
      const room = await moderation.invite(scope, params.id, body.user_ids, (invited) =>
        receipt(reply(invited)),
      );
      return reply(room);
    },
  });
}

function muteRoute(moderation: RoomModeration): Route {
  return defineRoute({
    ...about('mute'),
    operationId: 'muteParticipant',
    summary: 'Silence somebody’s microphone, camera or screen, or lift that',
    description:
      'By a moderator; oneself lifts it where `participants_may_unmute`. The server forwards nothing of what is silenced, whatever ' +
      'the client does. An empty body silences the microphone.',
    grant: 'rooms:join',
    body: MuteParticipant,
    bodyOptional: true,
    handler: async ({ params, body }, { scope }) => {
      const media = Object.keys(body).length === 0 ? { audio: true } : body;
      return participantReply(await moderation.mute(scope, params.id, params.pid, media));
    },
  });
}

function removalRoute(moderation: RoomModeration, text: RemovalText): Route {
  return defineRoute({
    ...about(text.word),
    operationId: text.operationId,
    summary: text.summary,
    description: text.description,
    grant: 'rooms:write',
    body: NoFields,
    bodyOptional: true,
    handler: async ({ params }, { scope }) =>
      participantReply(await moderation[text.method](scope, params.id, params.pid)),
  });
}

function roleRoute(moderation: RoomModeration): Route {
  return defineRoute({
    ...about('role'),
    operationId: 'setParticipantRole',
    summary: 'Make somebody a moderator, or take it back',
    description: 'By a moderator. Whoever made the room stays one.',
    grant: 'rooms:write',
    body: SetRole,
    handler: async ({ params, body }, { scope }) =>
      participantReply(await moderation.setRole(scope, params.id, params.pid, body.role)),
  });
}

function participantReply(participant: Participant): Reply {
  return { status: 200, body: participantToWire(participant) };
}
