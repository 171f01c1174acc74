import { referenceTimeDeltaMs } from '../rtcp/parse-transport-feedback.ts';
import type { TransportFeedback } from '../rtcp/rtcp-packets.ts';

/** What became of one packet we sent. */
export interface PacketResult {
  readonly sentMs: number;
  readonly sizeBytes: number;
  /** On the receiver's clock, not wrapping; NaN for a packet reported as not received. */
  readonly arrivedMs: number;
}

const NOTHING = new Float64Array(0);
const UNKNOWN = -1;
/** Above all sizes of packets. */
const SIZES = 0x10000;

/**
 * The sending half of transport-wide congestion control: gives out the sequence numbers of one
 * connection, and reads its feedback against what was sent. Memory is fixed: 16 octets a slot, taken with
 * the first packet.
 */
export class SentHistory {
  readonly #slots: number;
  /** For each slot, side by side: when it was sent, and its sequence number times `SIZES` plus its size. */
  #rows = NOTHING;
  /** All that was sent so far. */
  sentOctets = 0;
  #next = 0;
  readonly #results: { sentMs: number; sizeBytes: number; arrivedMs: number }[] = [];
  #lastReferenceMs: number | undefined;
  #referenceMs = 0;

  /** @param slotsBits log2 of how many packets may be in flight; at most 15 */
  constructor(slotsBits = 11) {
    this.#slots = 1 << slotsBits;
  }

  /** Takes note of a packet that is sent now, and returns its transport-wide sequence number. */
  send(sizeBytes: number, nowMs: number): number {
    const sequence = this.#next;
    this.#next = (sequence + 1) & 0xffff;
    if (this.#rows.length === 0) this.#rows = new Float64Array(2 * this.#slots).fill(UNKNOWN);
    const at = this.#rowOf(sequence);
    this.#rows[at] = nowMs;
    this.#rows[at + 1] = sequence * SIZES + sizeBytes;
    this.sentOctets += sizeBytes;
    return sequence;
  }

  /**
   * What a feedback packet says of packets that were sent, each told once at most as received, in
   * order. Bounded by the history, whatever the packet claims. The objects are filled anew by the next
   * call.
   */
  results(feedback: TransportFeedback): readonly PacketResult[] {
    this.#moveReference(feedback.referenceTimeMs);
    const { received, baseSequence, statusCount } = feedback;
    const count = Math.min(statusCount, this.#slots);
    let found = 0;
    // Both are in order of sequence number, so one pass over each is enough.
    for (let i = 0, next = 0; i < count; i += 1) {
      const sequence = (baseSequence + i) & 0xffff;
      const arrival = received[next]?.sequenceNumber === sequence ? received[next] : undefined;
      if (arrival !== undefined) next += 1;
      const at = this.#rowOf(sequence);
      const sizeBytes = (this.#rows[at + 1] ?? UNKNOWN) - sequence * SIZES;
      if (sizeBytes < 0 || sizeBytes >= SIZES) continue;
      if (arrival !== undefined) this.#rows[at + 1] = UNKNOWN;
      const arrivedMs = this.#referenceMs + (arrival?.offsetMs ?? Number.NaN);
      this.#fill(found, this.#rows[at] ?? 0, sizeBytes, arrivedMs);
      found += 1;
    }
    return this.#results.slice(0, found);
  }

  #fill(index: number, sentMs: number, sizeBytes: number, arrivedMs: number): void {
    const result = this.#results[index] ?? { sentMs, sizeBytes, arrivedMs };
    this.#results[index] = result;
    result.sentMs = sentMs;
    result.sizeBytes = sizeBytes;
    result.arrivedMs = arrivedMs;
  }

  #rowOf(sequence: number): number {
    return 2 * (sequence & (this.#slots - 1));
  }

  #moveReference(referenceTimeMs: number): void {
    if (this.#lastReferenceMs === undefined) this.#referenceMs = referenceTimeMs;
    else this.#referenceMs += referenceTimeDeltaMs(this.#lastReferenceMs, referenceTimeMs);
    this.#lastReferenceMs = referenceTimeMs;
  }
}
