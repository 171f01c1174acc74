import type { Call, Leg } from './call.ts';
import {
  changed,
  ended,
  isAnswered,
  mayGoOn,
  mediaFor,
  movedEvents,
  talkStatus,
  withStatus,
} from './change.ts';
import type { CallCommand } from './command.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';

/**
 * The first who accepts connects the call. Said again it changes nothing, unless another device of the
 * user says it: that one must not begin to talk as well.
 */
export function accept(
  call: Call,
  leg: Leg,
  nowMs: number,
  {
    device,
    phone = false,
  }: Pick<Extract<CallCommand, { type: 'accept' }>, 'device' | 'phone'> = {},
): Outcome {
  if (leg.role === 'caller') return refuse('call_state_conflict', { status: call.status });
  if (leg.status === 'connected' || leg.status === 'on_hold') {
    // A phone says it once: another session under its name is another phone, or a fork of it.
    return !phone && leg.device === device ? unchanged(call) : refuse('answered_elsewhere');
  }
  if (leg.status !== 'ringing') return refuse('call_state_conflict', { status: leg.status });
  const answeredBy = device === undefined ? {} : { device };
  const kind = phone ? { kind: 'sip' as const } : {};
  const accepted: Leg = {
    ...leg,
    ...kind,
    status: 'connected',
    answeredAtMs: nowMs,
    ...answeredBy,
  };
  const answered = call.legs.map((other) => (other === leg ? accepted : other));
  const legs = withoutTransferor(answered, leg);
  const media = mediaFor(call.media, legs);
  const handedOver = legs !== answered;
  const next = {
    ...answeredBefore(call, nowMs),
    // A hold of who is out of it now would never end.
    ...(handedOver ? { status: talkStatus(legs) } : {}),
    legs,
    media,
  };
  return changed(call, next, nowMs, [
    { type: 'call.accepted', userIds: [leg.userId] },
    ...movedEvents(call.media, media),
    ...(!handedOver || leg.transferredBy === undefined
      ? []
      : [{ type: 'call.transferred' as const, userIds: [leg.transferredBy, leg.userId] }]),
  ]);
}

/** Who put the call through is out of it now, where two others are in it. */
function withoutTransferor(legs: readonly Leg[], { transferredBy }: Leg): readonly Leg[] {
  if (transferredBy === undefined) return legs;
  const without = withStatus(legs, [transferredBy], 'left');
  return mayGoOn(without) ? without : legs;
}

/** The last one ringing who declines ends a call that nobody has answered. */
export function decline(call: Call, leg: Leg, nowMs: number): Outcome {
  if (leg.status === 'declined') return unchanged(call);
  if (leg.role === 'caller' || leg.status !== 'ringing') {
    return refuse('call_state_conflict', { status: leg.status });
  }
  const legs = withStatus(call.legs, [leg.userId], 'declined');
  const declined = { type: 'call.declined', userIds: [leg.userId] } as const;
  if (isAnswered(call) || legs.some((other) => other.status === 'ringing')) {
    return changed(call, { legs }, nowMs, [declined]);
  }
  return ended(call, legs, 'declined', nowMs, [declined, { type: 'call.ended' }]);
}

/** Who comes later neither begins the call anew nor takes it off hold. */
function answeredBefore(call: Call, nowMs: number): Partial<Call> {
  return isAnswered(call) ? {} : { status: 'connected', answeredAtMs: nowMs };
}
