import { hash, verify } from '@node-rs/argon2';
import { AppError, type Secret } from '../../kernel/index.ts';
import { newRandomToken } from './random-token.ts';

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Half of Node's four worker threads; the other half stays for the database and for files. */
const AT_ONCE = 2;
/** Those who wait beyond this would only time out. */
const WAITING = 64;

/** Hashes and checks passwords with argon2id (RFC 9106), few at a time: each takes 20 ms and 19 MiB. */
export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #decoy: Promise<string> | undefined;

  /** @throws AppError `rate_limited` when too many are waiting already. */
  hash(password: Secret): Promise<string> {
    return this.#inTurn(() => hash(password.reveal(), PARAMETERS));
  }

  /**
   * @param phc the stored hash; without one (no such user, no password) a decoy is checked, so that the
   * answer takes as long.
   * @throws AppError `rate_limited` when too many are waiting already.
   */
  verify(phc: string | undefined, password: Secret): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#decoy ??= hash(newRandomToken(), PARAMETERS);
      const matches = await verify(phc ?? (await this.#decoy), password.reveal());
      return matches && phc !== undefined;
    });
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING)
        throw new AppError('rate_limited', { retryAfterS: 2, params: { seconds: 2 } });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await task();
    } finally {
      // The turn passes directly to the next in line, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
