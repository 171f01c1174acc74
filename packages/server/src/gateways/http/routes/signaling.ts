import { CallId, pageOf, SendSignal, Signal } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Signaling } from '../../../domain/signaling/index.ts';
import { signalToWire } from '../../wire/signal-wire.ts';
import { pageReply } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';
import { cursorSequence } from './calls.ts';

const PATH = '/api/v1/voip/calls/{id}/signaling';
const CallParams = Type.Object({ id: CallId }, { additionalProperties: false });
const MailboxQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'messages with a higher `seq`' })),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 512,
        description: '`next_cursor`, in place of `after`',
      }),
    ),
    wait_s: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 30, description: 'seconds to wait for a first message' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
);
const DEFAULT_LIMIT = 100;
/** A session description of 64 KiB with its line ends escaped, and what stands around it. */
const BODY_LIMIT_BYTES = 131_072;

export function signalingRoutes(signaling: Signaling): readonly Route[] {
  return [sendRoute(signaling), readRoute(signaling)];
}

function sendRoute(signaling: Signaling): Route {
  return defineRoute({
    method: 'POST',
    path: PATH,
    operationId: 'sendSignal',
    tag: 'Signaling',
    summary: 'Say something to the others in a call',
    description:
      'From the call’s first moment on; who has not accepted yet finds it in the mailbox. Session descriptions and candidates are ' +
      'parsed, the rest is passed on. `hangup` is a word between peers: `POST …/end` ends the call.',
    auth: 'required',
    grant: 'calls:write',
    params: CallParams,
    body: SendSignal,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    creates: true,
    // Neither the number, which comes with the commit, nor the payload, which goes with the call.
    keepsPart: true,
    responses: { 201: Signal },
    handler: async ({ params, body }, { scope, receipt, kept }) => {
      const input = {
        messageType: body.message_type,
        ...(body.to_user === undefined ? {} : { toUser: body.to_user }),
        ...(body.payload === undefined ? {} : { payload: body.payload }),
      };
      const keep = (id: string) => receipt({ status: 201, body: id });
      const signal =
        kept === undefined
          ? await signaling.send(scope, params.id, input, keep)
          : await signaling.sent(scope, params.id, input, String(kept.body));
      return { status: 201, body: signalToWire(signal) };
    },
  });
}

function readRoute(signaling: Signaling): Route {
  return defineRoute({
    method: 'GET',
    path: PATH,
    operationId: 'listSignals',
    tag: 'Signaling',
    summary: 'The mailbox: what the others have said to me',
    description:
      'Messages with `seq` above `after`, in order. With `wait_s` an empty mailbox answers when something comes in, when the ' +
      'call ends, or empty after that time. An ended call’s mailbox is empty.',
    auth: 'required',
    grant: 'calls:read',
    params: CallParams,
    query: MailboxQuery,
    responses: { 200: pageOf(Signal) },
    handler: async ({ params, query }, { scope, facts }) => {
      const { cursor, after = 0, wait_s = 0, limit = DEFAULT_LIMIT } = query;
      const page = await signaling.read(scope, params.id, {
        after: cursor === undefined ? after : cursorSequence(cursor),
        limit,
        waitMs: wait_s * 1000,
        signal: facts.signal,
      });
      const next = page.next === null ? null : String(page.next);
      return { status: 200, body: pageReply({ items: page.items, next }, signalToWire) };
    },
  });
}
