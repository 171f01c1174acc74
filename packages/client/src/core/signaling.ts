import type { Signal, SignalPayload, SignalType, Static } from '@sky-genesis/protocol';
import type { RestApi } from './rest-api.ts';
import type { VoipClient } from './voip-client.ts';
import { wait } from './wait.ts';

type Payload = Static<typeof SignalPayload>;

/** `toJSON` of what a browser gives (descriptions and candidates are no plain objects), or `{}`. */
export function signalPayload(payload: unknown): Payload {
  const plain: unknown = JSON.parse(JSON.stringify(payload ?? null));
  return isRecord(plain) ? plain : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const pollS = 25;

/** The mailbox by long poll. Ends when the call does. */
export async function* pollMailbox(
  rest: RestApi,
  callId: string,
  { after = 0, signal }: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Signal, void, void> {
  let seen = after;
  while (signal?.aborted !== true) {
    const startedMs = performance.now();
    const query = { after: seen, waitS: pollS, ...(signal === undefined ? {} : { signal }) };
    const signals = await rest.signals(callId, query).catch((error: unknown) => {
      if (signal?.aborted === true) return [];
      throw error;
    });
    for (const message of signals) {
      seen = Math.max(seen, message.seq);
      yield message;
    }
    if (signals.length > 0) continue;
    if ((await rest.call(callId)).status === 'ended') return;
    // A server or proxy that does not hold the poll is not asked in a tight loop.
    if (performance.now() - startedMs < 500) await wait(500, signal);
  }
}

/** The function the integration guide calls, bound to a client. */
export function createSignaling(
  client: Pick<VoipClient, 'sendSignalingMessage'>,
): (
  callId: string,
  messageType: SignalType,
  payload?: unknown,
  toUser?: string,
) => Promise<Signal> {
  return (callId, messageType, payload, toUser) =>
    client.sendSignalingMessage(callId, messageType, payload, toUser);
}
