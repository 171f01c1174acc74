import type { CallFacts } from '../../domain/calls/index.ts';
import type { Scope } from '../../kernel/index.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';
import { PhoneSession } from './phone-session.ts';

/**
 * Opens the line of a member of a call, which hears of the keys and the hold of the phone.
 * @param scope as whom the phone acts, which may be another in the next call
 * @throws AppError as `PhoneSession.open`
 */
export function openCallPhone(
  parts: LegParts,
  leg: SipLeg,
  scope: () => Scope,
  lost: () => void,
): Promise<PhoneSession> {
  const seat = { org: scope().org, conferenceId: leg.callId, participantId: leg.member };
  return PhoneSession.open(parts, seat, {
    digit: (digit) => parts.dialled(leg, scope(), digit),
    held: (held) => parts.held(leg, scope(), held),
    lost,
  });
}

/** Brings the leg what it may not have heard: how its call stands now. */
export async function catchUp(parts: LegParts, leg: SipLeg, { org }: Scope): Promise<void> {
  leg.follow(await parts.calls.get(parts.systemScope(org), leg.callId));
}

/** Whether somebody else in the call holds the others. */
export function isHeldByOthers({ legs }: CallFacts, member: string): boolean {
  return legs.some(({ userId, status }) => userId !== member && status === 'on_hold');
}
