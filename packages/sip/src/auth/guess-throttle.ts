import type { Clock } from '../clock.ts';
import { SourceMemory } from './source-memory.ts';

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
  readonly #records: SourceMemory<Record>;

  constructor(clock: Clock, limits: GuessLimits = defaultGuessLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#records = new SourceMemory(limits.capacity);
  }

  /** Whether the source is not to be heard now. */
  blocks(address: string): boolean {
    const record = this.#current(address);
    return record !== undefined && record.failures >= this.#limits.maxFailures;
  }

  /** Notes a guess. */
  fail(address: string): void {
    const { maxFailures, windowMs, blockMs } = this.#limits;
    const nowMs = this.#clock.nowMs();
    const record = this.#current(address) ?? { failures: 0, untilMs: nowMs + windowMs };
    record.failures += 1;
    if (record.failures >= maxFailures) record.untilMs = nowMs + blockMs;
    this.#records.note(address, record);
  }

  #current(address: string): Record | undefined {
    const record = this.#records.of(address);
    if (record === undefined || record.untilMs > this.#clock.nowMs()) return record;
    this.#records.forget(address);
    return undefined;
  }
}
