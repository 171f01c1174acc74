import {
  RTP_HEADER_BYTES,
  type RtpHeaderFields,
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
import { type PacketNumbers, StreamNumbers } from './stream-numbers.ts';

/** Of one leg, for as long as it lives: re-negotiation does not break its numbers. */
export interface LegIdentity {
  readonly ssrc: number;
  readonly cname: string;
  /** Where its sequence numbers and timestamps begin. */
  readonly firstSequence: number;
  readonly firstTimestamp: number;
}

/** What goes to one telephone: a packet every 20 ms, of sound or of keys pressed on its behalf. */
export class LegSender {
  readonly #ssrc: number;
  readonly #numbers: StreamNumbers;
  #begun = false;
  #settings: LegSettings | undefined;
  #codec: LegCodec | undefined;
  #keys: TelephoneEventSender | undefined;
  #statistics = new SenderStatistics(8000);
  octets = 0;

  constructor({ ssrc, firstSequence, firstTimestamp }: LegIdentity) {
    this.#ssrc = ssrc;
    this.#numbers = new StreamNumbers(firstSequence, firstTimestamp);
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

  /** These steps are not sent. */
  leaveOut(steps: number): void {
    this.#numbers.advance(steps * this.#stepTicks());
  }

  /** The packet for one step of sound; undefined while there is nothing to send by. */
  next(sound: Int16Array, unixMs: number): Uint8Array | undefined {
    const [settings, codec] = [this.#settings, this.#codec];
    if (settings === undefined || codec === undefined || !settings.sends) return undefined;
    this.#numbers.advance(this.#stepTicks());
    const key = this.#keys?.next();
    const marker = key?.marker ?? !this.#begun;
    this.#begun = true;
    const fields = {
      marker,
      payloadType:
        key === undefined
          ? settings.codec.payloadType
          : (settings.telephoneEvent?.payloadType ?? 0),
      sequenceNumber: this.#numbers.next(),
      timestamp: (this.#numbers.timestamp - (key?.sinceTicks ?? 0)) >>> 0,
      ssrc: this.#ssrc,
    };
    return this.#written(fields, key?.payload ?? codec.encode(sound), unixMs);
  }

  /** Whether keys are waiting to be pressed, or being pressed. */
  get presses(): boolean {
    return this.#keys?.busy === true;
  }

  /**
   * Gives a packet of another telephone, of the same codec, this one's identity where it lies: its numbers go on
   * from what was sent before, and keep their distances. False when it is of no use here.
   */
  pass(packet: RtpPacket, unixMs: number): boolean {
    const payloadType = this.#settings?.codec.payloadType;
    if (payloadType === undefined || this.#settings?.sends !== true) return false;
    const numbers = this.#numbers;
    numbers.place(packet, this.#stepTicks());
    rewriteInPlace(packet.bytes, packet.start, {
      marker: packet.marker,
      payloadType,
      sequenceNumber: numbers.placedSequence,
      timestamp: numbers.placedTimestamp,
      ssrc: this.#ssrc,
    });
    this.octets += packet.payloadBytes;
    this.#statistics.send(numbers.placedTimestamp, packet.payloadBytes, unixMs);
    return true;
  }

  /** In the place of a packet that is not passed on: time goes on, and nothing looks lost. */
  skip(): void {
    this.#numbers.advance(this.#stepTicks());
  }

  /** A packet with a payload of another stream, which is encoded as this telephone takes it. */
  passSound(
    payload: Uint8Array,
    from: PacketNumbers,
    marker: boolean,
    unixMs: number,
  ): Uint8Array | undefined {
    const payloadType = this.#settings?.codec.payloadType;
    if (payloadType === undefined || this.#settings?.sends !== true) return undefined;
    this.#numbers.place(from, this.#stepTicks());
    const { placedSequence: sequenceNumber, placedTimestamp: timestamp } = this.#numbers;
    const fields = { marker, payloadType, sequenceNumber, timestamp, ssrc: this.#ssrc };
    return this.#written(fields, payload, unixMs);
  }

  /** Undefined before the first packet. */
  report(unixMs: number): SenderReport | undefined {
    return this.#statistics.report(this.#ssrc, unixMs);
  }

  #stepTicks(): number {
    return ((this.#codec?.clockRate ?? 0) * STEP_MS) / 1000;
  }

  #written(fields: RtpHeaderFields, payload: Uint8Array, unixMs: number): Uint8Array {
    const packet = new Uint8Array(RTP_HEADER_BYTES + payload.length);
    packet.set(payload, writeRtpHeader(packet, 0, fields));
    this.octets += payload.length;
    this.#statistics.send(this.#numbers.timestamp, payload.length, unixMs);
    return packet;
  }
}
