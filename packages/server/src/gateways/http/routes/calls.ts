import {
  AcceptCall,
  Call,
  CallId,
  CreateCall,
  DomainEvent,
  InviteToCall,
  PageQuery,
  pageOf,
  SendDigits,
  TransferCall,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Calls, Call as DomainCall } from '../../../domain/calls/index.ts';
import type { Scope } from '../../../kernel/index.ts';
import { callToWire } from '../../wire/call-wire.ts';
import { eventToWire } from '../../wire/event-wire.ts';
import { decodeCursor, pageReply, pageRequest, sequenceKey } from '../paging.ts';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { CALL_COMMANDS, type CallCommandText } from './calls-texts.ts';

const PATH = '/api/v1/voip/calls';
const CallParams = Type.Object({ id: CallId }, { additionalProperties: false });
/** Commands that need no more than the call: the body may be absent or empty. */
const NoFields = Type.Object({}, { additionalProperties: false });
const ListQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(Type.Enum(['active', 'ended'])) },
  { additionalProperties: false },
);

export function callRoutes(calls: Calls): readonly Route[] {
  return [
    createRoute(calls),
    listRoute(calls),
    getRoute(calls),
    eventsRoute(calls),
    inviteRoute(calls),
    transferRoute(calls),
    digitsRoute(calls),
    acceptRoute(calls),
    ...CALL_COMMANDS.map((text) =>
      commandRoute(text, (scope, id) => calls[text.command](scope, id)),
    ),
  ];
}

function createRoute(calls: Calls): Route {
  return defineRoute({
    method: 'POST',
    path: PATH,
    operationId: 'createCall',
    tag: 'Calls',
    summary: 'Call one or more people',
    description:
      'Rings every participant who is free. Several participants make a group call: the first who accepts connects it, ' +
      'the others ring on until `timeout_s`. When everyone is busy the call is made and has ended as `busy`.',
    auth: 'required',
    grant: 'calls:write',
    body: CreateCall,
    creates: true,
    responses: { 201: Call },
    handler: async ({ body }, { scope, receipt }) => {
      const { participants, call_type, metadata, timeout_s, caller } = body;
      const input = {
        participants,
        callType: call_type,
        ...(metadata === undefined ? {} : { metadata }),
        ...(timeout_s === undefined ? {} : { timeoutS: timeout_s }),
        ...(caller === undefined ? {} : { caller }),
      };
      return created(await calls.create(scope, input, (call) => receipt(created(call))));
    },
  });
}

function created(call: DomainCall): Reply {
  return { status: 201, body: callToWire(call), headers: { location: `${PATH}/${call.id}` } };
}

function listRoute(calls: Calls): Route {
  return defineRoute({
    method: 'GET',
    path: PATH,
    operationId: 'listCalls',
    tag: 'Calls',
    summary: 'One’s own calls, newest first',
    description: 'Active calls; with `state=ended` the history.',
    auth: 'required',
    grant: 'calls:read',
    query: ListQuery,
    responses: { 200: pageOf(Call) },
    handler: async ({ query }, { scope }) => {
      const page = await calls.list(scope, query.state ?? 'active', pageRequest(query));
      return { status: 200, body: pageReply(page, callToWire) };
    },
  });
}

function getRoute(calls: Calls): Route {
  return defineRoute({
    method: 'GET',
    path: `${PATH}/{id}`,
    operationId: 'getCall',
    tag: 'Calls',
    summary: 'A call',
    auth: 'required',
    grant: 'calls:read',
    params: CallParams,
    responses: { 200: Call },
    handler: async ({ params }, { scope }) => ok(await calls.get(scope, params.id)),
  });
}

