import type { Call, LegStatus } from '@sky-genesis/protocol';

const live: readonly LegStatus[] = ['ringing', 'connected', 'on_hold'];

/** The latest: whoever is outside gets a new one each time that they are called. */
function legOf(call: Call, userId: string): Call['legs'][number] | undefined {
  return call.legs.findLast((leg) => leg.user_id === userId);
}

/** What frames about media call a member: whoever is outside by their leg, not by their address. */
export function mediaIdOf(call: Call, userId: string): string {
  const leg = legOf(call, userId);
  return leg !== undefined && /^(?:sips?|tel):/i.test(userId) ? `ext:${leg.id}` : userId;
}

/** A user's status in a call; the caller's is `connected` while the call is not ended. */
export function legStatusOf(call: Call, userId: string): LegStatus | undefined {
  const status = legOf(call, userId)?.status;
  if (status !== undefined || call.caller_id !== userId) return status;
  return call.status === 'ended' ? 'ended' : 'connected';
}

/** Everybody else who is or was invited, the caller first. */
export function othersOf(call: Call, userId: string): readonly string[] {
  const everybody = new Set([call.caller_id, ...call.legs.map((leg) => leg.user_id)]);
  everybody.delete(userId);
  return [...everybody];
}

/** Those others who are in the call or may still come in. */
export function liveOthersOf(call: Call, userId: string): readonly string[] {
  return othersOf(call, userId).filter((other) => {
    const status = legStatusOf(call, other);
    return status !== undefined && live.includes(status);
  });
}

/** Whether `userId`, not `other`, opens the negotiation between the two: the caller does. */
export function opensNegotiation(call: Call, userId: string, other: string): boolean {
  if (call.caller_id === userId) return true;
  if (call.caller_id === other) return false;
  return userId < other;
}

/** Whether a member is in the call, talking or held. */
export function isTalking(call: Call, userId: string): boolean {
  const status = legStatusOf(call, userId);
  return status === 'connected' || status === 'on_hold';
}
