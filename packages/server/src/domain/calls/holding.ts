import type { Call, Leg } from './call.ts';
import { changed, isAnswered, talkStatus, withStatus } from './change.ts';
import { type Outcome, refuse } from './outcome.ts';

export function hold(call: Call, leg: Leg, nowMs: number): Outcome {
  if (!isAnswered(call) || leg.status !== 'connected') {
    return refuse('call_state_conflict', { status: isAnswered(call) ? leg.status : call.status });
  }
  const legs = withStatus(call.legs, [leg.userId], 'on_hold');
  return changed(call, { legs, status: 'on_hold' }, nowMs, [
    { type: 'call.held', userIds: [leg.userId] },
  ]);
}

/** The call is connected again when the last who held has resumed. */
export function resume(call: Call, leg: Leg, nowMs: number): Outcome {
  if (leg.status !== 'on_hold') {
    return refuse('call_state_conflict', { status: isAnswered(call) ? leg.status : call.status });
  }
  const legs = withStatus(call.legs, [leg.userId], 'connected');
  return changed(call, { legs, status: talkStatus(legs) }, nowMs, [
    { type: 'call.resumed', userIds: [leg.userId] },
  ]);
}
