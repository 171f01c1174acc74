import type { Json, JsonObject, NewEvent } from '../../kernel/index.ts';
import type { Call } from './call.ts';
import { addressesOf, callFactsToJson } from './call-json.ts';
import type { CallEvent } from './outcome.ts';

/** Event type of the mailbox's messages, which live in the call's stream. */
export const SIGNAL_EVENT = 'call.signal';

export function streamOf(callId: string): string {
  return `call:${callId}`;
}

/** What happened to `call`, which is the call after all of it. */
export function toNewEvents(
  call: Call,
  events: readonly CallEvent[],
  metadata: JsonObject,
): readonly NewEvent[] {
  const stream = streamOf(call.id);
  const facts = callFactsToJson(call);
  const addresses = addressesOf(call);
  return events.map(({ type, userIds, digits, toCallId, from }) => {
    const data = {
      call: facts,
      ...aboutWhom(userIds),
      ...(toCallId === undefined ? {} : { to_call_id: toCallId }),
      ...(from === undefined ? {} : { from_call_id: from.callId, names: from.names }),
    };
    const personal = {
      ...(type === 'call.created' && Object.keys(metadata).length > 0
        ? { metadata: { subject: call.callerId, value: metadata } }
        : {}),
      ...(addresses === undefined ? {} : { addresses: { value: addresses } }),
      // What is typed may be a PIN.
      ...(digits === undefined ? {} : { digits: { value: digits } }),
    };
    return Object.keys(personal).length === 0
      ? { stream, type, data }
      : { stream, type, data, personal };
  });
}

function aboutWhom(userIds: readonly string[] | undefined): Readonly<Record<string, Json>> {
  if (userIds === undefined) return {};
  const [only, ...others] = userIds;
  return only !== undefined && others.length === 0 ? { user_id: only } : { user_ids: userIds };
}
