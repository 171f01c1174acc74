import type { Call, Leg } from './call.ts';
import { changed, ended, isAnswered, movedEvents, talkStatus, withStatus } from './change.ts';
import { MAX_CALLEES } from './inviting.ts';
import { isLive, isTalking, legOf } from './members.ts';
import { type CallEvent, type Changed, type Refusal, refuse } from './outcome.ts';

/** Two calls of one member who puts the others of both through to one another. */
export interface Joining {
  /** The call that ends: its others go on in the second. */
  readonly from: Call;
  readonly into: Call;
  /** As whom he is in each of them. */
  readonly by: { readonly from: string; readonly into: string };
}

export interface Joined {
  readonly ok: true;
  readonly from: Changed;
  readonly into: Changed;
}

/**
 * Attended transfer (RFC 5589 §7): who talks in the first call goes on in the second in the place of who asks, who leaves both. Pure;
 * both calls change, or neither.
 */
export function join({ from, into, by }: Joining, nowMs: number): Joined | Refusal {
  const refusal = refusalOf(from, by.from) ?? refusalOf(into, by.into);
  if (refusal !== undefined) return refusal;
  if (from.id === into.id) return refuse('call_state_conflict', { status: from.status });
  const movers = from.legs.filter((leg) => isTalking(leg) && leg.userId !== by.from);
  const arrivals = movers.map((leg) => arrival(from, leg));
  for (const { userId, address = userId } of arrivals) {
    const known = legOf(into, userId);
    if (known === undefined) continue;
    // A caller who has left keeps the call's first place.
    if (isLive(known) || known.role === 'caller') {
      return refuse('participant_exists', { participant: address });
    }
  }
  const legs = withArrivals(withStatus(into.legs, [by.into], 'left'), arrivals);
  if (legs.length - 1 > MAX_CALLEES) return refuse('too_many_participants', { limit: MAX_CALLEES });
  const names = movers.map(({ userId }, at) => [userId, arrivals[at]?.userId ?? userId] as const);
  const joined: CallEvent = {
    type: 'call.joined',
    userIds: arrivals.map(({ userId }) => userId),
    from: { callId: from.id, names: Object.fromEntries(names) },
  };
  const transferred: CallEvent = {
    type: 'call.transferred',
    userIds: [by.from, ...movers.map(({ userId }) => userId)],
    toCallId: into.id,
  };
  return {
    ok: true,
    into: grown(into, legs, joined, by.into, nowMs),
    from: emptied(from, by.from, transferred, nowMs),
  };
}

/** Only who talks to somebody can put him through. */
function refusalOf(call: Call, by: string): Refusal | undefined {
  const leg = legOf(call, by);
  if (leg === undefined) return refuse('call_not_found');
  if (call.status === 'ended')
    return refuse('call_ended', { reason: call.endReason ?? 'completed' });
  if (isAnswered(call) && isTalking(leg)) return undefined;
  return refuse('call_state_conflict', { status: isAnswered(call) ? leg.status : call.status });
}

/** Who calls in over a trunk is one caller of many of it: in another call he is himself. */
function arrival({ metadata }: Call, leg: Leg): Leg {
  const { transferredBy: _done, ...kept } = leg;
  const arrived: Leg = { ...kept, role: 'callee' };
  if (!/^(?:trunk|key):/.test(leg.userId)) return arrived;
  const { caller_number: number } = metadata;
  const address =
    typeof number === 'string' && /^\+?[0-9*#]+$/.test(number) ? { address: `tel:${number}` } : {};
  return { ...arrived, userId: `ext:${leg.id}`, ...address };
}

/** Who was in the second call before takes his place there again. */
function withArrivals(legs: readonly Leg[], arrivals: readonly Leg[]): readonly Leg[] {
  const back = new Map(arrivals.map((leg) => [leg.userId, leg]));
  const known = new Set(legs.map(({ userId }) => userId));
  const kept = legs.map((leg) => back.get(leg.userId) ?? leg);
  return [...kept, ...arrivals.filter(({ userId }) => !known.has(userId))];
}

function grown(into: Call, legs: readonly Leg[], change: CallEvent, by: string, nowMs: number) {
  // Three have been in it, if only for this moment; whoever arrives is met on the router.
  const media = 'router';
  return changed(into, { legs, media, status: talkStatus(legs) }, nowMs, [
    change,
    { type: 'call.left', userIds: [by] },
    ...movedEvents(into.media, media),
  ]);
}

function emptied(from: Call, by: string, change: CallEvent, nowMs: number): Changed {
  return ended(from, withStatus(from.legs, [by], 'left'), 'completed', nowMs, [
    change,
    { type: 'call.ended', userIds: [by] },
  ]);
}
