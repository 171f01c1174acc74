import { REFERENCE_TIME_UNIT_MS } from '../rtcp/parse-transport-feedback.ts';
import type { ReceivedPacket, TransportFeedback } from '../rtcp/rtcp-packets.ts';
import { Unwrapper } from '../sequence/unwrapper.ts';

/** Arrivals that are kept; a power of two. At 50 ms between reports far more than come. */
const WINDOW = 2048;
/** A packet that comes after its report was sent is reported again, up to this long after. */
const REPORT_AGAIN_MS = 500;
/** Octets of statuses and deltas in one feedback packet, so that it fits any path. */
const MAX_BODY_BYTES = 1000;
/** The largest step a delta can say: 32,767 quarters of a millisecond. */
const MAX_STEP_MS = 8000;

const NOTHING = new Float64Array(0);

/**
 * The receiving half of transport-wide congestion control
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01): notes when packets arrive and reports them.
 * One for each connection; memory is fixed.
 */
export class ArrivalRecorder {
  readonly #senderSsrc: number;
  readonly #unwrapper = new Unwrapper(16);
  /** Made with the first arrival: many connections only receive. */
  #sequences = NOTHING;
  #arrivalsMs = NOTHING;
  /** First sequence number not reported yet. */
  #next: number | undefined;
  #newest = -1;
  #feedbackCount = 0;

  /** @param senderSsrc that the feedback is sent from */
  constructor(senderSsrc: number) {
    this.#senderSsrc = senderSsrc;
  }

  /**
   * A packet with this transport-wide sequence number has come, on a monotonic clock; nothing is
   * noted for -1, which stands for a packet that carries none.
   */
  receive(transportSequence: number, nowMs: number): void {
    if (transportSequence < 0) return;
    // Shifted, so that a packet from before the first one has a number above zero, too.
    const sequence = this.#unwrapper.unwrap(transportSequence) + 65_536;
    if (sequence < 0 || sequence <= this.#newest - WINDOW) return;
    if (this.#sequences.length === 0) {
      this.#sequences = new Float64Array(WINDOW).fill(-1);
      this.#arrivalsMs = new Float64Array(WINDOW);
    }
    const slot = sequence % WINDOW;
    if (this.#sequences[slot] === sequence) return;
    this.#sequences[slot] = sequence;
    this.#arrivalsMs[slot] = nowMs;
    if (sequence > this.#newest) this.#newest = sequence;
    if (this.#next === undefined || sequence < this.#next) this.#next = sequence;
  }

  /** Reports on all that came since the last call: no packet for none, several for very many. */
  takeFeedback(mediaSsrc: number, nowMs: number): readonly TransportFeedback[] {
    const reports: TransportFeedback[] = [];
    let from = Math.max(this.#next ?? 0, this.#newest - WINDOW + 1);
    while (this.#next !== undefined && from <= this.#newest) {
      const report = this.#reportFrom(from, mediaSsrc, nowMs);
      if (report === undefined) break;
      reports.push(report);
      from = this.#next;
    }
    this.#next = this.#newest < 0 ? undefined : this.#newest + 1;
    return reports;
  }

  /** One report from `from` on; moves `#next` behind what it covers. */
  #reportFrom(from: number, mediaSsrc: number, nowMs: number): TransportFeedback | undefined {
    const received: ReceivedPacket[] = [];
    let referenceTimeMs = 0;
    let previousMs = 0;
    let bytes = 0;
    let last = -1;
    for (let sequence = from; sequence <= this.#newest && bytes < MAX_BODY_BYTES; sequence += 1) {
      const slot = sequence % WINDOW;
      if (this.#sequences[slot] !== sequence) continue;
      const arrivedMs = this.#arrivalsMs[slot] ?? 0;
      if (received.length === 0) {
        // Old ones were reported, or their sender gave them up long ago.
        if (nowMs - arrivedMs > REPORT_AGAIN_MS + MAX_STEP_MS) continue;
        referenceTimeMs = Math.floor(arrivedMs / REFERENCE_TIME_UNIT_MS) * REFERENCE_TIME_UNIT_MS;
      } else if (Math.abs(arrivedMs - previousMs) > MAX_STEP_MS) break;
      bytes += 2 + statusBytes(last < 0 ? 1 : sequence - last);
      received.push({
        sequenceNumber: sequence & 0xffff,
        offsetMs: Math.round((arrivedMs - referenceTimeMs) * 4) / 4,
      });
      previousMs = arrivedMs;
      last = sequence;
    }
    if (last < 0) return undefined;
    this.#next = last + 1;
    return this.#feedback(mediaSsrc, from, last, referenceTimeMs, received);
  }

  #feedback(
    mediaSsrc: number,
    first: number,
    last: number,
    referenceTimeMs: number,
    received: readonly ReceivedPacket[],
  ): TransportFeedback {
    const feedbackCount = this.#feedbackCount;
    this.#feedbackCount = (feedbackCount + 1) & 0xff;
    return {
      kind: 'transport-feedback',
      senderSsrc: this.#senderSsrc,
      mediaSsrc,
      feedbackCount,
      baseSequence: first & 0xffff,
      statusCount: last - first + 1,
      referenceTimeMs: referenceTimeMs % (REFERENCE_TIME_UNIT_MS * 2 ** 24),
      received,
    };
  }
}

/** Upper bound of the status octets that a received packet `gap` after the last one takes. */
function statusBytes(gap: number): number {
  return gap === 1 ? 0.5 : 6;
}
