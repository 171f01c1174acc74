import type { Call, CallType, Leg } from './call.ts';
import { mediaFor, movedEvents } from './change.ts';
import type { Invitee } from './command.ts';
import type { CallEvent, Changed } from './outcome.ts';

export interface NewCall {
  readonly id: string;
  readonly org: string;
  readonly callerId: string;
  readonly createdBy: string;
  readonly callerLegId: string;
  /** `sip`: the caller's sound comes by a phone. */
  readonly callerKind: Leg['kind'];
  readonly callType: CallType;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeoutS: number;
  /** At least one. */
  readonly invitees: readonly Invitee[];
}

/**
 * A new call: initiating, and at once ringing for everyone who is free. With nobody free it has ended as
 * `busy`. The caller, a key too, counts as connected from the start.
 */
export function createCall(input: NewCall, nowMs: number): Changed {
  const { callerLegId, callerKind, invitees, ...facts } = input;
  const busy = invitees.filter((invitee) => invitee.busy).map((invitee) => invitee.userId);
  const allBusy = busy.length === invitees.length;
  const caller: Leg = {
    id: callerLegId,
    userId: input.callerId,
    role: 'caller',
    kind: callerKind,
    status: allBusy ? 'ended' : 'connected',
    ringingSinceMs: nowMs,
    answeredAtMs: nowMs,
  };
  const legs = [caller, ...invitees.map((invitee) => invitedLeg(invitee, nowMs))];
  const call: Call = {
    ...facts,
    media: mediaFor('direct', legs),
    version: 1,
    status: allBusy ? 'ended' : 'ringing',
    endReason: allBusy ? 'busy' : null,
    legs,
    roomId: null,
    createdAtMs: nowMs,
    answeredAtMs: null,
    endedAtMs: allBusy ? nowMs : null,
    updatedAtMs: nowMs,
  };
  return { ok: true, call, events: eventsOf(call, busy) };
}

export function invitedLeg(invitee: Invitee, nowMs: number): Leg {
  return {
    id: invitee.legId,
    userId: invitee.userId,
    role: 'callee',
    kind: invitee.kind,
    status: invitee.busy ? 'busy' : 'ringing',
    ringingSinceMs: nowMs,
    answeredAtMs: null,
    ...(invitee.address === undefined ? {} : { address: invitee.address }),
  };
}

function eventsOf(call: Call, busy: readonly string[]): readonly CallEvent[] {
  const events: CallEvent[] = [{ type: 'call.created' }, ...movedEvents('direct', call.media)];
  if (busy.length > 0) events.push({ type: 'call.busy', userIds: busy });
  if (call.status === 'ended') events.push({ type: 'call.ended' });
  return events;
}
