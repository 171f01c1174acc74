import {
  ArrivalRecorder,
  extensionText,
  HeaderExtensions,
  RtpPacket,
  restoreFromRtx,
  transportSequence,
} from '@sky-genesis/rtp';
import type { ExtensionIds } from '../negotiation/media-description.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import type { IncomingStream } from './incoming-stream.ts';
import { addPlainSound } from './plain-sound.ts';
import type { Producer } from './producer.ts';

/** SSRCs that one browser may use at a time: who invents them endlessly is not listened to. */
const MAX_SSRCS = 128;
/** Of the packet in hand: lines take one after the other, and most receive nothing. */
const packetInHand = new RtpPacket();
const extensionsInHand = new HeaderExtensions();

interface Route {
  readonly producer: Producer;
  readonly stream: IncomingStream;
  readonly retransmits: boolean;
}

/**
 * What arrives on one transport. Each SSRC's first packets say by MID and RID (RFC 9143, RFC 8852)
 * what it is; SSRCs that the SDP announced are known before.
 */
export class IncomingLine {
  readonly producers = new Map<string, Producer>();
  readonly arrivals: ArrivalRecorder;
  lastPacketMs: number;
  #ids: ExtensionIds = {};
  readonly #routes = new Map<number, Route>();
  readonly #packet = packetInHand;
  readonly #extensions = extensionsInHand;

  /** @param reportSsrc that our RTCP to this browser is sent from */
  constructor(reportSsrc: number, nowMs: number) {
    this.arrivals = new ArrivalRecorder(reportSsrc);
    this.lastPacketMs = nowMs;
  }

  add(producer: Producer): void {
    const { mid, extensions, ssrcs, rids, codec } = producer.uplink;
    this.producers.set(mid, producer);
    // One BUNDLE has one numbering (RFC 9143 section 9), so sections can only add to it.
    this.#ids = { ...this.#ids, ...extensions };
    if (rids.length > 0) return;
    for (const { ssrc, rtxSsrc } of ssrcs.slice(0, 1)) {
      const stream = producer.stream(0, ssrc);
      this.#routes.set(ssrc, { producer, stream, retransmits: false });
      if (rtxSsrc !== undefined && codec.rtxPayloadType !== undefined)
        this.#routes.set(rtxSsrc, { producer, stream, retransmits: true });
    }
  }

  remove(producer: Producer): void {
    this.producers.delete(producer.uplink.mid);
    for (const [ssrc, route] of this.#routes)
      if (route.producer === producer) this.#routes.delete(ssrc);
  }

  streamOf(ssrc: number): IncomingStream | undefined {
    return this.#routes.get(ssrc)?.stream;
  }

  /** Lists packet `index` of the batch for all who receive it. */
  receive(batch: PacketBatch, index: number, forwards: ForwardList): void {
    const packet = this.#packet;
    const { nowMs } = batch;
    if (!packet.read(batch.buffer(index), batch.starts[index], batch.ends[index])) return;
    this.#extensions.read(packet);
    this.lastPacketMs = nowMs;
    this.#noteArrival(nowMs);
    const route = this.#routes.get(packet.ssrc) ?? this.#newRoute();
    // It belongs to nothing that was negotiated.
    if (route === undefined) return;
    const { producer, stream } = route;
    if (route.retransmits && !this.#restore(route, batch, index)) return;
    if (!producer.inspect(packet, nowMs)) return;
    const id = stream.receive(packet, nowMs, route.retransmits);
    if (producer.uplink.kind === 'audio') producer.hear(packet, this.#extensions);
    else if (producer.startsKeyFrame) {
      stream.keyFrames.satisfied();
      stream.size = producer.pictureSize ?? stream.size;
    }
    if (producer.blocked) return;
    const plain = producer.redundant ? addPlainSound(packet, batch) : index;
    for (const consumer of producer.consumers) {
      const source = consumer.takesRedundancy ? index : plain;
      if (source >= 0)
        consumer.forward(stream, packet, this.#extensions, source, id, nowMs, forwards);
    }
  }

  /** Probing comes as RTX padding, so every packet counts. */
  #noteArrival(nowMs: number): void {
    const id = this.#ids.transportSequence;
    const sequence = id === undefined ? -1 : transportSequence(this.#packet, this.#extensions, id);
    if (sequence >= 0) this.arrivals.receive(sequence, nowMs);
  }

  /** Turns a retransmission into the packet it repeats; false for padding. */
  #restore({ producer, stream }: Route, batch: PacketBatch, index: number): boolean {
    const packet = this.#packet;
    const { codec } = producer.uplink;
    if (packet.payloadType !== codec.rtxPayloadType) return false;
    const start = restoreFromRtx(packet, stream.ssrc, codec.payloadType);
    if (start < 0) return false;
    batch.starts[index] = start;
    if (!packet.read(batch.buffer(index), start, batch.ends[index])) return false;
    this.#extensions.read(packet);
    return true;
  }

  #newRoute(): Route | undefined {
    const { mid, streamId, repairedStreamId } = this.#ids;
    if (this.#routes.size >= MAX_SSRCS || mid === undefined) return undefined;
    const producer = this.producers.get(this.#text(mid));
    if (producer === undefined) return undefined;
    const { codec } = producer.uplink;
    const retransmits = this.#packet.payloadType === codec.rtxPayloadType;
    const rid = this.#text((retransmits ? repairedStreamId : streamId) ?? 0);
    const layer = producer.layerOf(rid);
    const stream = retransmits
      ? producer.streams[layer]
      : layer < 0
        ? undefined
        : producer.stream(layer, this.#packet.ssrc);
    if (stream === undefined) return undefined;
    const route = { producer, stream, retransmits };
    this.#routes.set(this.#packet.ssrc, route);
    return route;
  }

  #text(id: number): string {
    return extensionText(this.#packet, this.#extensions, id);
  }
}
