import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type RandomBytes, randomHex } from '../random.ts';

/** What became of a nonce that came back. */
export type NonceVerdict = 'fresh' | 'stale' | 'foreign';

export interface NonceSettings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** At least 32 bytes that only this process knows; its clock starts with it too. */
  readonly key: Uint8Array;
  /** How long a nonce may be used. */
  readonly lifetimeMs: number;
}

/**
 * Nonces that carry the moment of their making under an HMAC, so that handing them out to anybody who
 * asks costs no memory (RFC 7616 §3.3).
 */
export class NonceSource {
  readonly #settings: NonceSettings;

  constructor(settings: NonceSettings) {
    this.#settings = settings;
  }

  make(): string {
    const { clock, random } = this.#settings;
    const stamp = Math.floor(clock.nowMs()).toString(16).padStart(12, '0');
    const head = `${stamp}${randomHex(random, 8)}`;
    return `${head}${this.#seal(head)}`;
  }

  check(nonce: string): NonceVerdict {
    if (!/^[0-9a-f]{60}$/.test(nonce)) return 'foreign';
    const head = nonce.slice(0, 28);
    const seal = Buffer.from(nonce.slice(28));
    if (!timingSafeEqual(seal, Buffer.from(this.#seal(head)))) return 'foreign';
    const ageMs = this.#settings.clock.nowMs() - Number.parseInt(head.slice(0, 12), 16);
    return ageMs >= -1 && ageMs <= this.#settings.lifetimeMs ? 'fresh' : 'stale';
  }

  #seal(head: string): string {
    return createHmac('sha256', this.#settings.key).update(head).digest('hex').slice(0, 32);
  }
}
