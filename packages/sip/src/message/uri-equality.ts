import { unescapePercent } from './grammar.ts';
import type { Parameters } from './parameters.ts';
import type { SipUri, TelUri, Uri } from './uri.ts';

/** Parameters that make two URIs differ when only one of them has them (RFC 3261 §19.1.4). */
const neverIgnored = ['user', 'ttl', 'method', 'maddr', 'transport'] as const;

/**
 * Whether two URIs are equivalent: RFC 3261 §19.1.4 for SIP and SIPS, RFC 3966 §4 for tel. The
 * relation is symmetric but not transitive, so it makes no key for a map.
 */
export function sameUri(a: Uri, b: Uri): boolean {
  if (a.scheme === 'other' || b.scheme === 'other')
    return a.scheme === 'other' && b.scheme === 'other' && a.text === b.text;
  if (a.scheme === 'tel' || b.scheme === 'tel')
    return a.scheme === 'tel' && b.scheme === 'tel' && sameNumber(a, b);
  return sameSipUri(a, b);
}

function sameSipUri(a: SipUri, b: SipUri): boolean {
  if (a.scheme !== b.scheme || a.host !== b.host || a.port !== b.port) return false;
  if (normal(a.user) !== normal(b.user) || normal(a.password) !== normal(b.password)) return false;
  return sameParameters(a.parameters, b.parameters) && sameHeaders(a.headers, b.headers);
}

/** Case counts in the user part; an escape equals the character it stands for. */
function normal(part: string | undefined): string | undefined {
  return part === undefined ? undefined : unescapePercent(part);
}

function sameParameters(a: Parameters, b: Parameters): boolean {
  for (const [name, value] of a)
    if (b.has(name) && value?.toLowerCase() !== b.get(name)?.toLowerCase()) return false;
  return neverIgnored.every((name) => a.has(name) === b.has(name));
}

/** Header components are never ignored. */
function sameHeaders(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, value]) => {
    const other = b.get(name);
    return other !== undefined && unescapePercent(value) === unescapePercent(other);
  });
}

function sameNumber(a: TelUri, b: TelUri): boolean {
  const digits = ({ number }: TelUri) => number.replace(/[-.()]/g, '').toLowerCase();
  if (digits(a) !== digits(b) || a.parameters.size !== b.parameters.size) return false;
  return [...a.parameters].every(
    ([name, value]) =>
      b.parameters.has(name) && value?.toLowerCase() === b.parameters.get(name)?.toLowerCase(),
  );
}
