import { formatUri, type Referral } from '@sky-genesis/sip';
import type { Scope } from '../../kernel/index.ts';
import { targetOf } from './caller.ts';
import { statusOfError } from './causes.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';

/**
 * A phone puts its peer through (RFC 3515): to whom it names, who rings, and it leaves when that one answers; or to the peer of
 * another session of its own (RFC 3891), and it leaves both. What fails it is told, and has its calls as before.
 */
export function referCall(parts: LegParts, scope: Scope, leg: SipLeg, referral: Referral): void {
  const { uri, replaces } = referral.target;
  const to = targetOf(formatUri(uri));
  if (to === undefined && replaces === undefined) {
    referral.refuse(400);
    return;
  }
  referral.accept();
  const tell = (status: number) => void referral.progress(status);
  const work =
    replaces === undefined
      ? parts.transfer(leg, scope, to ?? '', tell)
      : parts.join(leg, scope, replaces, tell);
  work.catch((error: unknown) => tell(statusOfError(error)));
}
