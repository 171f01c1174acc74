/** Below this loss the rate may grow, above the other it falls (draft-ietf-rmcat-gcc-02 section 6). */
const LOW_LOSS = 0.02;
const HIGH_LOSS = 0.1;
const GROWTH = 1.05;
/** Reports are joined until they speak of this many packets, so that one loss of five is no storm. */
const MIN_PACKETS = 20;
const INTERVAL_MS = 200;
/** What was lost before the last decrease is still being reported for this long, and a round trip. */
const SETTLE_MS = 300;
/** Of what arrives: so much the path does carry, whatever a full queue has thrown away. */
const ARRIVING = 0.85;

/** The loss-based half of the estimate (draft-ietf-rmcat-gcc-02 section 6). */
export class LossControl {
  #bitrateBps: number;
  #lost = 0;
  #total = 0;
  #lastMs: number | undefined;
  #lossFraction = 0;
  #decreasedMs = Number.NEGATIVE_INFINITY;

  constructor(startBitrateBps: number) {
    this.#bitrateBps = startBitrateBps;
  }

  get bitrateBps(): number {
    return this.#bitrateBps;
  }

  /** Of the last whole interval: 0 to 1. */
  get lossFraction(): number {
    return this.#lossFraction;
  }

  /** The path has proven that it carries this much; while it loses much, that is no proof. */
  raise(bitrateBps: number): void {
    if (this.#lossFraction <= HIGH_LOSS) this.#bitrateBps = Math.max(this.#bitrateBps, bitrateBps);
  }

  /**
   * @param delayBasedBps what this estimate need not run ahead of by more than a half
   * @param arrivingBps what the receiver acknowledges
   */
  update(
    { lost, total }: { readonly lost: number; readonly total: number },
    delayBasedBps: number,
    arrivingBps: number,
    roundTripMs: number,
    nowMs: number,
  ): void {
    this.#lost += lost;
    this.#total += total;
    this.#lastMs ??= nowMs;
    if (this.#total < MIN_PACKETS || nowMs - this.#lastMs < INTERVAL_MS) return;
    this.#lossFraction = this.#lost / this.#total;
    this.#lost = 0;
    this.#total = 0;
    this.#lastMs = nowMs;
    if (this.#lossFraction > HIGH_LOSS) {
      if (nowMs - this.#decreasedMs < SETTLE_MS + roundTripMs) return;
      this.#decreasedMs = nowMs;
      const before = Math.min(this.#bitrateBps, delayBasedBps);
      const after = Math.max(before * (1 - 0.5 * this.#lossFraction), arrivingBps * ARRIVING);
      this.#bitrateBps = Math.min(before, after);
    } else if (this.#lossFraction < LOW_LOSS)
      this.#bitrateBps = Math.min(
        this.#bitrateBps * GROWTH,
        Math.max(this.#bitrateBps, delayBasedBps * 1.5),
      );
  }
}
