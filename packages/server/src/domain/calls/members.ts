import type { Principal } from '../../kernel/index.ts';
import type { Leg, LegStatus } from './call.ts';
import type { CallFacts } from './call-json.ts';

/** Statuses of who is still in the call or may still come in. */
const LIVE: ReadonlySet<LegStatus> = new Set(['ringing', 'connected', 'on_hold']);

export function isLive(leg: Leg): boolean {
  return LIVE.has(leg.status);
}

export function isTalking(leg: Leg): boolean {
  return leg.status === 'connected' || leg.status === 'on_hold';
}

/** The caller and everyone who has ever been invited. */
export function membersOf(call: CallFacts): readonly string[] {
  return call.legs.map((leg) => leg.userId);
}

export function legOf(call: CallFacts, memberId: string): Leg | undefined {
  return call.legs.find((leg) => leg.userId === memberId);
}

/** A principal's name among a call's members: the user id, or `key:<id>`. */
export function memberIdOf(principal: Principal): string {
  return principal.kind === 'user' ? principal.id : `${principal.kind}:${principal.id}`;
}

/** As whom a principal acts in a call: the key that made it as its caller; undefined for a stranger. */
export function actsAs(call: CallFacts, principal: Principal): string | undefined {
  const id = memberIdOf(principal);
  if (legOf(call, id) !== undefined) return id;
  return call.createdBy === id ? call.callerId : undefined;
}
