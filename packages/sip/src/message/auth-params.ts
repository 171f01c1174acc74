import { endOfQuoted, isToken, quote, splitOutside, unquote } from './grammar.ts';

/** `Digest name=value, …`: credentials and challenges (RFC 3261 §25.1 `auth-param`). */
export interface AuthParams {
  /** As written; compared without case. */
  readonly scheme: string;
  /** Names in lower case, values unquoted. */
  readonly params: ReadonlyMap<string, string>;
}

/**
 * Parses Authorization, Proxy-Authorization, WWW-Authenticate or Proxy-Authenticate. A scheme whose
 * parameters read otherwise (a bare token, as `Bearer` has) gives an empty map. `undefined` where there is no scheme.
 */
export function parseAuthParams(text: string): AuthParams | undefined {
  const [, scheme = '', rest = ''] = /^(\S+)(?:[ \t]+([\s\S]*))?$/.exec(text.trim()) ?? [];
  if (!isToken(scheme)) return undefined;
  const params = new Map<string, string>();
  for (const piece of splitOutside(rest, ',') ?? []) {
    const equals = piece.indexOf('=');
    const name = piece.slice(0, Math.max(equals, 0)).trimEnd().toLowerCase();
    const value = piece.slice(equals + 1).trimStart();
    if (piece === '') continue;
    if (!isToken(name) || params.has(name)) return { scheme, params: new Map() };
    if (value.startsWith('"') && endOfQuoted(value, 0) !== value.length)
      return { scheme, params: new Map() };
    params.set(name, unquote(value));
  }
  return { scheme, params };
}

/** Parameters that RFC 3261 and RFC 7616 write without quotes. */
const bare: ReadonlySet<string> = new Set(['algorithm', 'stale', 'nc']);

/**
 * Writes credentials or a challenge. `qop` is a quoted list in a challenge and a bare token in
 * credentials (RFC 7616 §3.3, §3.4), so the caller says which of the two this is.
 */
export function formatAuthParams(
  { scheme, params }: AuthParams,
  kind: 'challenge' | 'credentials',
): string {
  const pieces = [...params].map(([name, value]) => {
    const unquoted = bare.has(name) || (name === 'qop' && kind === 'credentials');
    return unquoted ? `${name}=${value}` : `${name}=${quote(value)}`;
  });
  return `${scheme} ${pieces.join(', ')}`;
}
