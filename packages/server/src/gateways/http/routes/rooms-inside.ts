import {
  DomainEvent,
  PageQuery,
  ParticipantStatus,
  pageOf,
  RaiseHand,
  RoomMessage,
  RoomParticipant,
  SendRoomMessage,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { RoomChat, RoomModeration, RoomReading } from '../../../domain/rooms/index.ts';
import { eventToWire } from '../../wire/event-wire.ts';
import { participantToWire, roomMessageToWire } from '../../wire/room-wire.ts';
import { pageReply, pageRequest, sequenceKey } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { ROOM_PATH, RoomParams } from './rooms-reply.ts';

const ParticipantQuery = Type.Object(
  { ...PageQuery.properties, status: Type.Optional(ParticipantStatus) },
  { additionalProperties: false },
);

export interface RoomInsideParts {
  readonly reading: RoomReading;
  readonly chat: RoomChat;
  readonly moderation: Pick<RoomModeration, 'raiseHand'>;
}

/** What goes on in a room: who is there, what is said, what has happened. */
export function roomInsideRoutes(parts: RoomInsideParts): readonly Route[] {
  return [
    participantsRoute(parts.reading),
    eventsRoute(parts.reading),
    handRoute(parts.moderation),
    sendRoute(parts.chat),
    messagesRoute(parts.chat),
  ];
}

function participantsRoute(reading: RoomReading): Route {
  return defineRoute({
    method: 'GET',
    path: `${ROOM_PATH}/{id}/participants`,
    operationId: 'listRoomParticipants',
    tag: 'Rooms',
    summary: 'Who is in a room',
    description:
      'For who is in it, and for moderators, who see also who waits, and by `status` who has gone, was removed, or has been invited.',
    auth: 'required',
    grant: 'rooms:read',
    params: RoomParams,
    query: ParticipantQuery,
    responses: { 200: pageOf(RoomParticipant) },
    handler: async ({ params, query }, { scope }) => {
      const { status } = query;
      const page = await reading.participants(scope, params.id, status, pageRequest(query));
      return { status: 200, body: pageReply(page, participantToWire) };
    },
  });
}

function eventsRoute(reading: RoomReading): Route {
  return defineRoute({
    method: 'GET',
    path: `${ROOM_PATH}/{id}/events`,
    operationId: 'listRoomEvents',
    tag: 'Rooms',
    summary: 'What has happened in a room, in order',
    description:
      'As far as it is for the reader: who is not in the room sees what became of it and of their own place. A page may be short of ' +
      '`limit`, or empty, and still have a next one.',
    auth: 'required',
    grant: 'rooms:read',
    params: RoomParams,
    query: PageQuery,
    responses: { 200: pageOf(DomainEvent) },
    handler: async ({ params, query }, { scope }) => {
      const { limit, after = '0' } = pageRequest(query);
      const page = await reading.events(scope, params.id, { after: sequenceKey(after), limit });
      const next = page.next === null ? null : String(page.next);
      return { status: 200, body: pageReply({ items: page.items, next }, eventToWire) };
    },
  });
}

function handRoute(moderation: RoomInsideParts['moderation']): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/hand`,
    operationId: 'raiseHand',
    tag: 'Rooms',
    summary: 'Raise or lower one’s hand',
    auth: 'required',
    grant: 'rooms:join',
    params: RoomParams,
    body: RaiseHand,
    bodyOptional: true,
    responses: { 200: RoomParticipant },
    handler: async ({ params, body }, { scope }) => {
      const own = await moderation.raiseHand(scope, params.id, body.raised ?? true);
      return { status: 200, body: participantToWire(own) };
    },
  });
}

function sendRoute(chat: RoomChat): Route {
  return defineRoute({
    method: 'POST',
    path: `${ROOM_PATH}/{id}/messages`,
    operationId: 'sendRoomMessage',
    tag: 'Rooms',
    summary: 'Say something in a room’s chat',
    description: 'By who is in it; everybody in it is told by `room.message`.',
    auth: 'required',
    grant: 'rooms:join',
    params: RoomParams,
    body: SendRoomMessage,
    creates: true,
    // The number comes with the commit.
    keepsPart: true,
    responses: { 201: RoomMessage },
    handler: async ({ params, body }, { scope, receipt, kept }) => {
      const keep = (id: string) => receipt({ status: 201, body: id });
      const message =
        kept === undefined
          ? await chat.send(scope, params.id, body.message, keep)
          : await chat.sent(scope, params.id, String(kept.body));
      return { status: 201, body: roomMessageToWire(message) };
    },
  });
}

function messagesRoute(chat: RoomChat): Route {
  return defineRoute({
    method: 'GET',
    path: `${ROOM_PATH}/{id}/messages`,
    operationId: 'listRoomMessages',
    tag: 'Rooms',
    summary: 'What was said in a room’s chat',
    description:
      'For who is in it: the last messages, in order. The next page holds those before them.',
    auth: 'required',
    grant: 'rooms:read',
    params: RoomParams,
    query: PageQuery,
    responses: { 200: pageOf(RoomMessage) },
    handler: async ({ params, query }, { scope }) => {
      const { limit, after } = pageRequest(query);
      const before = after === undefined ? undefined : sequenceKey(after);
      const page = await chat.read(scope, params.id, { before, limit });
      const next = page.next === null ? null : String(page.next);
      return { status: 200, body: pageReply({ items: page.items, next }, roomMessageToWire) };
    },
  });
}
