import type { SipRequest } from '@sky-genesis/sip';

/** Names that well-known scanners give themselves. Whoever hides is met by digest and its throttle. */
const SCANNERS =
  /friendly-scanner|sipvicious|sipcli|sip-scan|sundayddr|vaxsipuseragent|pplsip|sipsak|iwar|smap/i;

/** Whether to give no answer at all, so that nobody learns that a SIP server is here. */
export function isScanner({ headers }: SipRequest): boolean {
  return SCANNERS.test(headers.get('user-agent') ?? '');
}
