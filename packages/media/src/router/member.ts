import { buildRtcp, type RtcpPacket } from '@sky-genesis/rtp';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import type { Consumer } from './consumer.ts';
import { IncomingLine } from './incoming-line.ts';
import type { IncomingStream } from './incoming-stream.ts';
import { Liveness } from './liveness.ts';
import { OutgoingLine } from './outgoing-line.ts';
import { PathShare } from './path-share.ts';

const NO_STREAMS: readonly IncomingStream[] = [];

/** One browser in a router: what arrives from it, what leaves to it, and the RTCP of both. */
export class Member {
  readonly slot: number;
  /** A telephone, whose packets are made here: nothing is sent to its slot, and ICE does not watch it. */
  readonly local: boolean;
  readonly incoming: IncomingLine;
  readonly outgoing: OutgoingLine;
  readonly path: PathShare;
  readonly liveness: Liveness;
  /** By producer. */
  readonly consumers = new Map<string, Consumer>();
  readonly #bySsrc = new Map<number, Consumer>();
  /** That our RTCP to this browser is sent from. */
  readonly reportSsrc: number;
  readonly cname: string;

  constructor(
    { slot, local }: { readonly slot: number; readonly local: boolean },
    reportSsrc: number,
    cname: string,
    nowMs: number,
    epochMs: number,
  ) {
    this.slot = slot;
    this.local = local;
    this.reportSsrc = reportSsrc;
    this.cname = cname;
    this.incoming = new IncomingLine(reportSsrc, nowMs);
    this.liveness = new Liveness(nowMs);
    this.outgoing = new OutgoingLine(slot, epochMs);
    this.path = new PathShare(this.outgoing);
  }

  /** Whether nothing has come for so long that nobody can be there any more. */
  isLost(nowMs: number): boolean {
    if (this.local) return false;
    const { lastPacketMs, producers } = this.incoming;
    const publishes = [...producers.values()].some(({ streams }) => streams.length > 0);
    return this.liveness.isLost(
      { publishes, sentOctets: this.outgoing.history.sentOctets, lastPacketMs },
      nowMs,
    );
  }

  streams(): readonly IncomingStream[] {
    if (this.incoming.producers.size === 0) return NO_STREAMS;
    const producers = [...this.incoming.producers.values()];
    return producers.flatMap(({ streams }) => streams.filter((stream) => stream !== undefined));
  }

  receive(consumer: Consumer): void {
    const { ssrc, rtxSsrc } = consumer.outgoing;
    this.consumers.set(consumer.producer.id, consumer);
    consumer.producer.consumers.add(consumer);
    this.#bySsrc.set(ssrc, consumer);
    if (rtxSsrc !== undefined) this.#bySsrc.set(rtxSsrc, consumer);
  }

  drop(producerId: string): void {
    const consumer = this.consumers.get(producerId);
    if (consumer === undefined) return;
    this.consumers.delete(producerId);
    consumer.producer.consumers.delete(consumer);
    this.#bySsrc.delete(consumer.outgoing.ssrc);
    this.#bySsrc.delete(consumer.outgoing.rtxSsrc ?? 0);
  }

  consumerOf(ssrc: number): Consumer | undefined {
    return this.#bySsrc.get(ssrc);
  }

  sendRtcp(packets: readonly RtcpPacket[], batch: PacketBatch, forwards: ForwardList): void {
    if (packets.length === 0) return;
    const bytes = buildRtcp(packets);
    forwards.addRaw(batch.addSource(bytes, 0, bytes.length), this.slot);
  }
}
