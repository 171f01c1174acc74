import {
  isNewerSequence,
  RTP_HEADER_BYTES,
  type RtpPacket,
  rewriteInPlace,
  type SenderReport,
  SenderStatistics,
  TelephoneEventSender,
  writeRtpHeader,
} from '@sky-genesis/rtp';
import type { LegCodec } from './leg-codec.ts';
import type { LegSettings } from './leg-settings.ts';
import { STEP_MS } from './sound.ts';

/** Of one leg, for as long as it lives: re-negotiation does not break its numbers. */
export interface LegIdentity {
  readonly ssrc: number;
  readonly cname: string;
  /** Where its sequence numbers and timestamps begin, which nobody should be able to guess (RFC 3550). */
  readonly firstSequence: number;
  readonly firstTimestamp: number;
}

/** What goes to one telephone: a packet every 20 ms, of sound or of keys pressed on its behalf. */
export class LegSender {
  readonly #ssrc: number;
  #sequence: number;
  #timestamp: number;
  #begun = false;
  #settings: LegSettings | undefined;
  #codec: LegCodec | undefined;
  #keys: TelephoneEventSender | undefined;
  #statistics = new SenderStatistics(8000);
  octets = 0;
  #passed:
    | { readonly ssrc: number; readonly sequences: number; readonly ticks: number }
    | undefined;

  constructor({ ssrc, firstSequence, firstTimestamp }: LegIdentity) {
    this.#ssrc = ssrc;
    this.#sequence = firstSequence;
    this.#timestamp = firstTimestamp;
  }

  /** From now on under this agreement. */
  use(settings: LegSettings, codec: LegCodec): void {
    const { telephoneEvent } = settings;
    if (this.#codec?.clockRate !== codec.clockRate)
      this.#statistics = new SenderStatistics(codec.clockRate);
    this.#settings = settings;
    this.#codec = codec;
    this.#keys =
      telephoneEvent === undefined ? undefined : new TelephoneEventSender(telephoneEvent.clockRate);
    this.#begun = false;
  }

  /** False when keys cannot be sent, or these are none. */
  press(digits: string, durationMs: number): boolean {
    return this.#keys?.press(digits, durationMs) ?? false;
  }

  /** The packet for one step of sound; undefined while there is nothing to send by. */
  next(sound: Int16Array, unixMs: number): Uint8Array | undefined {
    const [settings, codec] = [this.#settings, this.#codec];
    if (settings === undefined || codec === undefined || !settings.sends) return undefined;
    this.#passed = undefined;
    this.#timestamp = (this.#timestamp + this.#stepTicks()) >>> 0;
    const key = this.#keys?.next();
    const packet =
      key === undefined
        ? this.#packet(settings.codec.payloadType, 0, !this.#begun, codec.encode(sound))
        : this.#packet(
            settings.telephoneEvent?.payloadType ?? 0,
            key.sinceTicks,
            key.marker,
            key.payload,
          );
    this.#begun = true;
    this.octets += packet.length - RTP_HEADER_BYTES;
    this.#statistics.send(this.#timestamp, packet.length - RTP_HEADER_BYTES, unixMs);
    return packet;
  }

  /** Whether keys are waiting to be pressed, or being pressed. */
  get presses(): boolean {
    return this.#keys?.busy === true;
  }

  /**
   * Gives a packet of another telephone, of the same codec, this one's identity where it lies: its numbers go on
   * from what was sent before, and keep their distances. False when it is of no use here.
   */
  pass(packet: RtpPacket, isKey: boolean, unixMs: number): boolean {
    const payloadType = this.#typeOf(isKey);
    if (payloadType === undefined || this.#settings?.sends !== true) return false;
    const { ssrc, sequenceNumber, timestamp, marker } = packet;
    if (this.#passed?.ssrc !== ssrc)
      this.#passed = {
        ssrc,
        sequences: this.#sequence + 1 - sequenceNumber,
        ticks: this.#timestamp + this.#stepTicks() - timestamp,
      };
    const sequence = (sequenceNumber + this.#passed.sequences) & 0xffff;
    const time = (timestamp + this.#passed.ticks) >>> 0;
    const fields = {
      marker,
      payloadType,
      sequenceNumber: sequence,
      timestamp: time,
      ssrc: this.#ssrc,
    };
    rewriteInPlace(packet.bytes, packet.start, fields);
    if (isNewerSequence(sequence, this.#sequence)) {
      this.#sequence = sequence;
      this.#timestamp = time;
    }
    this.octets += packet.payloadBytes;
    this.#statistics.send(time, packet.payloadBytes, unixMs);
    return true;
  }

  /** Undefined before the first packet. */
  report(unixMs: number): SenderReport | undefined {
    return this.#statistics.report(this.#ssrc, unixMs);
  }

  #stepTicks(): number {
    return ((this.#codec?.clockRate ?? 0) * STEP_MS) / 1000;
  }

  #typeOf(isKey: boolean): number | undefined {
    const settings = this.#settings;
    return isKey ? settings?.telephoneEvent?.payloadType : settings?.codec.payloadType;
  }

  #packet(
    payloadType: number,
    sinceTicks: number,
    marker: boolean,
    payload: Uint8Array,
  ): Uint8Array {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = new Uint8Array(RTP_HEADER_BYTES + payload.length);
    const timestamp = (this.#timestamp - sinceTicks) >>> 0;
    const sequenceNumber = this.#sequence;
    writeRtpHeader(packet, 0, { marker, payloadType, sequenceNumber, timestamp, ssrc: this.#ssrc });
    packet.set(payload, RTP_HEADER_BYTES);
    return packet;
  }
}
