import { formatUri, type Referral } from '@sky-genesis/sip';
import type { Scope } from '../../kernel/index.ts';
import { targetOf } from './caller.ts';
import { statusOfError } from './causes.ts';
import type { SipLeg } from './leg.ts';
import type { LegParts } from './leg-parts.ts';

/** A phone puts its peer through (RFC 3515): whom it names rings, and it leaves when that one answers. */
export function referCall(parts: LegParts, scope: Scope, leg: SipLeg, referral: Referral): void {
  const to = targetOf(formatUri(referral.target.uri));
  if (to === undefined || referral.target.replaces !== undefined) {
    referral.refuse(to === undefined ? 400 : 501);
    return;
  }
  referral.accept();
  parts
    .transfer(leg, scope, to)
    .then((status) => referral.progress(status))
    .catch((error: unknown) => referral.progress(statusOfError(error)));
}
