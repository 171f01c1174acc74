import { AppError } from '../../kernel/index.ts';
import type { SignedToken, SignedTokens, TokenKind } from './signed-tokens.ts';

/** No access token passes as one of these, nor the reverse. */
export const ROOM_TOKEN: TokenKind = { typ: 'room+jwt', audience: 'sge-room' };

type Claims = Readonly<Record<string, string | number>>;

/** Signs and checks the tokens of seats in rooms. What they claim is the rooms' own matter. */
export class RoomTokens {
  readonly #tokens: SignedTokens;

  /** @param tokens of the kind `ROOM_TOKEN` */
  constructor(tokens: SignedTokens) {
    this.#tokens = tokens;
  }

  seal(subject: string, claims: Claims, ttlS: number): Promise<SignedToken> {
    return this.#tokens.sign(subject, claims, ttlS);
  }

  /** The claims; undefined for whatever is no valid token of this kind, or has expired. */
  async open(token: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      return await this.#tokens.verify(token);
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }
}
