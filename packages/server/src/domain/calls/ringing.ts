import type { Call } from './call.ts';
import { changed, ended, isAnswered, withStatus } from './change.ts';
import { type Changed, unchanged } from './outcome.ts';

/** When the next callee stops ringing, Unix milliseconds; undefined when none rings. */
export function nextRingTimeoutMs(call: Call): number | undefined {
  if (call.status === 'ended') return undefined;
  let next: number | undefined;
  for (const leg of call.legs) {
    if (leg.status !== 'ringing') continue;
    const dueMs = leg.ringingSinceMs + call.timeoutS * 1000;
    if (next === undefined || dueMs < next) next = dueMs;
  }
  return next;
}

/** Whoever has rung for `timeoutS` has not answered; the last of them ends a call that nobody answered. */
export function ringTimeout(call: Call, nowMs: number): Changed {
  const due = call.legs
    .filter((leg) => leg.status === 'ringing')
    .filter((leg) => leg.ringingSinceMs + call.timeoutS * 1000 <= nowMs)
    .map((leg) => leg.userId);
  if (due.length === 0) return unchanged(call);
  const legs = withStatus(call.legs, due, 'no_answer');
  const noAnswer = { type: 'call.no_answer', userIds: due } as const;
  if (isAnswered(call) || legs.some((leg) => leg.status === 'ringing')) {
    return changed(call, { legs }, nowMs, [noAnswer]);
  }
  return ended(call, legs, 'no_answer', nowMs, [noAnswer, { type: 'call.ended' }]);
}
