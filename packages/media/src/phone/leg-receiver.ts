import {
  middleNtp,
  ReceptionStatistics,
  type ReportBlock,
  type RtpPacket,
  type SenderReport,
  type TelephoneEvent,
  TelephoneEventReceiver,
} from '@sky-genesis/rtp';
import type { LegCodec } from './leg-codec.ts';
import type { LegSettings } from './leg-settings.ts';
import { Playout } from './playout.ts';

/** What comes from one telephone under one agreement: its sound, its keys, and how well they come. */
export class LegReceiver {
  readonly #settings: LegSettings;
  readonly #codec: LegCodec;
  readonly #keys: TelephoneEventReceiver;
  #playout: Playout;
  #statistics: ReceptionStatistics;
  #ssrc: number | undefined;
  #report: { readonly middleNtp: number; readonly arrivedMs: number } | undefined;
  #taken = { received: 0, lost: 0, octets: 0 };

  constructor(settings: LegSettings, codec: LegCodec) {
    this.#settings = settings;
    this.#codec = codec;
    this.#keys = new TelephoneEventReceiver(settings.telephoneEvent?.clockRate ?? codec.clockRate);
    this.#playout = this.#newPlayout();
    this.#statistics = new ReceptionStatistics(codec.clockRate);
  }

  /**
   * Takes an RTP packet that the latch has let through.
   * @param plays false where it is passed on instead
   * @returns a key that it has released
   */
  receive(packet: RtpPacket, nowMs: number, plays: boolean): TelephoneEvent | undefined {
    const { bytes } = packet;
    const { codec, telephoneEvent, receives } = this.#settings;
    const { payloadStart, payloadEnd, payloadType, sequenceNumber, timestamp } = packet;
    if (payloadType === telephoneEvent?.payloadType)
      return this.#keys.receive(timestamp, bytes, payloadStart, payloadEnd, nowMs);
    if (payloadType !== codec.payloadType) return undefined;
    if (packet.ssrc !== this.#ssrc) this.#restart(packet.ssrc);
    this.#statistics.receive(sequenceNumber, timestamp, nowMs, packet.payloadBytes);
    if (!receives || !plays) return undefined;
    const payload = bytes.slice(payloadStart, payloadEnd);
    const durationMs = this.#codec.durationMs(payload);
    if (durationMs > 0) this.#playout.insert(sequenceNumber, timestamp, payload, durationMs, nowMs);
    return undefined;
  }

  /** A key whose end was lost. */
  poll(nowMs: number): TelephoneEvent | undefined {
    return this.#keys.poll(nowMs);
  }

  /** The next step of sound; false for silence. */
  take(into: Int16Array, nowMs: number): boolean {
    return this.#playout.take(into, nowMs);
  }

  takeReport(report: SenderReport, nowMs: number): void {
    if (report.ssrc === this.#ssrc)
      this.#report = { middleNtp: middleNtp(report), arrivedMs: nowMs };
  }

  /** The block for our report; undefined before the first packet. */
  block(nowMs: number): ReportBlock | undefined {
    return this.#ssrc === undefined
      ? undefined
      : this.#statistics.report(this.#ssrc, nowMs, this.#report);
  }

  /** What happened since the last call. */
  takeInterval() {
    const {
      packetsReceived: received,
      packetsLost: lost,
      octetsReceived: octets,
    } = this.#statistics;
    const before = this.#taken;
    this.#taken = { received, lost, octets };
    return {
      kind: 'audio',
      expected: Math.max(0, received - before.received + lost - before.lost),
      lost: lost - before.lost,
      jitterMs: this.#statistics.jitterMs,
      octets: Math.max(0, octets - before.octets),
      pictureLosses: 0,
    } as const;
  }

  /** Another stream has taken the place of the one before: nothing of its numbers goes on. */
  #restart(ssrc: number): void {
    this.#ssrc = ssrc;
    this.#report = undefined;
    this.#taken = { received: 0, lost: 0, octets: 0 };
    this.#statistics = new ReceptionStatistics(this.#codec.clockRate);
    this.#playout = this.#newPlayout();
  }

  #newPlayout(): Playout {
    return new Playout(this.#codec.clockRate, (payload) => this.#codec.decode(payload));
  }
}
