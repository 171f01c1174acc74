import {
  CreateRoom,
  JoinedRoom,
  JoinRoom,
  PageQuery,
  pageOf,
  Room,
  RoomParticipant,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Joined, Rooms } from '../../../domain/rooms/index.ts';
import type { IceServer } from '../../../domain/turn/index.ts';
import type { Scope } from '../../../kernel/index.ts';
import { participantToWire } from '../../wire/room-wire.ts';
import { nullableTimestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { createInput } from './rooms-input.ts';
import { NoFields, ROOM_PATH, RoomParams, type RoomReplies } from './rooms-reply.ts';

const ListQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(Type.Enum(['open', 'ended'])) },
  { additionalProperties: false },
);

export interface RoomRouteParts {
  readonly rooms: Rooms;
  readonly replies: RoomReplies;
  /** STUN and TURN servers for a user or key. */
  readonly iceServers: (principalId: string) => readonly IceServer[];
  /** Where the WebSocket is reached, `ws://…` or `wss://…`. */
  readonly webSocketUrl: () => string;
}

/** Rooms themselves, and how one comes in and goes. */
export function roomRoutes(parts: RoomRouteParts): readonly Route[] {
  const { rooms } = parts;
  return [
    createRoute(parts),
    listRoute(parts),
    getRoute(parts),
    joinRoute(parts),
    knockRoute(parts),
    leaveRoute(rooms),
  ];
}

function createRoute({ rooms, replies }: RoomRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: ROOM_PATH,
    operationId: 'createRoom',
    tag: 'Rooms',
    summary: 'Make a room',
    description:
      'It stays open until it is deleted, its time limit is over, or nobody has been in it for long. Whoever makes it moderates it, ' +
      'and nobody is in it yet.',
    auth: 'required',
    grant: 'rooms:write',
    body: CreateRoom,
    creates: true,
    responses: { 201: Room },
    handler: async ({ body }, { scope, receipt }) => {
      const shown = await replies.forModerator(scope);
      const created = (room: Parameters<typeof shown>[0]): Reply => {
        const headers = { location: `${ROOM_PATH}/${room.id}` };
        return { status: 201, body: shown(room), headers };
      };
      return created(
        await rooms.create(scope, createInput(body), (room) => receipt(created(room))),
      );
    },
  });
}

function listRoute({ rooms, replies }: RoomRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: ROOM_PATH,
    operationId: 'listRooms',
    tag: 'Rooms',
    summary: 'The rooms one knows of, newest first',
    description:
      'Those one has made, was invited to, or has been in. Open ones; with `state=ended` those of before.',
    auth: 'required',
    grant: 'rooms:read',
    query: ListQuery,
    responses: { 200: pageOf(Room) },
    handler: async ({ query }, { scope }) => {
      const page = await rooms.list(scope, query.state ?? 'open', pageRequest(query));
      const shown = await replies.seen(scope, page.items);
      const { next } = page;
      return { status: 200, body: pageReply({ items: shown, next }, (room) => room) };
    },
  });
}

function getRoute({ rooms, replies }: RoomRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: `${ROOM_PATH}/{id}`,
    operationId: 'getRoom',
    tag: 'Rooms',
    summary: 'A room',
    auth: 'required',
    grant: 'rooms:read',
    params: RoomParams,
    responses: { 200: Room },
    handler: async ({ params }, { scope }) => replies.one(scope, await rooms.get(scope, params.id)),
  });
}

function joinRoute(parts: RoomRouteParts): Route {
  return doorRoute(parts, {
    word: 'join',
    operationId: 'joinRoom',
    summary: 'Take a seat in a room',
    description:
      'By whoever of the organisation has its id. Who has a seat keeps it and gets a new token. With a waiting room the answer is 202, ' +
      'without a token: once a moderator has let them in (`room.participant_joined`) they join again for it. The seat is given up when ' +
      'its holder has neither media nor a WebSocket for a while.',
  });
}

function knockRoute(parts: RoomRouteParts): Route {
  return doorRoute(parts, {
    word: 'knock',
    operationId: 'knockAtRoom',
    summary: 'Ask to be let into a room',
    description: 'As `join`: where there is a waiting room one waits, and elsewhere one is in.',
  });
}

interface DoorText {
  readonly word: 'join' | 'knock';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
}

function doorRoute(parts: RoomRouteParts, { word, ...text }: DoorText): Route {
  return defineRoute({
    ...text,
    method: 'POST',
    path: `${ROOM_PATH}/{id}/${word}`,
    tag: 'Rooms',
    auth: 'required',
    grant: 'rooms:join',
    params: RoomParams,
    body: JoinRoom,
    bodyOptional: true,
    responses: { 200: JoinedRoom, 202: JoinedRoom },
    refusals: ['room_locked', 'room_full'],
    handler: async ({ params, body }, { scope }) => {
      const joined = await parts.rooms.join(scope, params.id, doorInput(body));
      return joinedReply(parts, joined, scope);
    },
  });
}

function doorInput({ display_name, password }: JoinRoom) {
  return {
    ...(display_name === undefined ? {} : { displayName: display_name }),
    ...(password === undefined ? {} : { password }),
  };
}

async function joinedReply(
  { replies, iceServers, webSocketUrl }: RoomRouteParts,
  { room, participant, ticket }: Joined,
  scope: Scope,
): Promise<Reply> {
  const [shown] = await replies.seen(scope, [room]);
  const body = {
    room: shown,
    participant: participantToWire(participant),
    room_token: ticket?.token.reveal() ?? null,
    expires_at: nullableTimestamp(ticket?.expiresAtMs ?? null),
    ice_servers: ticket === undefined ? [] : iceServers(scope.principal.id),
    media: { ws_url: webSocketUrl() },
  };
  return { status: ticket === undefined ? 202 : 200, body };
}

function leaveRoute(rooms: Rooms): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/leave`,
    operationId: 'leaveRoom',
    tag: 'Rooms',
    summary: 'Give up one’s seat, or one’s place before the door',
    auth: 'required',
    grant: 'rooms:join',
    params: RoomParams,
    body: NoFields,
    bodyOptional: true,
    responses: { 200: RoomParticipant },
    handler: async ({ params }, { scope }) => {
      const participant = await rooms.leave(scope, params.id);
      return { status: 200, body: participantToWire(participant) };
    },
  });
}
