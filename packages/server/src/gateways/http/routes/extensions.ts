import {
  CreateExtension,
  Extension,
  ExtensionNumber,
  PageQuery,
  pageOf,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Extensions, Extension as StoredExtension } from '../../../domain/telephony/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const TAG = 'Telephony';
const Params = Type.Object({ number: ExtensionNumber });
const ALL = '/api/v1/voip/extensions';
const ONE = `${ALL}/{number}`;

/** Numbers that people dial. */
export function extensionRoutes(extensions: Extensions): Route[] {
  return [
    createExtension(extensions),
    listExtensions(extensions),
    getExtension(extensions),
    removeExtension(extensions),
  ];
}

function createExtension(extensions: Extensions): Route {
  return defineRoute({
    method: 'POST',
    path: ALL,
    operationId: 'createExtension',
    tag: TAG,
    summary: 'Give a number to a user or a room, or make it an entrance',
    description:
      'A call to the number rings the user’s phones and browsers, or leads into the room. With `dial_in` it is answered, and asked for the ' +
      'PIN of the room that it is to lead into; `language` is what is spoken there, otherwise that of the server.',
    auth: 'required',
    grant: 'voip:admin',
    body: CreateExtension,
    creates: true,
    responses: { 201: Extension },
    refusals: ['extension_exists', 'extension_target_invalid', 'user_not_found', 'room_not_found'],
    handler: async ({ body }, { scope, receipt }) => {
      const { number, user_id: userId, room_id: roomId, display_name: displayName } = body;
      const { dial_in: dialIn, language } = body;
      const extension = await extensions.create(
        scope,
        { number, userId, roomId, dialIn, language, displayName },
        (created) => receipt({ status: 201, body: extensionJson(created) }),
      );
      return { status: 201, body: extensionJson(extension) };
    },
  });
}

function listExtensions(extensions: Extensions): Route {
  return defineRoute({
    method: 'GET',
    path: ALL,
    operationId: 'listExtensions',
    tag: TAG,
    summary: 'The numbers there are, in order',
    auth: 'required',
    grant: 'users:read',
    query: PageQuery,
    responses: { 200: pageOf(Extension) },
    handler: async ({ query }, { scope }) => {
      const page = await extensions.list(scope, pageRequest(query));
      return { status: 200, body: pageReply(page, extensionJson) };
    },
  });
}

function getExtension(extensions: Extensions): Route {
  return defineRoute({
    method: 'GET',
    path: ONE,
    operationId: 'getExtension',
    tag: TAG,
    summary: 'One number',
    auth: 'required',
    grant: 'users:read',
    params: Params,
    responses: { 200: Extension },
    refusals: ['extension_not_found'],
    handler: async ({ params }, { scope }) => ({
      status: 200,
      body: extensionJson(await extensions.get(scope, params.number)),
    }),
  });
}

function removeExtension(extensions: Extensions): Route {
  return defineRoute({
    method: 'DELETE',
    path: ONE,
    operationId: 'removeExtension',
    tag: TAG,
    summary: 'Take a number back; calls that run go on',
    auth: 'required',
    grant: 'voip:admin',
    params: Params,
    responses: { 204: null },
    refusals: ['extension_not_found'],
    handler: async ({ params }, { scope }) => {
      await extensions.remove(scope, params.number);
      return { status: 204 };
    },
  });
}

function extensionJson(extension: StoredExtension): Extension {
  const { number, target, language, displayName, ...times } = extension;
  return {
    number,
    user_id: target.kind === 'user' ? target.userId : null,
    room_id: target.kind === 'room' ? target.roomId : null,
    dial_in: target.kind === 'dial_in',
    language,
    display_name: displayName,
    created_at: timestamp(times.createdAtMs),
    updated_at: timestamp(times.updatedAtMs),
  };
}
