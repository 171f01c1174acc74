import { type Hop, isReliable } from '../hop.ts';
import type { SipRequest } from '../message/message.ts';
import { topVia } from '../message/routing.ts';
import { sameHost } from '../transport/source.ts';

/**
 * The hop that leads to the sender of a request where its Contact may not: on a connection that it opened (RFC 5626 §5.3),
 * and over UDP through a NAT, which shows by another source than its Via names (RFC 3581). `undefined` where
 * the Contact may be believed.
 */
export function reachedOnlyBy({ headers }: SipRequest, hop: Hop): Hop | undefined {
  if (hop.flow === undefined) return undefined;
  if (isReliable(hop.transport)) return hop;
  const via = topVia(headers);
  return via && !sameHost(via.sentBy.host, hop.address) ? hop : undefined;
}
