import {
  appendPadding,
  applyPictureNote,
  BandwidthEstimator,
  HeaderExtensions,
  type PacketResult,
  type ReportBlock,
  RTP_HEADER_BYTES,
  RtpPacket,
  roundTripMs,
  SentHistory,
  type TransportFeedback,
  writeRtpHeader,
} from '@sky-genesis/rtp';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import { LAYER_IDS, MARKER_NOTE, type Receiver } from './receiver.ts';

/** Before the first report: short, so that an early loss is repaired early. */
const FIRST_ROUND_TRIP_MS = 30;
/** Of a padding packet: as many as its last octet can count (RFC 3550 section 5.1). */
const PADDING_OCTETS = 255;
/** Of the packet that is sent again: lines do so one after the other, and seldom. */
const packetAgain = new RtpPacket();
const extensionsAgain = new HeaderExtensions();
/** What padding copies from. */
const NOTHING = new RtpPacket();
const NO_EXTENSIONS = new HeaderExtensions();

/**
 * What leaves on one transport: one transport-wide sequence counter for all of it, what the path
 * can carry, and how long a question takes to be answered.
 */
export class OutgoingLine {
  readonly slot: number;
  readonly history = new SentHistory();
  readonly estimator = new BandwidthEstimator();
  roundTripMs = FIRST_ROUND_TRIP_MS;
  measuredRoundTripMs: number | undefined;
  /** `Date.now()` less `performance.now()`. */
  readonly #epochMs: number;
  readonly #head = new Uint8Array(8);
  readonly #rtxSequences = new Map<number, number>();

  constructor(slot: number, epochMs: number) {
    this.slot = slot;
    this.#epochMs = epochMs;
  }

  unixMs(nowMs: number): number {
    return this.#epochMs + nowMs;
  }

  /** Lists a packet for `consumer` under its new identity; returns the row. */
  list(
    consumer: Receiver,
    packet: RtpPacket,
    extensions: HeaderExtensions,
    source: number,
    marker: boolean,
    sequence: number,
    timestamp: number,
    nowMs: number,
    forwards: ForwardList,
  ): number {
    const { payloadType, redPayloadType } = consumer.section.codec;
    const redundant = consumer.producer.redundant && redPayloadType !== undefined;
    const start = this.#appendExtensions(consumer, packet, extensions, nowMs, forwards);
    return forwards.add(
      source,
      this.slot,
      redundant ? redPayloadType : payloadType,
      marker,
      sequence,
      timestamp,
      consumer.outgoing.ssrc,
      start,
    );
  }

