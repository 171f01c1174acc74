import { isToken, unescapePercent } from './grammar.ts';
import { formatHostPort, parseHostPort } from './host.ts';
import { noParameters, type Parameters } from './parameters.ts';

/** A `sip:` or `sips:` URI (RFC 3261 §19.1). Parts keep their `%HH` escapes. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /** Before the `@`, without the password; escaped as written. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Parameters;
  /** Header fields after `?`, names in lower case, values as written. */
  readonly headers: ReadonlyMap<string, string>;
}

/** A `tel:` URI (RFC 3966). */
export interface TelUri {
  readonly scheme: 'tel';
  /** As written, with its visual separators. */
  readonly number: string;
  readonly parameters: Parameters;
}

/** Any other absolute URI; `scheme` is in lower case and never `sip`, `sips` or `tel`. */
export interface OtherUri {
  readonly scheme: 'other';
  readonly name: string;
  readonly text: string;
}

export type Uri = SipUri | TelUri | OtherUri;

const userText = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/#[\]^`{}|]|%[0-9A-Fa-f]{2})+$/;
const passwordText = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*$/;
const uriText = /^(?:[\x21\x24-\x3b\x3d\x3f-\x5f\x61-\x7a\x7e]|[#{}|^`])+$/;

/** Parses a URI as it stands in a request line or between `<` and `>`. `undefined` where it is none. */
export function parseUri(text: string): Uri | undefined {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme) || !uriText.test(text)) return undefined;
  const rest = text.slice(colon + 1);
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, rest);
  if (scheme === 'tel') return parseTelUri(rest);
  return rest === '' ? undefined : { scheme: 'other', name: scheme, text };
}

function parseSipUri(scheme: 'sip' | 'sips', rest: string): SipUri | undefined {
  const at = rest.lastIndexOf('@');
  const userInfo = at < 0 ? undefined : parseUserInfo(rest.slice(0, at));
  if (at >= 0 && userInfo === undefined) return undefined;
  const [hostAndParameters = '', ...headerText] = rest.slice(at + 1).split('?');
  const [hostPort = '', ...pieces] = hostAndParameters.split(';');
  const place = parseHostPort(hostPort);
  const parameters = pieces.length === 0 ? noParameters : parseUriParameters(pieces);
  const headers = headerText.length === 0 ? new Map() : parseUriHeaders(headerText.join('?'));
  if (!place || !parameters || !headers) return undefined;
  return {
    scheme,
    user: userInfo?.user,
    password: userInfo?.password,
    ...place,
    parameters,
    headers,
  };
}

function parseUserInfo(text: string): { user: string; password: string | undefined } | undefined {
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const password = colon < 0 ? undefined : text.slice(colon + 1);
  if (!userText.test(user)) return undefined;
  // A colon may come again in what looks like a password only in broken or hostile input.
  return password === undefined || passwordText.test(password) ? { user, password } : undefined;
}

function parseUriParameters(pieces: readonly string[]): Parameters | undefined {
  const parameters = new Map<string, string | null>();
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    const name = unescapePercent(equals < 0 ? piece : piece.slice(0, equals)).toLowerCase();
    // An empty piece, as in `sip:a@b;`, is forgiven; a parameter twice is not (§19.1.1).
    if (name === '' && equals < 0) continue;
    if (name === '' || parameters.has(name)) return undefined;
    parameters.set(name, equals < 0 ? null : unescapePercent(piece.slice(equals + 1)));
  }
  return parameters;
}

function parseUriHeaders(text: string): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const piece of text.split('&')) {
    const equals = piece.indexOf('=');
    if (equals <= 0) return undefined;
    const name = unescapePercent(piece.slice(0, equals)).toLowerCase();
    if (!isToken(name)) return undefined;
    headers.set(name, piece.slice(equals + 1));
  }
  return headers;
}

function parseTelUri(rest: string): TelUri | undefined {
  const [number = '', ...pieces] = rest.split(';');
  const parameters = parseUriParameters(pieces);
  const global = /^\+[0-9\-.()]*[0-9][0-9\-.()]*$/;
  const local = /^[0-9A-Fa-f*#\-.()]*[0-9A-Fa-f*#][0-9A-Fa-f*#\-.()]*$/;
  if (!parameters || !(global.test(number) || local.test(number))) return undefined;
  return { scheme: 'tel', number, parameters };
}

/** Writes a URI back. What was parsed comes out equal by RFC 3261 §19.1.4, not byte for byte. */
export function formatUri(uri: Uri): string {
  if (uri.scheme === 'other') return uri.text;
  if (uri.scheme === 'tel') return `tel:${uri.number}${formatUriParameters(uri.parameters)}`;
  const secret = uri.password === undefined ? '' : `:${uri.password}`;
  const user = uri.user === undefined ? '' : `${uri.user}${secret}@`;
  const headers = [...uri.headers].map(([name, value]) => `${name}=${value}`).join('&');
  const query = headers === '' ? '' : `?${headers}`;
  return `${uri.scheme}:${user}${formatHostPort(uri)}${formatUriParameters(uri.parameters)}${query}`;
}

function formatUriParameters(parameters: Parameters): string {
  let text = '';
  for (const [name, value] of parameters)
    text += value === null ? `;${escapePart(name)}` : `;${escapePart(name)}=${escapePart(value)}`;
  return text;
}

/** Escapes what a URI parameter may not carry bare (`paramchar`, §25.1). */
function escapePart(text: string): string {
  return encodeURIComponent(text).replace(/%(?:5B|5D|2F|3A|26|2B|24)/g, decodeURIComponent);
}

/** A `sip:` URI from its parts; the user is escaped as needed. */
export function sipUri(parts: {
  readonly scheme?: 'sip' | 'sips';
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
  readonly parameters?: Parameters;
}): SipUri {
  const escaped = parts.user === undefined ? undefined : encodeURIComponent(parts.user);
  return {
    scheme: parts.scheme ?? 'sip',
    user: escaped?.replace(/%(?:26|3D|2B|24|2C|3B|3F|2F)/g, decodeURIComponent),
    password: undefined,
    host: parts.host.toLowerCase(),
    port: parts.port,
    parameters: parts.parameters ?? noParameters,
    headers: new Map(),
  };
}
