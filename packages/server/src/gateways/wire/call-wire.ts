import type { Call as WireCall } from '@sky-genesis/protocol';
import type { Call, CallFacts, Leg } from '../../domain/calls/index.ts';
import { nullableTimestamp, timestamp } from './time-wire.ts';

/**
 * A call as every answer has it: the caller's own leg, unless he has left what goes on without him, and the domain's bookkeeping
 * stay inside.
 */
export function callToWire(call: Call): WireCall {
  return { ...callFactsToWire(call), metadata: { ...call.metadata } };
}

/** A call as events carry it. */
export function callFactsToWire(call: CallFacts): Omit<WireCall, 'metadata'> {
  const createdAt = timestamp(call.createdAtMs);
  const callees = call.legs.filter((leg) => leg.role === 'callee');
  return {
    id: call.id,
    caller_id: call.callerId,
    participants: callees.map(({ address, userId }) => address ?? userId),
    call_type: call.callType,
    media: call.media,
    status: call.status,
    end_reason: call.endReason,
    start_time: createdAt,
    answer_time: nullableTimestamp(call.answeredAtMs),
    end_time: nullableTimestamp(call.endedAtMs),
    room_id: call.roomId,
    legs: call.legs.filter(isTold).map(({ id, userId, address, kind, status }) => ({
      ...{ id, user_id: address ?? userId, kind, status },
    })),
    created_at: createdAt,
    updated_at: call.updatedAtMs === call.createdAtMs ? createdAt : timestamp(call.updatedAtMs),
  };
}

function isTold({ role, status }: Leg): boolean {
  return role === 'callee' || status === 'left';
}
