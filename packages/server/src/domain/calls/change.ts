import type { Call, CallMedia, EndReason, Leg, LegStatus } from './call.ts';
import { isLive, isTalking } from './members.ts';
import type { CallEvent, Changed } from './outcome.ts';

/** The fields that a command may change; version and time follow by themselves. */
type Patch = Partial<
  Pick<Call, 'status' | 'endReason' | 'legs' | 'media' | 'answeredAtMs' | 'endedAtMs'>
>;

export function changed(
  call: Call,
  patch: Patch,
  nowMs: number,
  events: readonly CallEvent[],
): Changed {
  const updatedAtMs = Math.max(nowMs, call.updatedAtMs);
  return { ok: true, call: { ...call, ...patch, version: call.version + 1, updatedAtMs }, events };
}

export function withStatus(
  legs: readonly Leg[],
  userIds: readonly string[],
  status: LegStatus,
): readonly Leg[] {
  return legs.map((leg) => (userIds.includes(leg.userId) ? { ...leg, status } : leg));
}

/** Ends the call for everybody who is still in it. */
export function ended(
  call: Call,
  legs: readonly Leg[],
  endReason: EndReason,
  nowMs: number,
  events: readonly CallEvent[],
): Changed {
  return changed(
    call,
    { status: 'ended', endReason, endedAtMs: nowMs, legs: legs.map(endedLeg) },
    nowMs,
    events,
  );
}

function endedLeg(leg: Leg): Leg {
  if (leg.status === 'ringing') return { ...leg, status: 'cancelled' };
  return isTalking(leg) ? { ...leg, status: 'ended' } : leg;
}

export function isAnswered(call: Call): boolean {
  return call.status === 'connected' || call.status === 'on_hold';
}

/** A connected call is on hold while anybody in it holds. */
export function talkStatus(legs: readonly Leg[]): 'connected' | 'on_hold' {
  return legs.some((leg) => leg.status === 'on_hold') ? 'on_hold' : 'connected';
}

/** Fewer than two who talk are no call any more. */
export function mayGoOn(legs: readonly Leg[]): boolean {
  return legs.filter(isTalking).length >= 2;
}

/**
 * Two talk browser to browser; whoever comes or rings beside them, and every phone, brings the media to the
 * router.
 */
export function mediaFor(media: CallMedia, legs: readonly Leg[]): CallMedia {
  const live = legs.filter(isLive);
  return live.length > 2 || live.some(({ kind }) => kind === 'sip') ? 'router' : media;
}

/** What is told of it, where the media have just moved. */
export function movedEvents(before: CallMedia, after: CallMedia): readonly CallEvent[] {
  return before === after ? [] : [{ type: 'call.media_moved' }];
}
