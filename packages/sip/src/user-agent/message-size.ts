import type { Hop, TransportName } from '../hop.ts';
import type { SipMessage } from '../message/message.ts';

/** What deciding about a datagram needs to know. */
export interface DatagramLimits {
  /** Larger requests go over TCP; 1,300 where the path's MTU is unknown (RFC 3261 §18.1.1). */
  readonly maxDatagramBytes: number;
  /** Transports that are open. */
  readonly transports: readonly TransportName[];
}

/** Via, with a branch and an IPv6 address, which the transaction layer adds. */
const viaBytes = 120;

/** Bytes of the message on the wire, to the letter for ASCII; never less than half of them. */
function sizeOf({ headers, body }: SipMessage): number {
  let size = 64 + viaBytes + body.byteLength;
  for (const { name, value } of headers) size += name.length + value.length + 4;
  return size;
}

/**
 * The hops for one hop of `locate`: a request that is too large for a datagram tries TCP first and UDP after (§18.1.1).
 * A hop that names a flow is the only way to that peer and stays as it is.
 */
export function byMessageSize(
  message: SipMessage,
  hop: Hop,
  { maxDatagramBytes, transports }: DatagramLimits,
): readonly Hop[] {
  if (hop.transport !== 'UDP' || hop.flow !== undefined || !transports.includes('TCP'))
    return [hop];
  return sizeOf(message) <= maxDatagramBytes ? [hop] : [{ ...hop, transport: 'TCP' }, hop];
}
