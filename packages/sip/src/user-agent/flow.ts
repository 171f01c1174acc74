import { type Hop, isReliable, isWebSocket } from '../hop.ts';
import type { SipRequest } from '../message/message.ts';
import { topVia } from '../message/routing.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
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

/**
 * The same for who has answered a request: the flow that it was sent on, and a WebSocket, since what its peer says of its own
 * address is no place to connect to (RFC 7118 §5.5). `undefined` where the Contact may be believed.
 */
export function answeredOnlyBy({ hop, source }: ClientTransaction): Hop | undefined {
  const onFlow = hop.flow !== undefined || isWebSocket(hop.transport);
  return onFlow && source.flow !== undefined ? source : undefined;
}
