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
 * The TCP hop that a request should try because it is too large for a datagram (§18.1.1); `undefined` where the hop is right
 * as it is. A hop that names a flow is the only way to that peer.
 */
export function tcpFor(
  message: SipMessage,
  hop: Hop,
  { maxDatagramBytes, transports }: DatagramLimits,
): Hop | undefined {
  if (hop.transport !== 'UDP' || hop.flow !== undefined) return undefined;
  if (!transports.includes('TCP') || sizeOf(message) <= maxDatagramBytes) return undefined;
  return { ...hop, transport: 'TCP' };
}
