import { referenceTimeDeltaMs } from '../rtcp/parse-transport-feedback.ts';
import type { TransportFeedback } from '../rtcp/rtcp-packets.ts';

/** What became of one packet we sent. */
export interface PacketResult {
  readonly sentMs: number;
  readonly sizeBytes: number;
  /** On the receiver's clock, not wrapping; NaN for a packet reported as not received. */
  readonly arrivedMs: number;
}

/**
 * The sending half of transport-wide congestion control: gives out the sequence numbers of one
 * connection, and reads its feedback against what was sent. Memory is fixed: 14 octets a slot.
 */
export class SentHistory {
  readonly #mask: number;
  readonly #sequences: Int32Array;
  readonly #sentMs: Float64Array;
  readonly #sizes: Uint16Array;
  /** All that was sent so far. */
  sentOctets = 0;
  #next = 0;
  readonly #results: { sentMs: number; sizeBytes: number; arrivedMs: number }[] = [];
  #lastReferenceMs: number | undefined;
  #referenceMs = 0;

  /** @param slotsBits log2 of how many packets may be in flight; at most 15 */
  constructor(slotsBits = 11) {
    const slots = 1 << slotsBits;
    this.#mask = slots - 1;
    this.#sequences = new Int32Array(slots).fill(-1);
    this.#sentMs = new Float64Array(slots);
    this.#sizes = new Uint16Array(slots);
  }

  /** Takes note of a packet that is sent now, and returns its transport-wide sequence number. */
  send(sizeBytes: number, nowMs: number): number {
    const sequence = this.#next;
    this.#next = (sequence + 1) & 0xffff;
    const slot = sequence & this.#mask;
    this.#sequences[slot] = sequence;
    this.#sentMs[slot] = nowMs;
    this.#sizes[slot] = sizeBytes;
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
    const count = Math.min(statusCount, this.#mask + 1);
    let found = 0;
    // Both are in order of sequence number, so one pass over each is enough.
    for (let i = 0, next = 0; i < count; i += 1) {
      const sequence = (baseSequence + i) & 0xffff;
      const arrival = received[next]?.sequenceNumber === sequence ? received[next] : undefined;
      if (arrival !== undefined) next += 1;
      const slot = sequence & this.#mask;
      if (this.#sequences[slot] !== sequence) continue;
      if (arrival !== undefined) this.#sequences[slot] = -1;
      this.#fill(found, slot, this.#referenceMs + (arrival?.offsetMs ?? Number.NaN));
      found += 1;
    }
    return this.#results.slice(0, found);
  }

  #fill(index: number, slot: number, arrivedMs: number): void {
    const result = this.#results[index] ?? { sentMs: 0, sizeBytes: 0, arrivedMs: 0 };
    this.#results[index] = result;
    result.sentMs = this.#sentMs[slot] ?? 0;
    result.sizeBytes = this.#sizes[slot] ?? 0;
    result.arrivedMs = arrivedMs;
  }

  #moveReference(referenceTimeMs: number): void {
    if (this.#lastReferenceMs === undefined) this.#referenceMs = referenceTimeMs;
    else this.#referenceMs += referenceTimeDeltaMs(this.#lastReferenceMs, referenceTimeMs);
    this.#lastReferenceMs = referenceTimeMs;
  }
}
