import {
  middleNtp,
  NackGenerator,
  PacketHistory,
  ReceptionStatistics,
  RequestThrottle,
  type RtpPacket,
  type SenderReport,
  Unwrapper,
} from '@sky-genesis/rtp';
import type { MediaKind } from '../negotiation/media-description.ts';
import { MIN_MEASURE_MS, smoothed } from './layers.ts';
import type { StreamInterval } from './stream-interval.ts';
import type { LayerSize } from './wish.ts';

/** About two seconds of a layer of 2 Mbit/s. */
const VIDEO_HISTORY = { bytes: 512 * 1024, slots: 512 } as const;
/** So that ids of packets from before the first one are positive, too. */
const ID_BASE = 65_536;

export interface IncomingStreamOptions {
  readonly ssrc: number;
  /** Index of its simulcast layer, 0 for the smallest or the only one. */
  readonly layer: number;
  readonly kind: MediaKind;
  readonly clockRate: number;
  /** Whether lost packets are asked for, and kept for those who ask us. */
  readonly repairs: boolean;
}

/** One RTP stream of a publisher: a microphone, a camera, or one layer of a simulcast. */
export class IncomingStream {
  readonly ssrc: number;
  readonly layer: number;
  readonly kind: MediaKind;
  readonly clockRate: number;
  readonly statistics: ReceptionStatistics;
  readonly nacks: NackGenerator | undefined;
  readonly history: PacketHistory | undefined;
  /** Key frames are asked for once a second at most, however many receivers want one. */
  readonly keyFrames = new RequestThrottle(1000);
  report: SenderReport | undefined;
  reportArrivedMs = 0;
  lastPacketMs = 0;
  /** Of its pictures, by the last key frame that told. */
  size: LayerSize | undefined;
  /** How often we asked its publisher for a new picture. */
  pictureLosses = 0;
  /** Measured by `measure`. */
  bitrateBps = 0;
  #octetsBefore = 0;
  #taken = { received: 0, lost: 0, octets: 0, pictureLosses: 0 };
  #measuredMs = 0;
  readonly #ids = new Unwrapper(16);

  constructor({ ssrc, layer, kind, clockRate, repairs }: IncomingStreamOptions) {
    this.ssrc = ssrc;
    this.kind = kind;
    this.layer = layer;
    this.clockRate = clockRate;
    this.statistics = new ReceptionStatistics(clockRate);
    this.nacks = repairs ? new NackGenerator() : undefined;
    this.history = repairs
      ? new PacketHistory(VIDEO_HISTORY.bytes, VIDEO_HISTORY.slots)
      : undefined;
  }

  /** Takes note of a packet and keeps it; returns its id in the history. */
  receive(packet: RtpPacket, nowMs: number, retransmitted: boolean): number {
    const { sequenceNumber, timestamp, bytes, start, end } = packet;
    this.lastPacketMs = nowMs;
    if (this.#measuredMs === 0) this.#measuredMs = nowMs;
    if (!retransmitted)
      this.statistics.receive(sequenceNumber, timestamp, nowMs, packet.payloadBytes);
    this.nacks?.receive(sequenceNumber, nowMs);
    const id = this.#ids.unwrap(sequenceNumber) + ID_BASE;
    this.history?.store(id, bytes, start, end);
    return id;
  }

  takeReport(report: SenderReport, nowMs: number): void {
    this.report = report;
    this.reportArrivedMs = nowMs;
  }

  /** The block for our receiver report; undefined before the first packet. */
  receptionReport(nowMs: number) {
    const { report } = this;
    const arrival =
      report === undefined
        ? undefined
        : { middleNtp: middleNtp(report), arrivedMs: this.reportArrivedMs };
    return this.statistics.report(this.ssrc, nowMs, arrival);
  }

  /** What happened since the last call. */
  takeInterval(): StreamInterval {
    const {
      packetsReceived: received,
      packetsLost: lost,
      octetsReceived: octets,
    } = this.statistics;
    const { pictureLosses } = this;
    const before = this.#taken;
    this.#taken = { received, lost, octets, pictureLosses };
    // A source that restarted has begun to count anew.
    const restarted = received < before.received;
    const since = (now: number, then: number) => now - (restarted ? 0 : then);
    return {
      kind: this.kind,
      expected: since(received, before.received) + since(lost, before.lost),
      lost: since(lost, before.lost),
      jitterMs: this.statistics.jitterMs,
      octets: since(octets, before.octets),
      pictureLosses: pictureLosses - before.pictureLosses,
    };
  }

  /** Takes the payload's rate since the last call into `bitrateBps`, in which key frames do not stand out. */
  measure(nowMs: number): void {
    const octets = this.statistics.octetsReceived;
    const elapsedMs = nowMs - this.#measuredMs;
    if (elapsedMs < MIN_MEASURE_MS) return;
    if (this.#measuredMs > 0)
      this.bitrateBps = smoothed(
        this.bitrateBps,
        (8000 * (octets - this.#octetsBefore)) / elapsedMs,
      );
    this.#octetsBefore = octets;
    this.#measuredMs = nowMs;
  }
}
