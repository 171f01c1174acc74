/** The console's HttpOnly session cookie. */
export const SESSION_COOKIE = 'sge_session';

export type Cookies = Readonly<Record<string, string | undefined>>;

/**
 * The Cookie header's pairs (RFC 6265 §5.4). The first of a name wins, as the most specific path is sent
 * first. The object has no prototype: a cookie may be called anything.
 */
export function parseCookies(header: string | undefined): Cookies {
  const cookies: Record<string, string> = Object.create(null);
  if (header === undefined) return cookies;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    if (equals > 0 && !(name in cookies)) cookies[name] = unquoted(pair.slice(equals + 1).trim());
  }
  return cookies;
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1)
    : value;
}
