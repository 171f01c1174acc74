import { type CallFacts, isTalking, type PhoneCalls } from '../../domain/calls/index.ts';
import type { Scope } from '../../kernel/index.ts';
import type { SipLeg } from './leg.ts';
import type { LegBook } from './leg-book.ts';

/** What a leg that was to be rung has come to, in SIP; undefined while it rings. */
const OUTCOMES: Readonly<Record<string, number>> = {
  declined: 603,
  busy: 486,
  no_answer: 480,
  unreachable: 404,
  failed: 500,
  cancelled: 487,
  left: 487,
  ended: 487,
};

/**
 * Rings `to` in the place of the leg's member, and waits for how it comes out.
 * @returns the final SIP status that the phone is told by NOTIFY
 */
export async function transferByPhone(
  { calls, book }: { readonly calls: PhoneCalls; readonly book: LegBook },
  leg: SipLeg,
  scope: Scope,
  to: string,
): Promise<number> {
  const known = (await calls.get(scope, leg.callId)).legs.map(({ id }) => id);
  const call = await calls.transferByPhone(scope, leg.callId, leg.member, to);
  const rung = call.legs.find(({ id }) => !known.includes(id));
  if (rung === undefined) return 500;
  const atOnce = outcomeOf(call, rung.id);
  if (atOnce !== undefined) return atOnce;
  return new Promise((resolve) => {
    const unwatch = book.watch(leg.callId, (facts) => {
      const status = outcomeOf(facts, rung.id);
      if (status === undefined) return;
      unwatch();
      resolve(status);
    });
  });
}

function outcomeOf(call: CallFacts, legId: string): number | undefined {
  const leg = call.legs.find(({ id }) => id === legId);
  if (leg === undefined) return 500;
  return isTalking(leg) ? 200 : OUTCOMES[leg.status];
}
