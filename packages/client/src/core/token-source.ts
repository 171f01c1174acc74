import { parseAs, Token } from '@sky-genesis/protocol';
import { NetworkError, ProtocolError, SgeError, SignedOutError } from './sge-error.ts';

/** Gives a bearer token that is good for at least a few requests. */
export interface TokenSource {
  /** @throws SignedOutError when no token can be had any more */
  get(): Promise<string>;
  /** Tells that the server has refused `token`; the next `get` asks for another. */
  refuse(token: string): void;
}

export interface Minted {
  readonly token: string;
  /** Milliseconds since the epoch; null: not known. */
  readonly expiresAtMs: number | null;
}

/** Share of a token's life after which it is renewed. */
const renewalShare = 0.8;

export class CachingTokenSource implements TokenSource {
  readonly #mint: () => Promise<Minted>;
  readonly #now: () => number;
  #held: { readonly token: string; readonly renewAtMs: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(mint: () => Promise<Minted>, now: () => number = Date.now) {
    this.#mint = mint;
    this.#now = now;
  }

  get(): Promise<string> {
    const held = this.#held;
    if (held !== undefined && this.#now() < held.renewAtMs) return Promise.resolve(held.token);
    // Requests that meet at the moment of renewal share one.
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  refuse(token: string): void {
    if (this.#held?.token === token) this.#held = undefined;
  }

  async #renew(): Promise<string> {
    const minted = await this.#mint();
    const nowMs = this.#now();
    const renewAtMs =
      minted.expiresAtMs === null
        ? Number.POSITIVE_INFINITY
        : nowMs + (minted.expiresAtMs - nowMs) * renewalShare;
    this.#held = { token: minted.token, renewAtMs };
    return minted.token;
  }
}

/** Tokens of the embedding application. The expiry is read from the JWT; one that has passed signs out. */
export function applicationTokens(token: () => string | Promise<string>): TokenSource {
  return new CachingTokenSource(async () => {
    const given = await token();
    const expiresAtMs = jwtExpiryMs(given);
    if (expiresAtMs !== null && expiresAtMs <= Date.now()) {
      throw new SignedOutError('the application gave a token that has expired');
    }
    return { token: given, expiresAtMs };
  });
}

/** Tokens minted by the console's session cookie. */
export function sessionTokens(http: string): TokenSource {
  return new CachingTokenSource(async () => {
    const response = await fetch(`${http}/api/v1/auth/tokens`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch((cause: unknown) => {
      throw new NetworkError('the server could not be reached', { cause });
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.status === 401) throw new SignedOutError('the session is over');
    if (!response.ok) throw SgeError.of(response.status, body);
    const token = parseAs(Token, body);
    if (token === undefined) throw new ProtocolError('unreadable token answer');
    return { token: token.access_token, expiresAtMs: Date.now() + token.expires_in * 1000 };
  });
}

/** The `exp` of a JWT (RFC 7519 §4.1.4) in milliseconds; null for anything that has none. */
export function jwtExpiryMs(token: string): number | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return null;
    return typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  } catch {
    return null;
  }
}
