import type { SenderReport } from '../rtcp/rtcp-packets.ts';
import { ntpTime } from './ntp.ts';

/** What a sender reports of one stream (RFC 3550 section 6.4.1). */
export class SenderStatistics {
  readonly #clockRate: number;
  #packets = 0;
  #octets = 0;
  /** Of the newest packet. */
  #lastTimestamp = 0;
  #lastUnixMs = 0;

  /** @param clockRate of the payload, in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** A packet went out; `payloadOctets` without header and padding. */
  send(timestamp: number, payloadOctets: number, unixMs: number): void {
    if (this.#packets === 0 || ((timestamp - this.#lastTimestamp) | 0) > 0) {
      this.#lastTimestamp = timestamp;
      this.#lastUnixMs = unixMs;
    }
    this.#packets += 1;
    this.#octets += payloadOctets;
  }

  /**
   * The report for now, its RTP timestamp extrapolated from the last packet; undefined before the
   * first. Who forwards gives the source's own pairing instead (`reference`: the wall clock and the
   * timestamp, as the receiver knows it), or sound and picture drift apart.
   */
  report(
    ssrc: number,
    unixMs: number,
    reference?: { readonly timestamp: number; readonly unixMs: number },
  ): SenderReport | undefined {
    if (reference === undefined && this.#packets === 0) return undefined;
    const from = reference ?? { timestamp: this.#lastTimestamp, unixMs: this.#lastUnixMs };
    const elapsed = Math.round(((unixMs - from.unixMs) * this.#clockRate) / 1000);
    return {
      kind: 'sender-report',
      ssrc,
      ...ntpTime(unixMs),
      rtpTimestamp: (from.timestamp + elapsed) >>> 0,
      packetCount: this.#packets >>> 0,
      octetCount: this.#octets >>> 0,
      reports: [],
    };
  }
}
