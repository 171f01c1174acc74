import { packetKind, parseRtcp, type RtcpPacket } from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import type { OutgoingStream, Section } from '../negotiation/write-section.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import { Consumer } from './consumer.ts';
import { requestFor } from './key-frames.ts';
import { Member } from './member.ts';
import { Producer } from './producer.ts';
import { measure, sendFeedback, sendReports, sendRequests } from './reports.ts';
import type { Wish } from './wish.ts';

const FEEDBACK_MS = 50;
const REPORT_MS = 1000;
const LAYERS_MS = 100;

/** Numbers nobody should be able to guess; injected, so that a test can know them. */
export type RandomNumber = (below: number) => number;

/**
 * Forwards between the members of one room or one anchored call. Pure: packets come in batches, what
 * to send goes into a list, and the clock is the batch's.
 */
export class Router {
  readonly #random: RandomNumber;
  readonly #epochMs: number;
  readonly #members = new Map<number, Member>();
  readonly #producers = new Map<string, Producer>();
  #feedbackMs = 0;
  #reportMs = 0;
  #layersMs = 0;

  /** @param epochMs `Date.now()` less the clock of the batches */
  constructor(random: RandomNumber, epochMs: number) {
    this.#random = random;
    this.#epochMs = epochMs;
  }

  /** @param local for a telephone: see `Member` */
  join(slot: number, nowMs: number, local = false): void {
    const ssrc = this.newSsrc();
    const cname = this.#random(2 ** 40).toString(36);
    this.#members.set(slot, new Member({ slot, local }, ssrc, cname, nowMs, this.#epochMs));
  }

