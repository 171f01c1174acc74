import type { ReportBlock } from '../rtcp/rtcp-packets.ts';
import { timestampDistance } from '../sequence/sequence-number.ts';

/** A forward jump below this is loss; RFC 3550 appendix A.1. */
const MAX_DROPOUT = 3000;
/** A backward jump below this is reordering. */
const MAX_MISORDER = 100;
const CYCLE = 1 << 16;

/** The last sender report of a source, as a reception report refers to it. */
export interface SenderReportArrival {
  /** Middle 32 bits of its NTP timestamp. */
  readonly middleNtp: number;
  readonly arrivedMs: number;
}

/**
 * What a receiver knows of one source: extended sequence number (RFC 3550 appendix A.1), losses
 * (A.3) and interarrival jitter (A.8). Without the probation of A.1: the engine only counts
 * sources that signaling announced.
 */
export class ReceptionStatistics {
  readonly #clockRate: number;
  #maxSequence = -1;
  #cycles = 0;
  #baseSequence = 0;
  /** The sequence number that, coming next after a great jump, proves a restart. */
  #badSequence = -1;
  #received = 0;
  #octets = 0;
  #expectedPrior = 0;
  #receivedPrior = 0;
  #jitter = 0;
  #transit: number | undefined;

  /** @param clockRate of the payload, in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Takes note of a packet; retransmissions are not to be given, or jitter means nothing. */
  receive(sequenceNumber: number, timestamp: number, arrivedMs: number, octets: number): void {
    if (!this.#placeSequence(sequenceNumber)) return;
    this.#received += 1;
    this.#octets += octets;
    this.#updateJitter(timestamp, arrivedMs);
  }

  get packetsReceived(): number {
    return this.#received;
  }

  get octetsReceived(): number {
    return this.#octets;
  }

  /** Since the beginning; negative when duplicates outnumber losses. */
  get packetsLost(): number {
    return this.#expected() - this.#received;
  }

  get jitterMs(): number {
    return (this.#jitter * 1000) / this.#clockRate;
  }

  /**
   * The block for the next report, and the start of the next interval (appendix A.3). Undefined
   * before the first packet.
   */
  report(ssrc: number, nowMs: number, senderReport?: SenderReportArrival): ReportBlock | undefined {
    if (this.#maxSequence < 0) return undefined;
    const expected = this.#expected();
    const expectedInInterval = expected - this.#expectedPrior;
    const lostInInterval = expectedInInterval - (this.#received - this.#receivedPrior);
    this.#expectedPrior = expected;
    this.#receivedPrior = this.#received;
    const fraction =
      expectedInInterval > 0 && lostInInterval > 0
        ? Math.min(255, Math.floor((lostInInterval * 256) / expectedInInterval))
        : 0;
    const delayMs = senderReport === undefined ? 0 : Math.max(0, nowMs - senderReport.arrivedMs);
    return {
      ssrc,
      fractionLost: fraction,
      cumulativeLost: Math.max(-0x800000, Math.min(0x7fffff, this.packetsLost)),
      highestSequence: (this.#cycles + this.#maxSequence) >>> 0,
      jitter: Math.floor(this.#jitter),
      lastSenderReport: senderReport?.middleNtp ?? 0,
      delaySinceLastSenderReport: Math.round((delayMs * 65_536) / 1000) >>> 0,
    };
  }

  #expected(): number {
    return this.#maxSequence < 0 ? 0 : this.#cycles + this.#maxSequence - this.#baseSequence + 1;
  }

  #placeSequence(sequenceNumber: number): boolean {
    if (this.#maxSequence < 0) {
      this.#restart(sequenceNumber);
      return true;
    }
    const ahead = (sequenceNumber - this.#maxSequence) & 0xffff;
    if (ahead < MAX_DROPOUT) {
      if (sequenceNumber < this.#maxSequence) this.#cycles += CYCLE;
      this.#maxSequence = sequenceNumber;
    } else if (ahead <= CYCLE - MAX_MISORDER) {
      // Two packets in a row after a great jump: the source has restarted (appendix A.1).
      if (sequenceNumber !== this.#badSequence) {
        this.#badSequence = (sequenceNumber + 1) & 0xffff;
        return false;
      }
      this.#restart(sequenceNumber);
    }
    return true;
  }

  #restart(sequenceNumber: number): void {
    this.#baseSequence = sequenceNumber;
    this.#maxSequence = sequenceNumber;
    this.#badSequence = -1;
    this.#cycles = 0;
    this.#received = 0;
    this.#octets = 0;
    this.#expectedPrior = 0;
    this.#receivedPrior = 0;
    this.#transit = undefined;
  }

  /** Appendix A.8, in floating point instead of its fixed point of four bits. */
  #updateJitter(timestamp: number, arrivedMs: number): void {
    const arrival = Math.round((arrivedMs * this.#clockRate) / 1000) >>> 0;
    const transit = timestampDistance(arrival, timestamp);
    if (this.#transit !== undefined) {
      const difference = Math.abs(timestampDistance(transit, this.#transit));
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }
}