  /** Lists the receiver's own picture ids; the producer has read the payload's descriptor. */
  listHead(
    consumer: Receiver,
    row: number,
    packet: RtpPacket,
    note: number,
    forwards: ForwardList,
  ): void {
    const { picture } = consumer.producer;
    if (picture === undefined) return;
    const { headLength } = picture;
    for (let i = 0; i < headLength; i += 1)
      this.#head[i] = packet.bytes[packet.payloadStart + i] ?? 0;
    applyPictureNote(picture, this.#head, 0, note);
    const start = forwards.append(this.#head, 0, headLength);
    forwards.replaceHead(row, start, start + headLength);
  }

  /** Answers a NACK: what is still kept goes out again as RTX (RFC 4588), once a round trip. */
  resend(
    consumer: Receiver,
    sequenceNumbers: readonly number[],
    batch: PacketBatch,
    forwards: ForwardList,
  ): void {
    const { rtxPayloadType } = consumer.section.codec;
    const { rtxSsrc } = consumer.outgoing;
    if (rtxPayloadType === undefined || rtxSsrc === undefined) return;
    for (const sequence of sequenceNumbers) {
      const sent = consumer.sent.takeForResend(sequence, batch.nowMs, this.roundTripMs);
      if (sent === undefined) continue;
      const source = this.#findSource(consumer, sent.sourceId, batch);
      if (source < 0) continue;
      const start = this.#appendExtensions(
        consumer,
        packetAgain,
        extensionsAgain,
        batch.nowMs,
        forwards,
      );
      const row = forwards.add(
        source,
        this.slot,
        rtxPayloadType,
        (sent.note & MARKER_NOTE) !== 0,
        this.#nextRtx(rtxSsrc),
        sent.timestamp,
        rtxSsrc,
        start,
      );
      forwards.asRtx(row, sequence);
      const { picture } = consumer.producer;
      const { bytes, payloadStart, payloadEnd } = packetAgain;
      if (picture?.read(bytes, payloadStart, payloadEnd))
        this.listHead(consumer, row, packetAgain, sent.note, forwards);
    }
  }

  takeFeedback(feedback: TransportFeedback, nowMs: number): readonly PacketResult[] {
    const results = this.history.results(feedback);
    this.estimator.update(results, nowMs, this.roundTripMs);
    return results;
  }

  /**
   * Lists at least `octets` of padding on `consumer`'s RTX stream (RFC 4588 section 7), which receivers drop
   * after they have acknowledged it; false when it has none.
   */
  pad(consumer: Receiver, octets: number, batch: PacketBatch, forwards: ForwardList): boolean {
    const { section, outgoing, extensions } = consumer;
    const payloadType = section.codec.rtxPayloadType;
    const ssrc = outgoing.rtxSsrc;
    if (payloadType === undefined || ssrc === undefined) return false;
    if (section.extensions.transportSequence === undefined) return false;
    const { nowMs } = batch;
    for (let left = octets; left > 0; left -= PADDING_OCTETS) {
      const transportSequence = this.history.send(RTP_HEADER_BYTES + PADDING_OCTETS, nowMs);
      extensions.build(NOTHING, NO_EXTENSIONS, transportSequence, nowMs);
      const sequenceNumber = this.#nextRtx(ssrc);
      const fields = { marker: false, payloadType, sequenceNumber, timestamp: 0, ssrc };
      const bytes = new Uint8Array(RTP_HEADER_BYTES + extensions.block.length + PADDING_OCTETS);
      const headerEnd = writeRtpHeader(bytes, 0, fields, extensions.block);
      const end = appendPadding(bytes, 0, headerEnd, PADDING_OCTETS);
      forwards.addRaw(batch.addSource(bytes, 0, end), this.slot);
    }
    return true;
  }

  takeReport(block: ReportBlock, nowMs: number): void {
    const measuredMs = roundTripMs(block, this.unixMs(nowMs));
    if (measuredMs === undefined) return;
    this.measuredRoundTripMs = measuredMs;
    this.roundTripMs = Math.max(5, Math.min(1000, measuredMs));
  }

  #appendExtensions(
    consumer: Receiver,
    packet: RtpPacket,
    extensions: HeaderExtensions,
    nowMs: number,
    forwards: ForwardList,
  ): number {
    const transportSequence = this.history.send(RTP_HEADER_BYTES + packet.payloadBytes, nowMs);
    const length = consumer.extensions.build(packet, extensions, transportSequence, nowMs);
    return forwards.append(consumer.extensions.block.bytes, 0, length);
  }

  #findSource(consumer: Receiver, sourceId: number, batch: PacketBatch): number {
    const layer = Math.floor(sourceId / LAYER_IDS);
    const history = consumer.producer.streams[layer]?.history;
    if (history === undefined || !history.find(sourceId % LAYER_IDS)) return -1;
    const { bytes, offset, length } = history;
    if (!packetAgain.read(bytes, offset, offset + length)) return -1;
    extensionsAgain.read(packetAgain);
    return batch.addSource(bytes, offset, offset + length);
  }

  #nextRtx(ssrc: number): number {
    const sequence = this.#rtxSequences.get(ssrc) ?? 0;
    this.#rtxSequences.set(ssrc, (sequence + 1) & 0xffff);
    return sequence;
  }
}
