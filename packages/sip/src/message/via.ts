import { isToken } from './grammar.ts';
import { formatHostPort, type HostPort, parseHostPort } from './host.ts';
import { formatParameters, type Parameters, parseParameters } from './parameters.ts';

/** One hop of the way that a response goes back (RFC 3261 §20.42). */
export interface Via {
  /** `UDP`, `TCP`, `TLS`, `WS`, `WSS` or another token, in upper case. */
  readonly transport: string;
  readonly sentBy: HostPort;
  /** `branch`, `received`, `rport` (RFC 3581) and whatever else stands there. */
  readonly parameters: Parameters;
}

/** The start of every branch that is a transaction's key (RFC 3261 §8.1.1.7). */
export const magicCookie = 'z9hG4bK';

const pattern = /^SIP\s*\/\s*2\.0\s*\/\s*([^\s;,/]+)\s+([^;,]+?)\s*(;[\s\S]*)?$/i;

/** Parses one Via value; `undefined` where it is none. */
export function parseVia(text: string): Via | undefined {
  const [, transport, place, rest] = pattern.exec(text.trim()) ?? [];
  if (transport === undefined || place === undefined || !isToken(transport)) return undefined;
  const sentBy = parseHostPort(place.replace(/\s*:\s*(?=[0-9]+$)/, ':'));
  const parameters = parseParameters(rest ?? '');
  if (!sentBy || !parameters) return undefined;
  return { transport: transport.toUpperCase(), sentBy, parameters };
}

/** Writes a Via value. */
export function formatVia({ transport, sentBy, parameters }: Via): string {
  return `SIP/2.0/${transport} ${formatHostPort(sentBy)}${formatParameters(parameters)}`;
}

/** The branch, where it is unique as RFC 3261 has it: with the cookie and something after it. */
export function uniqueBranch(via: Via): string | undefined {
  const branch = via.parameters.get('branch');
  return branch && branch.length > magicCookie.length && branch.startsWith(magicCookie)
    ? branch
    : undefined;
}
