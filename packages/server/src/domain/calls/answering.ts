import type { Call, Leg } from './call.ts';
import { changed, ended, isAnswered, mayGoOn, withStatus } from './change.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';

/** The first who accepts connects the call; again, from another device of the user, changes nothing. */
export function accept(call: Call, leg: Leg, nowMs: number): Outcome {
  if (leg.role === 'caller') return refuse('call_state_conflict', { status: call.status });
  if (leg.status === 'connected' || leg.status === 'on_hold') return unchanged(call);
  if (leg.status !== 'ringing') return refuse('call_state_conflict', { status: leg.status });
  // Two talk browser to browser; a third needs the media router. His leg rings on.
  if (mayGoOn(call.legs)) return refuse('media_router_unavailable');
  const accepted: Leg = { ...leg, status: 'connected', answeredAtMs: nowMs };
  const legs = call.legs.map((other) => (other === leg ? accepted : other));
  return changed(call, { status: 'connected', answeredAtMs: nowMs, legs }, nowMs, [
    { type: 'call.accepted', userIds: [leg.userId] },
  ]);
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
