import type { NewEvent, RecordedEvent } from '../../kernel/index.ts';
import { SIGNAL_EVENT, streamOf } from '../calls/index.ts';
import { SIGNAL_TYPES, type Signal } from './signal.ts';

/** What is stored: the payload is personal (addresses, SDP) and is erased when the call ends. */
export function signalEvent(signal: Omit<Signal, 'seq' | 'createdAtMs'>): NewEvent {
  return {
    stream: streamOf(signal.callId),
    type: SIGNAL_EVENT,
    data: {
      signal_id: signal.id,
      from_user: signal.fromUser,
      to_user: signal.toUser,
      message_type: signal.messageType,
    },
    personal: { payload: { subject: signal.fromUser, value: signal.payload } },
  };
}

/** The message of a recorded event; undefined when it is another event or its payload is erased. */
export function signalOf(event: RecordedEvent): Signal | undefined {
  if (event.type !== SIGNAL_EVENT) return undefined;
  const { signal_id: id, from_user: fromUser, to_user: toUser } = event.data;
  const messageType = SIGNAL_TYPES.find((type) => type === event.data.message_type);
  const payload = event.personal.payload;
  if (typeof id !== 'string' || typeof fromUser !== 'string' || messageType === undefined) {
    return undefined;
  }
  if (payload === undefined) return undefined;
  return {
    seq: event.seq,
    id,
    callId: event.stream.slice(streamOf('').length),
    fromUser,
    toUser: typeof toUser === 'string' ? toUser : null,
    messageType,
    payload,
    createdAtMs: event.atMs,
  };
}

export function isSignalFor(signal: Signal, memberId: string): boolean {
  return signal.toUser === null ? signal.fromUser !== memberId : signal.toUser === memberId;
}
