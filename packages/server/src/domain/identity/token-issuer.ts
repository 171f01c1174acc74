import { SignJWT } from 'jose';
import { type Clock, type Grant, newId, Secret } from '../../kernel/index.ts';
import { SIGNING_ALGORITHM } from './signing-key-material.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Who the tokens are for (RFC 7519 §4.1.3). */
export const TOKEN_AUDIENCE = 'sge-voip';

export interface TokenOrder {
  readonly org: string;
  readonly userId: string;
  readonly grants: readonly Grant[];
  readonly ttlS: number;
}

export interface IssuedToken {
  readonly token: Secret;
  readonly tokenId: string;
  readonly expiresAtMs: number;
}

/** Signs bearer tokens (JWT, RFC 7519). Whether one may be issued is decided by `Tokens`. */
export class TokenIssuer {
  readonly #keys: SigningKeys;
  readonly #issuer: string;
  readonly #clock: Clock;

  /** @param issuer the server's public URL */
  constructor(keys: SigningKeys, issuer: string, clock: Clock) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#clock = clock;
  }

  async issue(order: TokenOrder): Promise<IssuedToken> {
    const nowMs = this.#clock.nowMs();
    const issuedAtS = Math.floor(nowMs / 1000);
    const expiresAtS = issuedAtS + order.ttlS;
    const tokenId = newId('tok', nowMs);
    const signer = this.#keys.current();
    // `iat` counts whole seconds; a token must not be voided by what happened earlier in its second.
    const claims = { org: order.org, scope: order.grants.join(' '), iat_ms: nowMs };
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'JWT', kid: signer.id })
      .setIssuer(this.#issuer)
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(order.userId)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(expiresAtS)
      .setJti(tokenId)
      .sign(signer.key);
    return { token: new Secret(jwt), tokenId, expiresAtMs: expiresAtS * 1000 };
  }
}