  /** With all it published and received. */
  leave(slot: number): void {
    for (const producer of [...this.#producers.values()])
      if (producer.slot === slot) this.unpublish(producer.id);
    for (const id of [...(this.#members.get(slot)?.consumers.keys() ?? [])]) this.drop(slot, id);
    this.#members.delete(slot);
  }

  newSsrc(): number {
    return 1 + this.#random(2 ** 32 - 2);
  }

  publish(slot: number, id: string, uplink: Uplink): Producer {
    const producer = new Producer(id, slot, uplink);
    this.#producers.set(id, producer);
    this.#members.get(slot)?.incoming.add(producer);
    return producer;
  }

  /** Its consumers receive nothing any more, and remain until they are dropped. */
  unpublish(id: string): void {
    const producer = this.#producers.get(id);
    if (producer === undefined) return;
    this.#producers.delete(id);
    producer.consumers.clear();
    this.#members.get(producer.slot)?.incoming.remove(producer);
  }

  get producers(): ReadonlyMap<string, Producer> {
    return this.#producers;
  }

  get members(): ReadonlyMap<number, Member> {
    return this.#members;
  }

  /** Lets member `slot` receive `producer` in `section`. Video begins with the next key frame. */
  receive(
    slot: number,
    producer: Producer,
    section: Section,
    outgoing: OutgoingStream,
    nowMs: number,
  ): void {
    const member = this.#members.get(slot);
    if (member === undefined) return;
    const line = member.outgoing;
    // Its first packets may be lost: a receiver that begins behind the first wrap would count another rollover (RFC 3711 section 3.3.1).
    const firstSequence = this.#random(2 ** 15);
    const consumer = new Consumer({ producer, line, section, outgoing, firstSequence });
    consumer.chooseLayer(nowMs);
    member.receive(consumer);
  }

  drop(slot: number, producerId: string): void {
    this.#members.get(slot)?.drop(producerId);
  }

  /** How member `slot` wants to see a producer; false when it does not receive it. */
  want(slot: number, producerId: string, wish: Wish, nowMs: number): boolean {
    const consumer = this.#members.get(slot)?.consumers.get(producerId);
    consumer?.want(wish);
    consumer?.chooseLayer(nowMs);
    return consumer !== undefined;
  }

  /** Forwards nothing of a producer while it is blocked; afterwards video begins with a key frame. */
  block(producerId: string, blocked: boolean, nowMs: number): void {
    const producer = this.#producers.get(producerId);
    if (producer === undefined) return;
    producer.blocked = blocked;
    for (const consumer of producer.consumers) consumer.chooseLayer(nowMs);
  }

  /** Lists what becomes of RTP packet `index` of the batch. */
  receiveRtp(slot: number, batch: PacketBatch, index: number, forwards: ForwardList): void {
    this.#members.get(slot)?.incoming.receive(batch, index, forwards);
  }

  /**
   * Acts on RTCP packet `index`. After the RTP of its batch: what is sent again lies in histories
   * that later packets overwrite.
   */
  receiveRtcp(slot: number, batch: PacketBatch, index: number, forwards: ForwardList): void {
    const member = this.#members.get(slot);
    const bytes = batch.buffer(index);
    if (member === undefined || packetKind(bytes, batch.starts[index]) !== 'rtcp') return;
    member.incoming.lastPacketMs = batch.nowMs;
    for (const packet of parseRtcp(bytes, batch.starts[index], batch.ends[index]))
      this.#takeRtcp(member, packet, batch, forwards);
  }

  /** What time makes due; to be called every 20 ms. */
  tick(batch: PacketBatch, forwards: ForwardList): void {
    const { nowMs } = batch;
    const feedback = nowMs - this.#feedbackMs >= FEEDBACK_MS;
    const report = nowMs - this.#reportMs >= REPORT_MS;
    const layers = nowMs - this.#layersMs >= LAYERS_MS;
    for (const member of this.#members.values()) {
      if (member.local) {
        if (report) measure(member, nowMs);
        continue;
      }
      sendRequests(member, batch, forwards);
      if (feedback) sendFeedback(member, batch, forwards);
      if (report) sendReports(member, batch, forwards);
      if (layers) member.path.share(member.consumers.values(), nowMs);
      for (const consumer of member.consumers.values()) {
        if (layers) consumer.chooseLayer(nowMs);
        if (consumer.waiting) this.#requestFor(consumer, batch, forwards);
      }
      member.path.tick(member.consumers.values(), batch, forwards);
    }
    if (feedback) this.#feedbackMs = nowMs;
    if (report) this.#reportMs = nowMs;
    if (layers) this.#layersMs = nowMs;
  }

  #takeRtcp(member: Member, packet: RtcpPacket, batch: PacketBatch, forwards: ForwardList): void {
    const { nowMs } = batch;
    switch (packet.kind) {
      case 'sender-report':
        member.incoming.streamOf(packet.ssrc)?.takeReport(packet, nowMs);
        break;
      case 'nack': {
        const consumer = member.consumerOf(packet.mediaSsrc);
        if (consumer !== undefined)
          member.outgoing.resend(consumer, packet.sequenceNumbers, batch, forwards);
        return;
      }
      case 'picture-loss':
        this.#losePicture(member.consumerOf(packet.mediaSsrc), batch, forwards);
        return;
      case 'full-intra-request':
        for (const { ssrc } of packet.requests)
          this.#losePicture(member.consumerOf(ssrc), batch, forwards);
        return;
      case 'transport-feedback':
        member.path.probe.take(member.outgoing.takeFeedback(packet, nowMs));
        return;
      case 'receiver-bitrate':
        member.outgoing.estimator.limitByReceiver(packet.bitrateBps, nowMs);
        return;
      case 'receiver-report':
        break;
      default:
        return;
    }
    for (const block of packet.reports) {
      member.outgoing.takeReport(block, nowMs);
      member.consumerOf(block.ssrc)?.delivery.takeReport(block);
    }
  }

  #losePicture(consumer: Consumer | undefined, batch: PacketBatch, forwards: ForwardList): void {
    if (consumer === undefined) return;
    consumer.delivery.pictureLosses += 1;
    this.#requestFor(consumer, batch, forwards);
  }

  #requestFor(consumer: Consumer, batch: PacketBatch, forwards: ForwardList): void {
    const publisher = this.#members.get(consumer.producer.slot);
    if (publisher !== undefined) requestFor(publisher, consumer, batch, forwards);
  }
}
