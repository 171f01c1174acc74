import { SourceMemory } from '../auth/source-memory.ts';
import type { Clock } from '../clock.ts';

export interface SourceRateLimits {
  /** Messages a second that one source may send for long. */
  readonly perSecond: number;
  /** Messages that it may send at once. */
  readonly burst: number;
  /** Sources remembered at once; the one heard longest ago is forgotten first. */
  readonly capacity: number;
}

export const defaultSourceRate: SourceRateLimits = { perSecond: 50, burst: 200, capacity: 50_000 };

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/**
 * A token bucket for each source, an IPv4 address or an IPv6 /64: what `admits` of the user agent's handlers can ask
 * before a message of a stranger costs anything. Trunks of our own should not be asked for.
 */
export class SourceRate {
  readonly #clock: Clock;
  readonly #limits: SourceRateLimits;
  readonly #buckets: SourceMemory<Bucket>;

  constructor(clock: Clock, limits: SourceRateLimits = defaultSourceRate) {
    this.#clock = clock;
    this.#limits = limits;
    this.#buckets = new SourceMemory(limits.capacity);
  }

  /** Counts one message; `false` where the source has sent too many. */
  admits(address: string): boolean {
    const { perSecond, burst } = this.#limits;
    const nowMs = this.#clock.nowMs();
    const { tokens, atMs } = this.#buckets.of(address) ?? { tokens: burst, atMs: nowMs };
    const left = Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1_000);
    this.#buckets.note(address, { tokens: left >= 1 ? left - 1 : left, atMs: nowMs });
    return left >= 1;
  }
}
