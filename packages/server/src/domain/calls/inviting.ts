import type { Call, Leg } from './call.ts';
import { changed, mediaFor, movedEvents } from './change.ts';
import type { Invitee } from './command.ts';
import { invitedLeg } from './create-call.ts';
import { isLive, legOf } from './members.ts';
import { type CallEvent, type Outcome, refuse } from './outcome.ts';

/** Callees of one call, those who are out of it included. */
export const MAX_CALLEES = 50;

/** Rings more people; who declined, did not answer or left may be rung again. */
export function invite(
  call: Call,
  invitees: readonly Invitee[],
  nowMs: number,
  transferredBy?: string,
): Outcome {
  for (const { userId, address = userId } of invitees) {
    if (userId === call.callerId) return refuse('participant_is_caller', { participant: userId });
    const known = legOf(call, userId) ?? call.legs.find((leg) => leg.address === address);
    if (known !== undefined && isLive(known)) {
      return refuse('participant_exists', { participant: address });
    }
  }
  const invited = withInvited(call.legs, invitees, nowMs);
  const legs = invited.map((leg) =>
    transferredBy !== undefined && invitees.some(({ legId }) => legId === leg.id)
      ? { ...leg, transferredBy }
      : leg,
  );
  if (legs.length - 1 > MAX_CALLEES) return refuse('too_many_participants', { limit: MAX_CALLEES });
  const media = mediaFor(call.media, legs);
  const moved = movedEvents(call.media, media);
  return changed(call, { legs, media }, nowMs, [...eventsOf(invitees), ...moved]);
}

/** A known callee keeps the place of the first invitation. */
function withInvited(
  legs: readonly Leg[],
  invitees: readonly Invitee[],
  nowMs: number,
): readonly Leg[] {
  const invited = new Map(invitees.map((one) => [one.userId, invitedLeg(one, nowMs)]));
  const kept = legs.map((leg) => invited.get(leg.userId) ?? leg);
  const known = new Set(legs.map((leg) => leg.userId));
  return [...kept, ...[...invited.values()].filter((leg) => !known.has(leg.userId))];
}

function eventsOf(invitees: readonly Invitee[]): readonly CallEvent[] {
  const invited = invitees.map((one) => one.userId);
  const busy = invitees.filter((one) => one.busy).map((one) => one.userId);
  const events: CallEvent[] = [{ type: 'call.invited', userIds: invited }];
  if (busy.length > 0) events.push({ type: 'call.busy', userIds: busy });
  return events;
}
