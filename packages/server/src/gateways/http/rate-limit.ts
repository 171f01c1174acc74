import type { RatePolicy } from './options.ts';

export interface RateDecision {
  readonly allowed: boolean;
  /** Requests left in the bucket. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetS: number;
  /** Seconds until one more request is allowed; 0 when one is. */
  readonly retryAfterS: number;
}

interface Bucket {
  tokens: number;
  updatedMs: number;
}

const SWEEP = 64;

/** Token buckets by owner. Memory is bounded: an owner whose bucket is full again is forgotten. */
export class RateLimiter {
  readonly #policy: RatePolicy;
  readonly #maxBuckets: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(policy: RatePolicy, maxBuckets = 50_000) {
    this.#policy = policy;
    this.#maxBuckets = maxBuckets;
  }

  get size(): number {
    return this.#buckets.size;
  }

  take(owner: string, nowMs: number): RateDecision {
    const { perSecond, burst } = this.#policy;
    const bucket = this.#bucketOf(owner, nowMs);
    // A clock that is set back gives nothing and takes nothing.
    const elapsedMs = Math.max(0, nowMs - bucket.updatedMs);
    const tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000);
    const allowed = tokens >= 1;
    bucket.tokens = allowed ? tokens - 1 : tokens;
    bucket.updatedMs = nowMs;
    return {
      allowed,
      remaining: Math.floor(bucket.tokens),
      resetS: Math.ceil((burst - bucket.tokens) / perSecond),
      retryAfterS: allowed ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)),
    };
  }

  #bucketOf(owner: string, nowMs: number): Bucket {
    const known = this.#buckets.get(owner);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#maxBuckets) this.#makeRoom(nowMs);
    const bucket = { tokens: this.#policy.burst, updatedMs: nowMs };
    this.#buckets.set(owner, bucket);
    return bucket;
  }

  /** Looks at the oldest few; when all of them are in use, the very oldest goes. */
  #makeRoom(nowMs: number): void {
    let looked = 0;
    for (const [owner, bucket] of this.#buckets) {
      const fullAtMs =
        bucket.updatedMs + ((this.#policy.burst - bucket.tokens) / this.#policy.perSecond) * 1000;
      if (fullAtMs <= nowMs) this.#buckets.delete(owner);
      looked += 1;
      if (looked === SWEEP) break;
    }
    if (this.#buckets.size < this.#maxBuckets) return;
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}

/** One bucket for what one subscriber holds: an IPv4 address, or an IPv6 /64. */
export function addressOwner(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip;
  const [head = '', tail] = ip.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length;
    while (groups.length + after < 8) groups.push('0');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
