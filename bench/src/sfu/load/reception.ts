import {
  ArrivalRecorder,
  buildRtcp,
  HeaderExtensions,
  middleNtp,
  parseRtcp,
  ReceptionStatistics,
  type RtcpPacket,
  RtpPacket,
  type SenderReport,
  sendTime,
  transportSequence,
  Unwrapper,
} from '@sky-genesis/rtp';
import { EXTENSION_IDS, PAYLOAD_TYPES } from '../browser-sdp.ts';

/** abs-send-time has 18 bits of fraction. */
const SEND_TIME_TICKS_A_MS = 2 ** 18 / 1000;

interface Source {
  readonly statistics: ReceptionStatistics;
  report?: { readonly middleNtp: number; readonly arrivedMs: number };
}

/** What a browser does with what it receives, as far as the other end has to work for it: RTCP. */
export class Reception {
  received = 0;
  readonly #ssrc: number;
  readonly #packet = new RtpPacket();
  readonly #extensions = new HeaderExtensions();
  readonly #arrivals: ArrivalRecorder;
  readonly #sendTimes = new Unwrapper(24);
  /** From the sender's clock to ours. */
  #pathMs: number | undefined;
  readonly #sources = new Map<number, Source>();

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
    this.#arrivals = new ArrivalRecorder(ssrc);
  }

  takeRtp(bytes: Uint8Array, nowMs: number): void {
    const packet = this.#packet;
    if (!packet.read(bytes)) return;
    this.#extensions.read(packet);
    const sequence = transportSequence(packet, this.#extensions, EXTENSION_IDS.transportSequence);
    this.#arrivals.receive(sequence, this.#arrivedMs(nowMs));
    // Padding is acknowledged, but nobody asked for it.
    if (packet.payloadType === PAYLOAD_TYPES.rtx || packet.payloadBytes === 0) return;
    this.#source(packet.ssrc, packet.payloadType).statistics.receive(
      packet.sequenceNumber,
      packet.timestamp,
      nowMs,
      packet.payloadBytes,
    );
    this.received += 1;
  }

  /** Notes sender reports; the rest is returned for the sending half. */
  takeRtcp(bytes: Uint8Array, nowMs: number): readonly RtcpPacket[] {
    const packets = parseRtcp(bytes, 0, bytes.length);
    for (const packet of packets) if (packet.kind === 'sender-report') this.#note(packet, nowMs);
    return packets;
  }

  /** Transport-wide feedback on what has come since the last call. */
  feedback(nowMs: number): readonly Uint8Array[] {
    const [first = 0] = this.#sources.keys();
    return this.#arrivals.takeFeedback(first, nowMs).map((report) => buildRtcp([report]));
  }

  /** A receiver report; nothing before the first packet. */
  report(nowMs: number): readonly Uint8Array[] {
    const reports = [...this.#sources].flatMap(
      ([ssrc, { statistics, report }]) => statistics.report(ssrc, nowMs, report) ?? [],
    );
    if (reports.length === 0) return [];
    const chunks = [{ ssrc: this.#ssrc, cname: 'load' }];
    return [
      buildRtcp([
        { kind: 'receiver-report', ssrc: this.#ssrc, reports: reports.slice(0, 31) },
        { kind: 'source-description', chunks },
      ]),
    ];
  }

  #note(report: SenderReport, nowMs: number): void {
    const source = this.#sources.get(report.ssrc);
    if (source !== undefined) source.report = { middleNtp: middleNtp(report), arrivedMs: nowMs };
  }

  /**
   * When the packet came over a path on which nothing waits: as it was sent, by its own word. What the load
   * itself takes, on a machine that it shares with what it measures, would look like a full path.
   */
  #arrivedMs(nowMs: number): number {
    const ticks = sendTime(this.#packet, this.#extensions, EXTENSION_IDS.absSendTime);
    if (ticks < 0) return nowMs;
    const sentMs = this.#sendTimes.unwrap(ticks) / SEND_TIME_TICKS_A_MS;
    this.#pathMs ??= nowMs - sentMs;
    return this.#pathMs + sentMs;
  }

  #source(ssrc: number, payloadType: number): Source {
    const known = this.#sources.get(ssrc);
    if (known !== undefined) return known;
    const clockRate = payloadType === PAYLOAD_TYPES.audio ? 48_000 : 90_000;
    const source: Source = { statistics: new ReceptionStatistics(clockRate) };
    this.#sources.set(ssrc, source);
    return source;
  }
}
