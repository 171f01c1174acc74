import { type Clock, newId } from '../../kernel/index.ts';
import { newRandomToken } from './random-token.ts';

const GOOD_FOR_MS = 5 * 60_000;
const OPEN_AT_ONCE = 10_000;

export interface Challenge {
  readonly id: string;
  /** base64url */
  readonly value: string;
  readonly purpose: 'register' | 'sign_in';
  /** Who registers; null for a sign-in, where nobody is known yet. */
  readonly owner: { readonly org: string; readonly userId: string } | null;
  readonly expiresAtMs: number;
}

/** Challenges of WebAuthn ceremonies under way: five minutes, one use, the oldest go when there are too many. */
export class Challenges {
  readonly #clock: Clock;
  readonly #open = new Map<string, Challenge>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#open.size;
  }

  issue(purpose: Challenge['purpose'], owner: Challenge['owner']): Challenge {
    const nowMs = this.#clock.nowMs();
    this.#makeRoom(nowMs);
    const id = newId('tok', nowMs);
    const value = newRandomToken();
    const challenge = { id, value, purpose, owner, expiresAtMs: nowMs + GOOD_FOR_MS };
    this.#open.set(id, challenge);
    return challenge;
  }

  /** Gives it out once, whether it turns out to fit or not. */
  take(id: string, purpose: Challenge['purpose']): Challenge | undefined {
    const challenge = this.#open.get(id);
    this.#open.delete(id);
    if (challenge === undefined || challenge.purpose !== purpose) return undefined;
    return challenge.expiresAtMs > this.#clock.nowMs() ? challenge : undefined;
  }

  /** They stand in order of age, so those that have expired come first. */
  #makeRoom(nowMs: number): void {
    for (const [id, challenge] of this.#open) {
      if (challenge.expiresAtMs > nowMs && this.#open.size < OPEN_AT_ONCE) return;
      this.#open.delete(id);
    }
  }
}
