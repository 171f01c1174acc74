import type { Grant } from '../../kernel/index.ts';
import type { SignedToken, SignedTokens, TokenKind } from './signed-tokens.ts';

/** Tokens that say who somebody is and what they may do. */
export const ACCESS_TOKEN: TokenKind = { typ: 'JWT', audience: 'sge-voip' };

export interface TokenOrder {
  readonly org: string;
  readonly userId: string;
  readonly grants: readonly Grant[];
  readonly ttlS: number;
}

/** Signs bearer tokens. Whether one may be issued is decided by `Tokens`. */
export class TokenIssuer {
  readonly #tokens: SignedTokens;

  /** @param tokens of the kind `ACCESS_TOKEN` */
  constructor(tokens: SignedTokens) {
    this.#tokens = tokens;
  }

  issue({ org, userId, grants, ttlS }: TokenOrder): Promise<SignedToken> {
    return this.#tokens.sign(userId, { org, scope: grants.join(' ') }, ttlS);
  }
}
