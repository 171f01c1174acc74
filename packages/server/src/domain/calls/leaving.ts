import { decline } from './answering.ts';
import type { Call, Leg } from './call.ts';
import { changed, ended, isAnswered, mayGoOn, talkStatus, withStatus } from './change.ts';
import { isLive } from './members.ts';
import { type Changed, type Outcome, refuse, unchanged } from './outcome.ts';

/** For all, whoever is in it: `completed` once it was answered, `cancelled` before. */
export function endForAll(call: Call, by: string | null, nowMs: number): Changed {
  const reason = isAnswered(call) ? 'completed' : 'cancelled';
  return ended(call, call.legs, reason, nowMs, [
    by === null ? { type: 'call.ended' } : { type: 'call.ended', userIds: [by] },
  ]);
}

/**
 * The caller hangs up for all. A callee hangs up for himself: before he has answered that declines, after
 * that it leaves. Hanging up a call that one is out of already changes nothing.
 */
export function end(call: Call, leg: Leg, nowMs: number): Outcome {
  // A caller who has put the others through ends nothing any more.
  if (!isLive(leg)) return unchanged(call);
  if (leg.role === 'caller') return endForAll(call, leg.userId, nowMs);
  return leg.status === 'ringing' ? decline(call, leg, nowMs) : leave(call, leg, nowMs);
}

/** The others talk on, if there are two of them. */
export function leave(call: Call, leg: Leg, nowMs: number): Outcome {
  if (leg.status === 'left') return unchanged(call);
  if (leg.status !== 'connected' && leg.status !== 'on_hold') {
    return refuse('call_state_conflict', { status: leg.status });
  }
  const legs = withStatus(call.legs, [leg.userId], 'left');
  if (!mayGoOn(legs)) return endForAll(call, leg.userId, nowMs);
  return changed(call, { legs, status: talkStatus(legs) }, nowMs, [
    { type: 'call.left', userIds: [leg.userId] },
  ]);
}
