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
  Vp9LayerFilter,
  Vp9Rewriter,
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
import { LAYER_IDS, MARKER_NOTE, type Receiver } from './receiver.ts';
import type { StreamInterval } from './stream-interval.ts';
import { type LayerSize, type Wish, wantedLayer } from './wish.ts';

/** Of both kinds (RFC 9628 section 4.2). */
const MAX_LAYER = 7;

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
  /** By the wish, of these sizes. */
  #wanted = -1;
  #wantedOf: readonly LayerSize[] | undefined;
  readonly #sequences: CounterRewriter;
  readonly #timestamps: TimestampRewriter;
  readonly #vp8: Vp8Rewriter | undefined;
  readonly #vp9: Vp9Rewriter | undefined;
  /** Where all layers come in one stream. */
  readonly #filter: Vp9LayerFilter | undefined;
  readonly takesRedundancy: boolean;
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
    const { vp8, vp9, svc } = options.producer;
    this.#vp8 = vp8 === undefined ? undefined : new Vp8Rewriter();
    this.#vp9 = vp9 === undefined ? undefined : new Vp9Rewriter();
    this.#filter = svc === undefined ? undefined : new Vp9LayerFilter();
    this.takesRedundancy = codec.redPayloadType !== undefined;
  }

  get wantedLayer(): number {
    if (this.producer.blocked) return -1;
    const sizes = this.producer.layers.sizes();
    if (sizes !== this.#wantedOf) {
      this.#wantedOf = sizes;
      this.#wanted = wantedLayer(this.#wish, sizes);
    }
    return this.#wanted;
  }

  /** What its viewer wants from now on; `chooseLayer` acts on it. */
  want(wish: Wish): void {
    this.#wish = wish;
    this.#wantedOf = undefined;
  }

  /** What it needs of the path. */
  need(nowMs: number): VideoNeed {
    const { maxWidth = 1280, maxHeight = 720, pinned } = this.#wish;
    return {
      ratesBps: this.producer.layers.ratesBps(nowMs),
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
    const layer = highest < 0 ? -1 : this.producer.layers.flowing(highest, nowMs);
    // The first key frame, which tells of the layers, would be lost to those above.
    const unknown = this.producer.svc?.announced === false;
    this.#filter?.want(unknown ? MAX_LAYER : Math.max(0, layer), MAX_LAYER);
    const stream = this.#filter === undefined ? layer : Math.min(0, layer);
    if (stream !== this.layers.target) this.layers.want(stream);
  }

  /** Sends nothing more of the present layer, not even again; the next begins with a key frame. */
  cut(): void {
    this.layers.cut();
    this.sent.forget();
  }

  /** Whether a key frame is waited for, and so should be asked for. */
  get waiting(): boolean {
    return this.layers.waiting || (this.layers.target >= 0 && this.#filter?.waiting === true);
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
    const note = this.#note(packet);
    if (note < 0) {
      this.#sequences.drop(packet.sequenceNumber);
      return;
    }
    const sequence = this.#sequences.forward(packet.sequenceNumber);
    if (sequence < 0) return;
    const timestamp = this.#timestamp(stream, packet, nowMs);
    const marker = this.#marker(packet);
    const row = this.line.list(
      this,
      packet,
      extensions,
      source,
      marker,
      sequence,
      timestamp,
      nowMs,
      forwards,
    );
    this.line.listHead(this, row, packet, note, forwards);
    if (this.outgoing.rtxSsrc !== undefined) {
      const id = stream.layer * LAYER_IDS + packetId;
      this.sent.record(sequence, id, timestamp, marker ? note | MARKER_NOTE : note, nowMs);
    }
    this.statistics.send(timestamp, packet.payloadBytes, this.line.unixMs(nowMs));
    this.delivery.octets += packet.payloadBytes;
  }

  /** The sender report for now, on the publisher's clock, so that sound and picture stay together. */
  report(nowMs: number) {
    const clock = sourceClock(this.#stream, (input) => this.#timestamps.translate(input));
    return this.statistics.report(this.outgoing.ssrc, this.line.unixMs(nowMs), clock);
  }

  /** The numbers that its picture goes out with, 0 without any; -1 when it is left out. */
  #note({ payloadBytes, timestamp }: RtpPacket): number {
    // Nobody has a use for a packet that is nothing but padding.
    if (payloadBytes === 0) return -1;
    const { vp8, vp9 } = this.producer;
    if (vp8 !== undefined && this.#vp8 !== undefined) return this.#vp8.forward(vp8);
    if (vp9 === undefined || this.#vp9 === undefined) return 0;
    if (this.#filter?.accepts(vp9, timestamp) === false) return -1;
    return this.#vp9.forward(vp9);
  }

  /** Of the last packet of a picture, as its receiver sees it. */
  #marker({ marker }: RtpPacket): boolean {
    const { vp9 } = this.producer;
    return vp9 === undefined ? marker : (this.#filter?.marker(vp9, marker) ?? marker);
  }

  #restart(): void {
    this.#sequences.restart();
    this.#timestamps.restart();
    this.#vp8?.restart();
    this.#vp9?.restart();
    this.sent.forget();
  }

  #timestamp(stream: IncomingStream, packet: RtpPacket, nowMs: number): number {
    const before = this.#stream;
    const aligned = before === stream ? undefined : alignedTimestamp(before, stream, packet);
    this.#stream = stream;
    return this.#timestamps.rewrite(packet.timestamp, nowMs, aligned);
  }
}
