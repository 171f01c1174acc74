/** Below this many changes a millisecond each one is written at once: waiting would gain nothing. */
const QUIET_PER_MS = 0.6;
/** Changes in a group from which on a larger one hardly costs less for each. */
const WANTED_GROUP = 16;
/** A change never waits longer than this for others. */
const MAX_WAIT_MS = 5;
/** Over how long the rate is averaged. */
const MEMORY_MS = 50;
/** A wait was in vain when nobody came in the larger part of it; after two in a row nobody waits for a while. */
const LARGER_PART = 0.8;
const IN_VAIN = 2;
const REST_MS = 100;

/**
 * How long a busy server waits before the next group, so that changes share a transaction and an
 * fsync (PostgreSQL's `commit_delay` and `commit_siblings`). A quiet one never waits, nor one whose few
 * clients each wait for their answer before they ask again. Acknowledged is durable all the same: a change is answered
 * after the fsync of its group.
 */
export class CommitPace {
  #perMs = 0;
  #lastEndedMs = Number.NEGATIVE_INFINITY;
  #lastArrivedMs = Number.NEGATIVE_INFINITY;
  /** When somebody must have come for the wait to have been worth it; undefined: there was no wait. */
  #worthAfterMs: number | undefined;
  #inVain = 0;
  #restUntilMs = Number.NEGATIVE_INFINITY;

  /** Another change is to be written. */
  arrived(nowMs: number): void {
    this.#lastArrivedMs = nowMs;
  }

  /** A group of `count` changes has been written. */
  committed(count: number, nowMs: number): void {
    if (this.#worthAfterMs !== undefined) {
      this.#inVain = this.#lastArrivedMs < this.#worthAfterMs ? this.#inVain + 1 : 0;
      if (this.#inVain >= IN_VAIN) this.#restUntilMs = nowMs + REST_MS;
    }
    const elapsedMs = Math.max(0.1, nowMs - this.#lastEndedMs);
    this.#lastEndedMs = nowMs;
    const weight = 1 - Math.exp(-elapsedMs / MEMORY_MS);
    this.#perMs += weight * (count / elapsedMs - this.#perMs);
  }

  /**
   * Milliseconds from now until the next group is to be written; 0: at once.
   * @param waiting changes that are there already
   */
  waitMs(waiting: number, nowMs: number): number {
    const spacingMs = Math.min(MAX_WAIT_MS, WANTED_GROUP / this.#perMs);
    const leftMs = this.#lastEndedMs + spacingMs - nowMs;
    const isFull = waiting >= WANTED_GROUP;
    const isQuiet = this.#perMs < QUIET_PER_MS || nowMs < this.#restUntilMs;
    const waits = leftMs > 0 && !isFull && !isQuiet;
    this.#worthAfterMs = waits ? nowMs + leftMs * (1 - LARGER_PART) : undefined;
    return waits ? leftMs : 0;
  }
}
