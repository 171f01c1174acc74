import type { Signal as WireSignal } from '@sky-genesis/protocol';
import type { Signal } from '../../domain/signaling/index.ts';
import { timestamp } from './time-wire.ts';

export function signalToWire(signal: Signal): WireSignal {
  return {
    seq: signal.seq,
    id: signal.id,
    call_id: signal.callId,
    from_user: signal.fromUser,
    to_user: signal.toUser,
    message_type: signal.messageType,
    payload: payloadToWire(signal.payload),
    created_at: timestamp(signal.createdAtMs),
  };
}

/** What is stored has been checked to be an object or null. */
function payloadToWire(payload: Signal['payload']): WireSignal['payload'] {
  return typeof payload === 'object' && payload !== null ? { ...payload } : null;
}
