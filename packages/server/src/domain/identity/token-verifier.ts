import { errors, type JWTPayload, jwtVerify } from 'jose';
import { AppError, type Clock, GRANTS, type Grant } from '../../kernel/index.ts';
import { SIGNING_ALGORITHM } from './signing-key-material.ts';
import type { SigningKeys } from './signing-keys.ts';
import { TOKEN_AUDIENCE } from './token-issuer.ts';

/** Longer than any token of ours; what is longer is not parsed. */
const MAX_TOKEN_CHARS = 4096;

export interface VerifiedToken {
  readonly org: string;
  readonly userId: string;
  readonly grants: ReadonlySet<Grant>;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

const KNOWN_GRANTS: ReadonlyMap<string, Grant> = new Map(GRANTS.map((grant) => [grant, grant]));

/** Checks signature and claims of bearer tokens. Whether their user still exists is not its matter. */
export class TokenVerifier {
  readonly #keys: SigningKeys;
  readonly #issuer: string;
  readonly #clock: Clock;

  constructor(keys: SigningKeys, issuer: string, clock: Clock) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#clock = clock;
  }

  /** @throws AppError `unauthenticated` | `token_expired`; nothing says what was wrong. */
  async verify(token: string): Promise<VerifiedToken> {
    if (token.length > MAX_TOKEN_CHARS) throw new AppError('unauthenticated');
    const payload = await this.#verifiedPayload(token);
    const verified = parseClaims(payload);
    if (verified === undefined) throw new AppError('unauthenticated');
    return verified;
  }

  async #verifiedPayload(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyOf(header.kid), {
        // Ours alone (RFC 8725 §3.1): neither `none` nor an HMAC over the published key can pass.
        algorithms: [SIGNING_ALGORITHM],
        issuer: this.#issuer,
        audience: TOKEN_AUDIENCE,
        typ: 'JWT',
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

function parseClaims(payload: JWTPayload): VerifiedToken | undefined {
  const { sub, org, scope, exp, iat_ms: issuedAtMs } = payload;
  if (typeof sub !== 'string' || typeof org !== 'string' || typeof scope !== 'string') {
    return undefined;
  }
  if (typeof exp !== 'number' || typeof issuedAtMs !== 'number') return undefined;
  return { org, userId: sub, grants: parseGrants(scope), issuedAtMs, expiresAtMs: exp * 1000 };
}

/** A grant that this release does not know gives nothing. */
function parseGrants(scope: string): ReadonlySet<Grant> {
  const grants = new Set<Grant>();
  for (const word of scope.split(' ')) {
    const grant = KNOWN_GRANTS.get(word);
    if (grant !== undefined) grants.add(grant);
  }
  return grants;
}
