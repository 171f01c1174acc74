import { endOfQuoted, isToken, quote, splitOutside, unquote } from './grammar.ts';
import { isHost } from './host.ts';

/** Parameters by lower-case name, in order; `null` where one has no value (`;lr`). Values are unquoted. */
export type Parameters = ReadonlyMap<string, string | null>;

export const noParameters: Parameters = new Map();

/**
 * Parses `;name=value;flag` as header fields have it (RFC 3261 §25.1 `generic-param`), the leading
 * semicolon included. `undefined` where the text is no list of parameters or names one twice.
 */
export function parseParameters(text: string): Parameters | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return noParameters;
  if (!trimmed.startsWith(';')) return undefined;
  const pieces = splitOutside(trimmed.slice(1), ';');
  return pieces && collectParameters(pieces);
}

/** As {@link parseParameters}, from pieces that are already cut and trimmed. */
export function collectParameters(pieces: readonly string[]): Parameters | undefined {
  const parameters = new Map<string, string | null>();
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    const name = (equals < 0 ? piece : piece.slice(0, equals).trimEnd()).toLowerCase();
    const value = equals < 0 ? null : parameterValue(piece.slice(equals + 1).trimStart());
    if (!isToken(name) || value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

/** `token / host / quoted-string`; bare IPv6 too, which RFC 5118 §4.5 asks to accept in `received`. */
function parameterValue(text: string): string | undefined {
  if (text.startsWith('"')) return endOfQuoted(text, 0) === text.length ? unquote(text) : undefined;
  // Beyond the grammar, values with URI characters are let through: they are common and unambiguous.
  return /^[^\s",;<>]+$/.test(text) ? text : undefined;
}

/** Writes parameters after a header field's value; a value that needs quotes gets them. */
export function formatParameters(parameters: Parameters): string {
  let text = '';
  for (const [name, value] of parameters) {
    if (value === null) text += `;${name}`;
    else text += `;${name}=${isToken(value) || isHost(value) ? value : quote(value)}`;
  }
  return text;
}
