import { isIPv6 } from 'node:net';
import { AppError, type Clock } from '../../kernel/index.ts';

const MINUTE_MS = 60_000;
/** Wrong guesses at one user from one place within the window. */
const PER_USER = { limit: 5, windowMs: 15 * MINUTE_MS };
/** Wrong guesses from one place, whoever they are at. */
const PER_PLACE = { limit: 50, windowMs: 15 * MINUTE_MS };
const REMEMBERED = 20_000;

interface Window {
  count: number;
  readonly endsAtMs: number;
}

/**
 * Slows down who guesses passwords. An attempt is counted before it is checked and given back when it
 * was right, so that a hundred at once are not a hundred guesses.
 */
export class SignInThrottle {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts an attempt.
   * @returns gives it back; call it when the attempt was right.
   * @throws AppError `rate_limited` with the seconds to wait.
   */
  admit(org: string, userId: string, ip: string): () => void {
    const place = placeOf(ip);
    const byPlace = this.#window(`@${place}`, PER_PLACE);
    const byUser = this.#window(`${org}/${userId}@${place}`, PER_USER);
    byUser.count += 1;
    byPlace.count += 1;
    return () => {
      byUser.count = 0;
      byPlace.count -= 1;
    };
  }

  #window(key: string, rule: { readonly limit: number; readonly windowMs: number }): Window {
    const nowMs = this.#clock.nowMs();
    const open = this.#windows.get(key);
    if (open !== undefined && open.endsAtMs > nowMs) {
      if (open.count < rule.limit) return open;
      const retryAfterS = Math.ceil((open.endsAtMs - nowMs) / 1000);
      throw new AppError('rate_limited', { retryAfterS, params: { seconds: retryAfterS } });
    }
    this.#windows.delete(key);
    if (this.#windows.size >= REMEMBERED) this.#forgetOldest();
    const window = { count: 0, endsAtMs: nowMs + rule.windowMs };
    this.#windows.set(key, window);
    return window;
  }

  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}

/** One IPv6 customer has a /64 (RFC 6177), so its addresses count as one place. */
function placeOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip;
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const tailGroups = tail === '' ? [] : tail.split(':');
    while (groups.length + tailGroups.length < 8) groups.push('0');
    groups.push(...tailGroups);
  }
  return groups.slice(0, 4).join(':');
}
