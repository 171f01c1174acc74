import type { Call, Leg } from './call.ts';
import { changed, ended, isAnswered, mediaFor, movedEvents, withStatus } from './change.ts';
import type { LegFailure } from './command.ts';
import { isTalking } from './members.ts';
import { type CallEvent, type Outcome, refuse, unchanged } from './outcome.ts';

/** The caller's own sound comes by a phone: a PBX has dialled the call's id. Once. */
export function attach(call: Call, leg: Leg, nowMs: number): Outcome {
  if (leg.role !== 'caller' || leg.kind === 'sip') {
    return refuse('call_state_conflict', { status: leg.status });
  }
  const legs = call.legs.map((other) => (other === leg ? { ...leg, kind: 'sip' as const } : other));
  const media = mediaFor(call.media, legs);
  const attached: CallEvent = { type: 'call.attached', userIds: [leg.userId] };
  return changed(call, { legs, media }, nowMs, [attached, ...movedEvents(call.media, media)]);
}

/** Another phone speaks for the member, who talks already. */
export function replacePhone(call: Call, leg: Leg, device: string, nowMs: number): Outcome {
  if (!isTalking(leg)) return refuse('call_state_conflict', { status: leg.status });
  const legs = call.legs.map((other) => (other === leg ? { ...leg, device } : other));
  return changed(call, { legs }, nowMs, [{ type: 'call.phone_replaced', userIds: [leg.userId] }]);
}

const EVENTS: Readonly<Record<LegFailure, CallEvent['type']>> = {
  busy: 'call.busy',
  declined: 'call.declined',
  no_answer: 'call.no_answer',
  unreachable: 'call.failed',
  failed: 'call.failed',
};

/** Somebody outside could not be had; the last of those who ring ends a call that nobody answered. */
export function fail(call: Call, leg: Leg, failure: LegFailure, nowMs: number): Outcome {
  if (leg.status !== 'ringing') return unchanged(call);
  const legs = withStatus(call.legs, [leg.userId], failure);
  const told: CallEvent = { type: EVENTS[failure], userIds: [leg.userId] };
  if (isAnswered(call) || legs.some((other) => other.status === 'ringing')) {
    return changed(call, { legs }, nowMs, [told]);
  }
  return ended(call, legs, failure, nowMs, [told, { type: 'call.ended' }]);
}

/** Digits that a member has dialled: told to the others. */
export function dial(call: Call, leg: Leg, digits: string, nowMs: number): Outcome {
  if (!isTalking(leg)) return refuse('call_state_conflict', { status: leg.status });
  return changed(call, {}, nowMs, [{ type: 'call.dtmf', userIds: [leg.userId], digits }]);
}
