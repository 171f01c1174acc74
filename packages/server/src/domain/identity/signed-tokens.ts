import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { AppError, type Clock, newId, Secret } from '../../kernel/index.ts';
import { SIGNING_ALGORITHM } from './signing-key-material.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Longer than any token of ours; what is longer is not parsed. */
const MAX_TOKEN_CHARS = 4096;

/** Tells tokens of one use from those of every other (RFC 8725 §3.9, §3.11). */
export interface TokenKind {
  readonly typ: string;
  /** Who the tokens are for (RFC 7519 §4.1.3). */
  readonly audience: string;
}

export interface SignedToken {
  readonly token: Secret;
  readonly tokenId: string;
  readonly expiresAtMs: number;
}

/** Signs and checks tokens of one kind (JWT, RFC 7519) by the server's own keys. */
export class SignedTokens {
  readonly #keys: SigningKeys;
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #kind: TokenKind;

  constructor(keys: SigningKeys, issuer: string, clock: Clock, kind: TokenKind) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#kind = kind;
  }

  async sign(
    subject: string,
    claims: Readonly<Record<string, string | number>>,
    ttlS: number,
  ): Promise<SignedToken> {
    const nowMs = this.#clock.nowMs();
    const issuedAtS = Math.floor(nowMs / 1000);
    const expiresAtS = issuedAtS + ttlS;
    const tokenId = newId('tok', nowMs);
    const signer = this.#keys.current();
    // `iat` counts whole seconds; a token must not be voided by what happened earlier in its second.
    const jwt = await new SignJWT({ ...claims, iat_ms: nowMs })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: this.#kind.typ, kid: signer.id })
      .setIssuer(this.#issuer)
      .setAudience(this.#kind.audience)
      .setSubject(subject)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(expiresAtS)
      .setJti(tokenId)
      .sign(signer.key);
    return { token: new Secret(jwt), tokenId, expiresAtMs: expiresAtS * 1000 };
  }

  /** @throws AppError `unauthenticated` | `token_expired`; nothing says what was wrong. */
  async verify(token: string): Promise<JWTPayload> {
    if (token.length > MAX_TOKEN_CHARS) throw new AppError('unauthenticated');
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyOf(header.kid), {
        // Ours alone (RFC 8725 §3.1): neither `none` nor an HMAC over the published key can pass.
        algorithms: [SIGNING_ALGORITHM],
        issuer: this.#issuer,
        audience: this.#kind.audience,
        typ: this.#kind.typ,
        requiredClaims: ['sub', 'iat', 'exp', 'jti'],
        currentDate: new Date(this.#clock.nowMs()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AppError('token_expired');
      if (error instanceof errors.JOSEError) throw new AppError('unauthenticated');
      throw error;
    }
  }

  async #keyOf(kid: string | undefined) {
    const key = kid === undefined ? undefined : await this.#keys.verificationKey(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}
