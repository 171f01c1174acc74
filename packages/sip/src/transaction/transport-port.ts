import type { Hop } from '../hop.ts';
import type { HostPort } from '../message/host.ts';
import type { SipMessage } from '../message/message.ts';

/** What the transactions ask of the transports. */
export interface MessageTransport {
  /** The address that a Via of ours shows to this hop, where responses can come. */
  sentBy(hop: Hop): HostPort;
  /** Hands a message over. Rejects where the hop can't be reached; a datagram that gets lost is no error. */
  send(message: SipMessage, hop: Hop): Promise<void>;
}
