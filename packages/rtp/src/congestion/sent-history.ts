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
const FIRST_SLOTS = 128;
/** Feedback comes a few times a second. */
const REPORTED_WITHIN_MS = 1000;
/** Above all sizes of packets. */
const SIZES = 0x10000;
/** Filled anew by each feedback: one set for all connections, of which each would keep hundreds. */
const RESULTS: { sentMs: number; sizeBytes: number; arrivedMs: number }[] = [];

/**
 * The sending half of transport-wide congestion control: gives out the sequence numbers of one
 * connection, and reads its feedback against what was sent. It has as many slots, at 16 octets each, as
 * packets are sent within a second, up to a bound.
 */
export class SentHistory {
  readonly #maxSlots: number;
  #slots = 0;
  /** For each slot, side by side: when it was sent, and its sequence number times `SIZES` plus its size. */
  #rows = NOTHING;
  /** All that was sent so far. */
  sentOctets = 0;
  #next = 0;
  #lastReferenceMs: number | undefined;
  #referenceMs = 0;

  /** @param slotsBits log2 of how many packets may be in flight; at most 15 */
  constructor(slotsBits = 11) {
    this.#maxSlots = 1 << slotsBits;
  }

  /** Takes note of a packet that is sent now, and returns its transport-wide sequence number. */
  send(sizeBytes: number, nowMs: number): number {
    const sequence = this.#next;
    this.#next = (sequence + 1) & 0xffff;
    let at = this.#rowOf(sequence);
    if (this.#isNeeded(at, nowMs)) {
      this.#grow();
      at = this.#rowOf(sequence);
    }
    this.#rows[at] = nowMs;
    this.#rows[at + 1] = sequence * SIZES + sizeBytes;
    this.sentOctets += sizeBytes;
    return sequence;
  }

  /**
   * What a feedback packet says of packets that were sent, each told once at most as received, in
   * order. Bounded by the history, whatever the packet claims. The objects are filled anew by the next
   * call, be it of another history.
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
      fill(found, this.#rows[at] ?? 0, sizeBytes, arrivedMs);
      found += 1;
    }
    return RESULTS.slice(0, found);
  }

  #rowOf(sequence: number): number {
    return 2 * (sequence & (this.#slots - 1));
  }

  /** Whether what lies in the row may still be reported on, and there may be more rows. */
  #isNeeded(at: number, nowMs: number): boolean {
    if (this.#slots === this.#maxSlots) return false;
    if (this.#slots === 0) return true;
    const known = (this.#rows[at + 1] ?? UNKNOWN) !== UNKNOWN;
    return known && nowMs - (this.#rows[at] ?? 0) < REPORTED_WITHIN_MS;
  }

  #grow(): void {
    const before = this.#rows;
    this.#slots = Math.min(this.#maxSlots, Math.max(FIRST_SLOTS, 2 * this.#slots));
    this.#rows = new Float64Array(2 * this.#slots).fill(UNKNOWN);
    for (let from = 0; from < before.length; from += 2) {
      const sent = before[from + 1] ?? UNKNOWN;
      if (sent === UNKNOWN) continue;
      const at = this.#rowOf(Math.floor(sent / SIZES));
      this.#rows[at] = before[from] ?? 0;
      this.#rows[at + 1] = sent;
    }
  }

  #moveReference(referenceTimeMs: number): void {
    if (this.#lastReferenceMs === undefined) this.#referenceMs = referenceTimeMs;
    else this.#referenceMs += referenceTimeDeltaMs(this.#lastReferenceMs, referenceTimeMs);
    this.#lastReferenceMs = referenceTimeMs;
  }
}

function fill(index: number, sentMs: number, sizeBytes: number, arrivedMs: number): void {
  const result = RESULTS[index] ?? { sentMs, sizeBytes, arrivedMs };
  RESULTS[index] = result;
  result.sentMs = sentMs;
  result.sizeBytes = sizeBytes;
  result.arrivedMs = arrivedMs;
}
