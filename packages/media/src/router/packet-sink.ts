import type { HeaderExtensions, RtpPacket } from '@sky-genesis/rtp';
import type { ForwardList } from '../transport/forward-list.ts';
import type { IncomingStream } from './incoming-stream.ts';

/** Who is given the packets of a producer. */
export interface PacketSink {
  /** The layer that it would get on a path without limits; -1 for none. */
  readonly wantedLayer: number;
  /** Whether it takes sound with redundancy (RFC 2198) as it comes. */
  readonly takesRedundancy: boolean;
  /** What is wanted, or what flows, may have changed. */
  chooseLayer(nowMs: number): void;
  /**
   * Lists the packet, if this receiver gets it. The producer has inspected it; `source` is its index
   * in the batch, `packetId` its id in its stream's history.
   */
  forward(
    stream: IncomingStream,
    packet: RtpPacket,
    extensions: HeaderExtensions,
    source: number,
    packetId: number,
    nowMs: number,
    forwards: ForwardList,
  ): void;
}
