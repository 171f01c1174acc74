import type { Replaces } from '@sky-genesis/sip';
import { type CallFacts, isTalking, legOf, type PhoneCalls } from '../../domain/calls/index.ts';
import { AppError, type Grant, type Scope } from '../../kernel/index.ts';
import type { SipLeg } from './leg.ts';
import type { LegBook } from './leg-book.ts';
import type { SipIdentityParts } from './ports.ts';

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

/** Rings `to` in the place of the leg's member, and tells how it comes out: what the phone hears by NOTIFY. */
export async function transferByPhone(
  { calls, book, grantsOf }: TransferParts,
  leg: SipLeg,
  since: Scope,
  to: string,
  tell: (status: number) => void,
): Promise<void> {
  const scope = await asOfNow(since, grantsOf);
  const known = (await calls.get(scope, leg.callId)).legs.map(({ id }) => id);
  const call = await calls.transferByPhone(scope, leg.callId, leg.member, to);
  const rung = call.legs.find(({ id }) => !known.includes(id));
  if (rung === undefined) {
    tell(500);
    return;
  }
  const atOnce = outcomeOf(call, rung.id);
  if (atOnce !== undefined) {
    tell(atOnce);
    return;
  }
  const unwatch = book.watch(leg.callId, (facts) => {
    const status = outcomeOf(facts, rung.id);
    if (status === undefined) return;
    unwatch();
    tell(status);
  });
}

/** Joins the others of the leg's call to those of another one of the same phone, PBX or user, who leaves both. */
export async function joinByPhone(
  { calls, book, systemScope }: TransferParts,
  leg: SipLeg,
  scope: Scope,
  { callId, toTag, fromTag, earlyOnly }: Replaces,
  tell: (status: number) => void,
): Promise<void> {
  const other = book.at({ callId, localTag: toTag, remoteTag: fromTag });
  if (other === undefined) throw new AppError('answered_elsewhere');
  if (other.peer !== leg.peer) throw new AppError('forbidden');
  if (earlyOnly) {
    // RFC 3891 §3: it has been answered.
    tell(486);
    return;
  }
  const unwatch = book.watch(other.callId, (facts) => {
    if (legOf(facts, other.member)?.status === 'left') tell(200);
  });
  try {
    // Members of a trunk's calls have names of their own in each.
    const as = scope.principal.kind === 'user' ? scope : systemScope(scope.org);
    await calls.joinByPhone(as, leg, other);
  } finally {
    unwatch();
  }
}

interface TransferParts extends Pick<SipIdentityParts, 'grantsOf'> {
  readonly calls: PhoneCalls;
  readonly book: LegBook;
  readonly systemScope: (org: string) => Scope;
}

/** A call may outlast the right to call outside that it began with. */
async function asOfNow(scope: Scope, grantsOf: SipIdentityParts['grantsOf']): Promise<Scope> {
  const { org, principal } = scope;
  if (principal.kind !== 'user') return scope;
  const grants = (await grantsOf(org, principal.id)) ?? new Set<Grant>();
  return { ...scope, principal: { ...principal, grants } };
}

function outcomeOf(call: CallFacts, legId: string): number | undefined {
  const leg = call.legs.find(({ id }) => id === legId);
  if (leg === undefined) return 500;
  return isTalking(leg) ? 200 : OUTCOMES[leg.status];
}
