import type { JWTPayload } from 'jose';
import { AppError, GRANTS, type Grant } from '../../kernel/index.ts';
import type { SignedTokens } from './signed-tokens.ts';

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
  readonly #tokens: SignedTokens;

  /** @param tokens of the kind `ACCESS_TOKEN` */
  constructor(tokens: SignedTokens) {
    this.#tokens = tokens;
  }

  /** @throws AppError `unauthenticated` | `token_expired`; nothing says what was wrong. */
  async verify(token: string): Promise<VerifiedToken> {
    const verified = parseClaims(await this.#tokens.verify(token));
    if (verified === undefined) throw new AppError('unauthenticated');
    return verified;
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