function eventsRoute(calls: Calls): Route {
  return defineRoute({
    method: 'GET',
    path: `${PATH}/{id}/events`,
    operationId: 'listCallEvents',
    tag: 'Calls',
    summary: 'What has happened in a call, in order',
    description: 'Signaling messages are listed by who, to whom and what, without their payloads.',
    auth: 'required',
    grant: 'calls:read',
    params: CallParams,
    query: PageQuery,
    responses: { 200: pageOf(DomainEvent) },
    handler: async ({ params, query }, { scope }) => {
      const { limit, after = '0' } = pageRequest(query);
      const page = await calls.events(scope, params.id, { after: sequenceKey(after), limit });
      const next = page.next === null ? null : String(page.next);
      return { status: 200, body: pageReply({ items: page.items, next }, eventToWire) };
    },
  });
}

function inviteRoute(calls: Calls): Route {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/invite`,
    operationId: 'inviteToCall',
    tag: 'Calls',
    summary: 'Ring more people',
    description:
      'By whoever is in the call. People who declined, did not answer or left may be rung again.',
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: InviteToCall,
    creates: true,
    responses: { 200: Call },
    handler: async ({ params, body }, { scope, receipt }) =>
      ok(await calls.invite(scope, params.id, body.participants, (call) => receipt(ok(call)))),
  });
}

function transferRoute(calls: Calls): Route {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/transfer`,
    operationId: 'transferCall',
    tag: 'Calls',
    summary: 'Put a call through',
    description:
      'With `to`: rings whom it names in the place of who asks, who stays in the call until that is answered, and if it is ' +
      'not. With `to_call_id`, after a word with whoever is in that call: who asks leaves both, this one ends, and its others ' +
      'go on in that one, which is the answer.',
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: TransferCall,
    creates: true,
    responses: { 200: Call },
    refusals: [
      'participant_unknown',
      'participant_exists',
      'external_calls_refused',
      'call_state_conflict',
    ],
    handler: async ({ params, body }, { scope, receipt }) => {
      const { to, to_call_id: intoId } = body;
      const also = (call: DomainCall) => receipt(ok(call));
      return ok(
        intoId === undefined
          ? await calls.transfer(scope, params.id, to ?? '', also)
          : await calls.join(scope, params.id, intoId, also),
      );
    },
  });
}

function digitsRoute(calls: Calls): Route {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/dtmf`,
    operationId: 'sendDigits',
    tag: 'Calls',
    summary: 'Dial digits within a call',
    description: 'Phones in the call hear them (RFC 4733); the others get an event `call.dtmf`.',
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: SendDigits,
    responses: { 200: Call },
    refusals: ['call_state_conflict'],
    handler: async ({ params, body }, { scope }) =>
      ok(await calls.dtmf(scope, params.id, body.digits)),
  });
}

function acceptRoute(calls: Calls): Route {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/accept`,
    operationId: 'acceptCall',
    tag: 'Calls',
    summary: 'Answer a call',
    description:
      'By a participant whom it rings. A client that names its `device` is safe from a second device of the same user that ' +
      'answers at the same moment: that one is refused with `answered_elsewhere`. With the third member a call’s media ' +
      'move to the router (`media`, `call.media_moved`).',
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: AcceptCall,
    bodyOptional: true,
    responses: { 200: Call },
    handler: async ({ params, body }, { scope }) =>
      ok(await calls.accept(scope, params.id, body.device)),
  });
}

function commandRoute(
  text: CallCommandText,
  run: (scope: Scope, id: string) => Promise<DomainCall>,
): Route {
  return defineRoute({
    method: 'POST',
    path: `${PATH}/{id}/${text.command}`,
    operationId: `${text.command}Call`,
    tag: 'Calls',
    summary: text.summary,
    description: text.description,
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: NoFields,
    bodyOptional: true,
    responses: { 200: Call },
    handler: async ({ params }, { scope }) => ok(await run(scope, params.id)),
  });
}

function ok(call: DomainCall): Reply {
  return { status: 200, body: callToWire(call) };
}

/** The mailbox's number that an opaque cursor stands for. */
export function cursorSequence(cursor: string): number {
  return sequenceKey(decodeCursor(cursor));
}
