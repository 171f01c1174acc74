import { isIPv6 } from 'node:net';
import { AttemptWindows, type Clock } from '../../kernel/index.ts';

const MINUTE_MS = 60_000;
/** Wrong guesses at one user from one place within the window. */
const PER_USER = { limit: 5, windowMs: 15 * MINUTE_MS };
/** Wrong guesses from one place, whoever they are at. */
const PER_PLACE = { limit: 50, windowMs: 15 * MINUTE_MS };
/**
 * Slows down who guesses passwords. An attempt is counted before it is checked and given back when it
 * was right, so that a hundred at once are not a hundred guesses.
 */
export class SignInThrottle {
  readonly #windows: AttemptWindows;

  constructor(clock: Clock) {
    this.#windows = new AttemptWindows(clock);
  }

  /**
   * Counts an attempt.
   * @returns gives it back; call it when the attempt was right.
   * @throws AppError `rate_limited` with the seconds to wait.
   */
  admit(org: string, userId: string, ip: string): () => void {
    const place = placeOf(ip);
    const byPlace = this.#windows.of(`@${place}`, PER_PLACE);
    const byUser = this.#windows.of(`${org}/${userId}@${place}`, PER_USER);
    byUser.count += 1;
    byPlace.count += 1;
    return () => {
      byUser.count = 0;
      byPlace.count -= 1;
    };
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
