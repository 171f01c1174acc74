import { type HeaderExtensions, primaryBlockAt, type RtpPacket } from '@sky-genesis/rtp';
import { opusDurationMs } from '@sky-genesis/rtp/opus';
import type { IncomingStream } from '../router/incoming-stream.ts';
import type { PacketSink } from '../router/packet-sink.ts';
import type { Producer } from '../router/producer.ts';
import { voiceDecoder } from './leg-codec.ts';
import type { PhoneLeg } from './phone-leg.ts';
import { Playout } from './playout.ts';
import { STEP_SAMPLES } from './sound.ts';

/** A browser in discontinuous transmission sends every 400 ms (RFC 7587 section 3.1.3). */
const FLOWS_MS = 1000;

/** The sound of one browser on its way into a mix. */
export class MixSource implements PacketSink {
  /** Nothing to see. */
  readonly wantedLayer = -1;
  readonly takesRedundancy = true;
  readonly frame = new Int16Array(STEP_SAMPLES);
  silent = true;
  /** Who gets its packets as they are, instead of a mix. */
  through: PhoneLeg | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #producer: Producer;
  readonly #playout: Playout;

  constructor(producer: Producer) {
    const decoder = voiceDecoder();
    this.#producer = producer;
    this.#playout = new Playout(producer.uplink.codec.clockRate, (payload) =>
      decoder.decode(payload),
    );
    producer.consumers.add(this);
  }

  forward(
    _stream: IncomingStream,
    packet: RtpPacket,
    _extensions: HeaderExtensions,
    _source: number,
    _packetId: number,
    nowMs: number,
  ): void {
    const { bytes, payloadStart, payloadEnd, ssrc, sequenceNumber, timestamp, marker } = packet;
    const start = this.#producer.redundant
      ? primaryBlockAt(bytes, payloadStart, payloadEnd)
      : payloadStart;
    if (start < 0) return;
    // The packet's memory is the backend's.
    const payload = bytes.slice(start, payloadEnd);
    const durationMs = opusDurationMs(payload);
    if (durationMs === 0) return;
    this.#lastMs = nowMs;
    if (this.through !== undefined)
      this.through.passSound({ payload, ssrc, sequenceNumber, timestamp }, marker, nowMs);
    else this.#playout.insert(sequenceNumber, timestamp, payload, durationMs, nowMs);
  }

  /** Whether something comes; who sends nothing has to be spoken for. */
  flows(nowMs: number): boolean {
    return nowMs - this.#lastMs < FLOWS_MS;
  }

  chooseLayer(): void {
    return;
  }

  /** Goes on by one step. */
  step(nowMs: number): void {
    this.silent = !this.#playout.take(this.frame, nowMs);
  }

  end(): void {
    this.through = undefined;
    this.#producer.consumers.delete(this);
  }
}
