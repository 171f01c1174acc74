import { Call, type DomainEvent, parseAs, Signal } from '@sky-genesis/protocol';

/** What an event of a call's channel says. */
export type CallEvent =
  | {
      readonly kind: 'state';
      readonly type: string;
      readonly call: Call;
      readonly userId: string | null;
      /** Of `call.joined`: the call in which its newcomers were before. */
      readonly fromCallId?: string;
    }
  | { readonly kind: 'signal'; readonly signal: Signal };

/**
 * Reads an event of a `call:` channel.
 *
 * @returns undefined for other channels and for events of a newer server
 */
export function parseCallEvent(event: DomainEvent): CallEvent | undefined {
  if (!event.channel.startsWith('call:')) return undefined;
  if (event.type === 'call.signal') {
    const signal = parseAs(Signal, event.data.signal);
    return signal === undefined ? undefined : { kind: 'signal', signal };
  }
  const call = parseAs(Call, withMetadata(event.data.call));
  if (call === undefined) return undefined;
  const userId = typeof event.data.user_id === 'string' ? event.data.user_id : null;
  const { from_call_id: from } = event.data;
  const before = typeof from === 'string' ? { fromCallId: from } : {};
  return { kind: 'state', type: event.type, call, userId, ...before };
}

/** Only `call.created` carries metadata: they never change. */
function withMetadata(call: unknown): unknown {
  return typeof call === 'object' && call !== null ? { metadata: {}, ...call } : call;
}

/** The later of two states of one call, with its metadata. Equal times: what is told last. */
export function laterCall(known: Call, told: Call): Call {
  const stale = told.updated_at < known.updated_at || known.status === 'ended';
  if (stale) return known;
  const metadata = Object.keys(told.metadata).length === 0 ? known.metadata : told.metadata;
  return { ...told, metadata };
}
