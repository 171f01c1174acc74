import { Secret } from '../../kernel/index.ts';

const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/** The token of an `Authorization` header (RFC 6750 §2.1); undefined for another scheme or no header. */
export function bearerOf(authorization: string | undefined): Secret | undefined {
  const token = BEARER.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : new Secret(token);
}
