import { Unwrapper } from '../sequence/unwrapper.ts';

export interface NackLimits {
  /** Missing packets that are remembered; more at once is beyond repair. */
  readonly maxMissing: number;
  /** How long a packet is asked for. */
  readonly maxAgeMs: number;
  /** How often a packet is asked for. */
  readonly maxAttempts: number;
  /** How long a gap may be mere reordering before it is asked for. */
  readonly reorderMs: number;
}

export const NACK_LIMITS: NackLimits = {
  maxMissing: 1000,
  maxAgeMs: 3000,
  maxAttempts: 10,
  reorderMs: 5,
};

interface Missing {
  readonly sinceMs: number;
  askedMs: number;
  attempts: number;
}

/**
 * Which packets of one stream to ask for again (RFC 4585 section 6.2.1). In order, a packet costs a
 * comparison. What is missing is bounded; when the bound is passed the list is dropped and a key
 * frame is the only remedy, which `takeKeyFrameNeed` tells.
 */
export class NackGenerator {
  readonly #limits: NackLimits;
  readonly #unwrapper = new Unwrapper(16);
  readonly #missing = new Map<number, Missing>();
  #newest: number | undefined;
  #needsKeyFrame = false;

  constructor(limits: NackLimits = NACK_LIMITS) {
    this.#limits = limits;
  }

  get missingCount(): number {
    return this.#missing.size;
  }

  /** A packet has come, by itself or as a retransmission. True when it fills a gap. */
  receive(sequenceNumber: number, nowMs: number): boolean {
    const sequence = this.#unwrapper.unwrap(sequenceNumber);
    const newest = this.#newest;
    if (newest === undefined || sequence === newest + 1) {
      this.#newest = sequence;
      return false;
    }
    if (sequence <= newest) return this.#missing.delete(sequence);
    this.#newest = sequence;
    if (sequence - newest - 1 + this.#missing.size > this.#limits.maxMissing) {
      this.#missing.clear();
      this.#needsKeyFrame = true;
      return false;
    }
    for (let lost = newest + 1; lost < sequence; lost += 1)
      this.#missing.set(lost, { sinceMs: nowMs, askedMs: Number.NEGATIVE_INFINITY, attempts: 0 });
    return false;
  }

  /** Nothing before this packet is worth asking for: a key frame begins with it. */
  forgetBefore(sequenceNumber: number): void {
    const first = this.#unwrapper.peek(sequenceNumber);
    for (const sequence of this.#missing.keys())
      if (sequence < first) this.#missing.delete(sequence);
  }

  /** The sequence numbers to ask for now, oldest first, each at most once a round trip. */
  due(nowMs: number, roundTripMs: number): readonly number[] {
    const { maxAgeMs, maxAttempts, reorderMs } = this.#limits;
    const due: number[] = [];
    for (const [sequence, missing] of this.#missing) {
      const ageMs = nowMs - missing.sinceMs;
      if (ageMs > maxAgeMs || missing.attempts >= maxAttempts) {
        // The last question is given a round trip to be answered.
        if (ageMs > maxAgeMs || nowMs - missing.askedMs >= roundTripMs) {
          this.#missing.delete(sequence);
          this.#needsKeyFrame = true;
        }
        continue;
      }
      if (ageMs < reorderMs || nowMs - missing.askedMs < roundTripMs) continue;
      missing.askedMs = nowMs;
      missing.attempts += 1;
      due.push(((sequence % 65_536) + 65_536) % 65_536);
    }
    return due;
  }

  /** Whether packets were given up since the last call, so that a picture needs a key frame. */
  takeKeyFrameNeed(): boolean {
    const needed = this.#needsKeyFrame;
    this.#needsKeyFrame = false;
    return needed;
  }
}
