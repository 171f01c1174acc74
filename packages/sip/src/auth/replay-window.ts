const windowSize = 32;

interface Seen {
  highest: number;
  /** Bit n: `highest − n` was used. */
  bits: number;
}

/**
 * Which nonce counts were used (RFC 7616 §3.4, `nc`). Requests of one client overtake one another on UDP, so the
 * last 32 counts are told apart; older ones count as used. Bounded: the nonce that was used
 * longest ago is forgotten first, and what is forgotten is answered as stale by {@link isKnown}'s caller.
 */
export class ReplayWindow {
  readonly #seen = new Map<string, Seen>();
  readonly #capacity: number;

  /** @param capacity how many nonces are watched at once */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether this nonce was used before, and is still remembered. */
  isKnown(nonce: string): boolean {
    return this.#seen.has(nonce);
  }

  /** Marks a count as used; `false` where it was already. */
  use(nonce: string, count: number): boolean {
    const seen = this.#seen.get(nonce) ?? { highest: 0, bits: 0 };
    const fresh = mark(seen, count);
    this.#seen.delete(nonce);
    this.#seen.set(nonce, seen);
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= this.#capacity) break;
      this.#seen.delete(oldest);
    }
    return fresh;
  }
}

function mark(seen: Seen, count: number): boolean {
  if (count > seen.highest) {
    const shift = count - seen.highest;
    seen.bits = shift >= windowSize ? 1 : ((seen.bits << shift) | 1) >>> 0;
    seen.highest = count;
    return true;
  }
  const age = seen.highest - count;
  if (age >= windowSize) return false;
  const bit = (1 << age) >>> 0;
  if ((seen.bits & bit) !== 0) return false;
  seen.bits = (seen.bits | bit) >>> 0;
  return true;
}
