import type { SenderReport } from '../rtcp/rtcp-packets.ts';
import { ntpTime } from './ntp.ts';

/** What a sender reports of one stream (RFC 3550 section 6.4.1). */
export class SenderStatistics {
  readonly #clockRate: number;
  #packets = 0;
  #octets = 0;
  #last: { readonly timestamp: number; readonly unixMs: number } | undefined;

  /** @param clockRate of the payload, in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** A packet went out; `payloadOctets` without header and padding. */
  send(timestamp: number, payloadOctets: number, unixMs: number): void {
    this.#packets += 1;
    this.#octets += payloadOctets;
    if (this.#last === undefined || ((timestamp - this.#last.timestamp) | 0) > 0)
      this.#last = { timestamp, unixMs };
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
    const from = reference ?? this.#last;
    if (from === undefined) return undefined;
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
