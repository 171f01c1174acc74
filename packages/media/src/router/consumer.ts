import {
  CounterRewriter,
  ForwardedExtensions,
  type HeaderExtensions,
  LayerSwitch,
  type RtpPacket,
  SenderStatistics,
  SentPackets,
  TimestampRewriter,
  Vp8Rewriter,
} from '@sky-genesis/rtp';
import type { OutgoingStream, Section } from '../negotiation/write-section.ts';
import type { ForwardList } from '../transport/forward-list.ts';
import type { VideoNeed } from './allocation.ts';
import { Delivery } from './delivery.ts';
import type { IncomingStream } from './incoming-stream.ts';
import { alignedTimestamp, sourceClock } from './lip-sync.ts';
import type { OutgoingLine } from './outgoing-line.ts';
import type { PacketSink } from './packet-sink.ts';
import type { Producer } from './producer.ts';
import { LAYER_IDS, type Receiver } from './receiver.ts';
import type { StreamInterval } from './stream-interval.ts';
import { type Wish, wantedLayer } from './wish.ts';

export interface ConsumerOptions {
  readonly producer: Producer;
  /** Where packets go, and what gives out transport-wide sequence numbers. */
  readonly line: OutgoingLine;
  readonly section: Section;
  readonly outgoing: OutgoingStream;
  /** The first sequence number, 0 to 65,535, which nobody should be able to guess (RFC 3550). */
  readonly firstSequence: number;
}

/** One receiver of a producer: chooses a layer and gives its packets an identity of their own. */
export class Consumer implements PacketSink, Receiver {
  readonly producer: Producer;
  readonly line: OutgoingLine;
  readonly section: Section;
  readonly outgoing: OutgoingStream;
  readonly layers = new LayerSwitch();
  readonly sent = new SentPackets();
  readonly statistics: SenderStatistics;
  readonly extensions: ForwardedExtensions;
  readonly delivery: Delivery;
  /** The highest that the path allows. */
  allowedLayer = Number.POSITIVE_INFINITY;
  #given = -1;
  #wish: Wish = { paused: false, pinned: false };
  readonly #sequences: CounterRewriter;
  readonly #timestamps: TimestampRewriter;
  readonly #vp8 = new Vp8Rewriter();
  #stream: IncomingStream | undefined;

  constructor(options: ConsumerOptions) {
    const { codec, extensions } = options.section;
    const { audioLevel } = options.producer.uplink.extensions;
    this.producer = options.producer;
    this.line = options.line;
    this.section = options.section;
    this.outgoing = options.outgoing;
    this.statistics = new SenderStatistics(codec.clockRate);
    this.delivery = new Delivery(options.section.kind, codec.clockRate);
    this.#timestamps = new TimestampRewriter(codec.clockRate);
    this.#sequences = new CounterRewriter(16, options.firstSequence);
    const level = extensions.audioLevel;
    const { mid, absSendTime: absSendTimeId, transportSequence: transportSequenceId } = extensions;
    this.extensions = new ForwardedExtensions({
      copied: audioLevel && level ? [{ from: audioLevel, to: level }] : [],
      ...(mid === undefined ? {} : { mid: { id: mid, value: options.section.mid } }),
      ...(absSendTimeId === undefined ? {} : { absSendTimeId }),
      ...(transportSequenceId === undefined ? {} : { transportSequenceId }),
    });
    this.layers.want(options.producer.layerCount - 1);
  }

  get wantedLayer(): number {
    if (this.producer.blocked) return -1;
    return wantedLayer(this.#wish, this.producer.layerSizes());
  }

  /** What its viewer wants from now on; `chooseLayer` acts on it. */
  want(wish: Wish): void {
    this.#wish = wish;
  }

  /** What it needs of the path. */
  need(nowMs: number): VideoNeed {
    const { maxWidth = 1280, maxHeight = 720, pinned } = this.#wish;
    return {
      ratesBps: this.producer.ratesBps(nowMs),
      wanted: this.wantedLayer,
      current: this.#given,
      pinned,
      area: maxWidth * maxHeight,
    };
  }

  /** The layer that it was given of the path last; -1 for none, or not yet. */
  get givenLayer(): number {
    return this.#given;
  }

  give(layer: number): void {
    this.#given = layer;
    this.allowedLayer = layer;
  }

  /** Goes for the layer that is wanted and allowed, or the best below it that the publisher sends. */
  chooseLayer(nowMs: number): void {
    const highest = Math.min(this.wantedLayer, this.allowedLayer);
    const layer = this.producer.flowingLayer(highest, nowMs);
    if (layer !== this.layers.target) this.layers.want(layer);
  }

  /** Sends nothing more of the present layer, not even again; the next begins with a key frame. */
  cut(): void {
    this.layers.cut();
    this.sent.forget();
  }

  takeInterval(): StreamInterval {
    return this.delivery.takeInterval();
  }

  forward(
    stream: IncomingStream,
    packet: RtpPacket,
    extensions: HeaderExtensions,
    source: number,
    packetId: number,
    nowMs: number,
    forwards: ForwardList,
  ): void {
    const decision = this.layers.decide(stream.layer, this.producer.startsKeyFrame);
    if (decision === 'drop') return;
    if (decision === 'switch') this.#restart();
    const { vp8 } = this.producer;
    // Nobody has a use for a packet that is nothing but padding.
    const padding = packet.payloadBytes === 0;
    const note = padding ? -1 : vp8 === undefined ? 0 : this.#vp8.forward(vp8);
    if (note < 0) {
      this.#sequences.drop(packet.sequenceNumber);
      return;
    }
    const sequence = this.#sequences.forward(packet.sequenceNumber);
    if (sequence < 0) return;
    const timestamp = this.#timestamp(stream, packet, nowMs);
    const row = this.line.list(
      this,
      packet,
      extensions,
      source,
      sequence,
      timestamp,
      nowMs,
      forwards,
    );
    this.line.listHead(this, row, packet, note, forwards);
    this.sent.record(sequence, stream.layer * LAYER_IDS + packetId, timestamp, note, nowMs);
    this.statistics.send(timestamp, packet.payloadBytes, this.line.unixMs(nowMs));
    this.delivery.octets += packet.payloadBytes;
  }

  /** The sender report for now, on the publisher's clock, so that sound and picture stay together. */
  report(nowMs: number) {
    const clock = sourceClock(this.#stream, (input) => this.#timestamps.translate(input));
    return this.statistics.report(this.outgoing.ssrc, this.line.unixMs(nowMs), clock);
  }

  #restart(): void {
    this.#sequences.restart();
    this.#timestamps.restart();
    this.#vp8.restart();
    this.sent.forget();
  }

  #timestamp(stream: IncomingStream, packet: RtpPacket, nowMs: number): number {
    const before = this.#stream;
    const aligned = before === stream ? undefined : alignedTimestamp(before, stream, packet);
    this.#stream = stream;
    return this.#timestamps.rewrite(packet.timestamp, nowMs, aligned);
  }
}
