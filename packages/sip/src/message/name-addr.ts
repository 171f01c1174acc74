import { endOfQuoted, isToken, quote, splitOutside, unquote } from './grammar.ts';
import { formatParameters, type Parameters, parseParameters } from './parameters.ts';
import { formatUri, parseUri, type Uri } from './uri.ts';

/** `"Name" <uri>;parameters`: From, To, Contact, Route, Refer-To and their like (RFC 3261 §20.10). */
export interface NameAddr {
  /** Without quotes; `''` where none was written. */
  readonly displayName: string;
  readonly uri: Uri;
  /** The header field's parameters (`tag`, `expires`), not the URI's. */
  readonly parameters: Parameters;
}

/**
 * Parses one address. A URI without angle brackets carries no comma, semicolon or question mark of its
 * own (§20): what follows a semicolon is the field's. Blanks inside `< … >` are forgiven (RFC 4475
 * §3.1.2.14 leaves it open). `undefined` where the text is no address.
 */
export function parseNameAddr(text: string): NameAddr | undefined {
  const open = openingBracket(text);
  if (open === undefined) return undefined;
  if (open < 0) return parseAddrSpec(text);
  const close = text.indexOf('>', open);
  if (close < 0) return undefined;
  const displayName = parseDisplayName(text.slice(0, open).trim());
  const uri = parseUri(text.slice(open + 1, close).trim());
  const parameters = parseParameters(text.slice(close + 1));
  if (displayName === undefined || !uri || !parameters) return undefined;
  return { displayName, uri, parameters };
}

/** Where the `<` stands that is no part of a quoted name; `-1` for none. */
function openingBracket(text: string): number | undefined {
  const start = text.length - text.trimStart().length;
  if (text[start] !== '"') return text.indexOf('<');
  const end = endOfQuoted(text, start);
  if (end < 0) return undefined;
  const open = text.indexOf('<', end);
  return open < 0 ? undefined : open;
}

function parseAddrSpec(text: string): NameAddr | undefined {
  const semicolon = text.indexOf(';');
  const address = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  if (/[,?]/.test(address)) return undefined;
  const uri = parseUri(address);
  const parameters = semicolon < 0 ? parseParameters('') : parseParameters(text.slice(semicolon));
  return uri && parameters ? { displayName: '', uri, parameters } : undefined;
}

/** A quoted string or tokens with blanks between; UTF-8 letters pass, which phones send unquoted. */
function parseDisplayName(text: string): string | undefined {
  if (text === '') return '';
  if (text.startsWith('"')) return endOfQuoted(text, 0) === text.length ? unquote(text) : undefined;
  return text.split(/[ \t]+/).every((word) => isToken(word.replace(/[\u0080-\u{10ffff}]/gu, 'x')))
    ? text
    : undefined;
}

/** Parses a comma-joined list; `undefined` where any member is no address. */
export function parseNameAddrList(text: string): readonly NameAddr[] | undefined {
  const pieces = splitOutside(text, ',');
  if (pieces === undefined) return undefined;
  const addresses: NameAddr[] = [];
  for (const piece of pieces) {
    const address = parseNameAddr(piece);
    if (address === undefined) return undefined;
    addresses.push(address);
  }
  return addresses;
}

/** Writes an address, always with angle brackets. */
export function formatNameAddr({ displayName, uri, parameters }: NameAddr): string {
  const name = displayName === '' ? '' : `${quote(displayName)} `;
  return `${name}<${formatUri(uri)}>${formatParameters(parameters)}`;
}
