import type { Clock } from '../clock.ts';
import { sourceKey } from './source-key.ts';

export interface GuessLimits {
  /** Wrong names or passwords from one source within the window, before it is heard no more. */
  readonly maxFailures: number;
  readonly windowMs: number;
  readonly blockMs: number;
  /** Sources remembered at once; the one heard longest ago is forgotten first. */
  readonly capacity: number;
}

/** An office behind one NAT may mistype ten times in a minute; a guesser gets fifteen thousand tries a day. */
export const defaultGuessLimits: GuessLimits = {
  maxFailures: 10,
  windowMs: 60_000,
  blockMs: 300_000,
  capacity: 50_000,
};

interface Record {
  failures: number;
  /** Until when failures count together, or until when the source is not heard. */
  untilMs: number;
}

/** Slows down who guesses passwords, by source: an IPv4 address or an IPv6 /64. */
export class GuessThrottle {
  readonly #clock: Clock;
  readonly #limits: GuessLimits;
  readonly #records = new Map<string, Record>();

  constructor(clock: Clock, limits: GuessLimits = defaultGuessLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Whether the source is not to be heard now. */
  blocks(address: string): boolean {
    const record = this.#current(sourceKey(address));
    return record !== undefined && record.failures >= this.#limits.maxFailures;
  }

  /** Notes a guess. */
  fail(address: string): void {
    const { maxFailures, windowMs, blockMs, capacity } = this.#limits;
    const key = sourceKey(address);
    const nowMs = this.#clock.nowMs();
    const record = this.#current(key) ?? { failures: 0, untilMs: nowMs + windowMs };
    record.failures += 1;
    if (record.failures >= maxFailures) record.untilMs = nowMs + blockMs;
    this.#records.delete(key);
    this.#records.set(key, record);
    for (const oldest of this.#records.keys()) {
      if (this.#records.size <= capacity) break;
      this.#records.delete(oldest);
    }
  }

  #current(key: string): Record | undefined {
    const record = this.#records.get(key);
    if (record === undefined || record.untilMs > this.#clock.nowMs()) return record;
    this.#records.delete(key);
    return undefined;
  }
}
