import type { DomainEvent } from '@sky-genesis/protocol';
import { parseCallFacts, withAddresses } from '../../domain/calls/index.ts';
import { signalOf } from '../../domain/signaling/index.ts';
import type { RecordedEvent } from '../../kernel/index.ts';
import { callFactsToWire } from './call-wire.ts';
import { roomDataToWire } from './room-event-wire.ts';
import { signalToWire } from './signal-wire.ts';
import { timestamp } from './time-wire.ts';

/** An event as `GET …/events` lists it and an `Event` frame carries it. */
export function eventToWire(event: RecordedEvent): DomainEvent {
  return {
    id: event.id,
    position: event.position,
    channel: event.stream,
    seq: event.seq,
    type: event.type,
    data: dataToWire(event),
    actor: event.actor,
    source: event.source,
    created_at: timestamp(event.atMs),
  };
}

function dataToWire(event: RecordedEvent): Record<string, unknown> {
  const signal = signalOf(event);
  if (signal !== undefined) return { signal: signalToWire(signal) };
  if (event.stream.startsWith('room:')) return roomDataToWire(event);
  const { call, ...rest } = event.data;
  if (call === undefined) return { ...event.data };
  const { metadata, addresses, digits } = event.personal;
  const wire = callFactsToWire(withAddresses(parseCallFacts(call), addresses));
  return {
    ...rest,
    ...(digits === undefined ? {} : { digits }),
    call: metadata === undefined ? wire : { ...wire, metadata },
  };
}
