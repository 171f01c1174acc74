import type { Usage } from './overuse-detector.ts';

/** Growth a second while the link's capacity is unknown (draft-ietf-rmcat-gcc-02 section 5.5). */
const MULTIPLICATIVE = 1.08;
const BACK_OFF = 0.85;
/** The estimate runs ahead of what is really sent by no more than this. */
const MAX_AHEAD = 1.5;
const MAX_AHEAD_BPS = 10_000;
const PACKET_BITS = 1200 * 8;
/** Weight of a new sample in the estimate of the link's capacity. */
const CAPACITY_WEIGHT = 0.05;

/** What the link could carry when it was last full, with the spread of that. */
interface LinkCapacity {
  readonly bitrateBps: number;
  readonly deviationBps: number;
}

/**
 * Additive increase, multiplicative decrease by the detector's word (draft-ietf-rmcat-gcc-02 section
 * 5.5). A link that has shown its capacity is approached slowly, by about a packet a round trip.
 */
export class DelayControl {
  #bitrateBps: number;
  #capacity: LinkCapacity | undefined;
  #lastChangeMs: number | undefined;
  #lastDecreaseMs = Number.NEGATIVE_INFINITY;

  constructor(startBitrateBps: number) {
    this.#bitrateBps = startBitrateBps;
  }

  get bitrateBps(): number {
    return this.#bitrateBps;
  }

  /** Another part of the estimator has found a limit, or a bound cuts the rate. */
  limit(bitrateBps: number): void {
    this.#bitrateBps = Math.min(this.#bitrateBps, bitrateBps);
  }

  /** The path has proven that it carries this much. */
  raise(bitrateBps: number): void {
    if (bitrateBps <= this.#bitrateBps) return;
    this.#bitrateBps = bitrateBps;
    this.#capacity = undefined;
  }

  update(
    usage: Usage,
    acknowledgedBps: number | undefined,
    roundTripMs: number,
    nowMs: number,
  ): void {
    const elapsedMs = Math.min(1000, nowMs - (this.#lastChangeMs ?? nowMs));
    this.#lastChangeMs = nowMs;
    if (usage === 'overuse') {
      this.#decrease(acknowledgedBps, roundTripMs, nowMs);
      return;
    }
    // An underused link drains its queues first.
    if (usage === 'normal') this.#increase(acknowledgedBps, roundTripMs, elapsedMs);
  }

  #increase(acknowledgedBps: number | undefined, roundTripMs: number, elapsedMs: number): void {
    const capacity = this.#capacity;
    if (
      capacity !== undefined &&
      acknowledgedBps !== undefined &&
      acknowledgedBps > capacity.bitrateBps + 3 * capacity.deviationBps
    )
      this.#capacity = undefined;
    const grown =
      this.#capacity === undefined
        ? this.#bitrateBps * MULTIPLICATIVE ** (elapsedMs / 1000)
        : this.#bitrateBps + (PACKET_BITS * elapsedMs) / (roundTripMs + 100);
    const ceiling =
      acknowledgedBps === undefined
        ? Number.POSITIVE_INFINITY
        : acknowledgedBps * MAX_AHEAD + MAX_AHEAD_BPS;
    this.#bitrateBps = Math.max(this.#bitrateBps, Math.min(grown, ceiling));
  }

  /** Once a round trip: the queue that was found is still draining. */
  #decrease(acknowledgedBps: number | undefined, roundTripMs: number, nowMs: number): void {
    if (nowMs - this.#lastDecreaseMs < Math.max(100, roundTripMs)) return;
    this.#lastDecreaseMs = nowMs;
    const measuredBps = acknowledgedBps ?? this.#bitrateBps;
    this.#bitrateBps = Math.min(this.#bitrateBps, measuredBps * BACK_OFF);
    this.#capacity = learn(this.#capacity, measuredBps);
  }
}

function learn(capacity: LinkCapacity | undefined, sampleBps: number): LinkCapacity {
  const known =
    capacity !== undefined &&
    Math.abs(sampleBps - capacity.bitrateBps) <= 3 * capacity.deviationBps;
  if (!known) return { bitrateBps: sampleBps, deviationBps: sampleBps * 0.1 };
  const bitrateBps = capacity.bitrateBps + CAPACITY_WEIGHT * (sampleBps - capacity.bitrateBps);
  const error = Math.abs(sampleBps - bitrateBps);
  const deviationBps = capacity.deviationBps + CAPACITY_WEIGHT * (error - capacity.deviationBps);
  return { bitrateBps, deviationBps: Math.max(deviationBps, bitrateBps * 0.03) };
}
