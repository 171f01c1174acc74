import { quote } from './grammar.ts';
import type { HeaderFields } from './header-fields.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';
import { parseValueWithParameters } from './value-with-parameters.ts';

/**
 * P-Asserted-Identity (RFC 3325 §9.1): one or two addresses. Malformed values are left out, since a
 * caller that nobody can name still calls. Only trusted peers may be believed (§8).
 */
export function assertedIdentities(headers: HeaderFields): readonly NameAddr[] {
  return addresses(headers, 'p-asserted-identity').slice(0, 2);
}

/** Diversion (RFC 5806): the newest first. `reason` and `counter` stand in the parameters. */
export function diversions(headers: HeaderFields): readonly NameAddr[] {
  return addresses(headers, 'diversion');
}

function addresses(headers: HeaderFields, name: string): readonly NameAddr[] {
  return headers.values(name).flatMap((value) => parseNameAddr(value) ?? []);
}

/** The tokens of Privacy (RFC 3323 §4.2), in lower case: `id`, `header`, `user`, `none`, `critical`. */
export function privacy(headers: HeaderFields): ReadonlySet<string> {
  const tokens = headers.lines('privacy').flatMap((line) => line.toLowerCase().split(/[;,\s]+/));
  return new Set(tokens.filter((token) => token !== ''));
}

/** One cause of a Reason field (RFC 3326). */
export interface Reason {
  /** `SIP` or `Q.850` (RFC 6432), as written. */
  readonly protocol: string;
  readonly cause: number | undefined;
  readonly text: string | undefined;
}

export function reasons(headers: HeaderFields): readonly Reason[] {
  return headers.values('reason').flatMap((value) => {
    const parsed = parseValueWithParameters(value);
    if (parsed === undefined) return [];
    const cause = parsed.parameters.get('cause');
    const number = cause && /^[0-9]{1,4}$/.test(cause) ? Number(cause) : undefined;
    const text = parsed.parameters.get('text') ?? undefined;
    return [{ protocol: parsed.value, cause: number, text }];
  });
}

/** Writes one cause of a Reason field. */
export function formatReason({ protocol, cause, text }: Reason): string {
  const number = cause === undefined ? '' : `;cause=${cause}`;
  return `${protocol}${number}${text === undefined ? '' : `;text=${quote(text)}`}`;
}

/** Who a call is from, as a trusted peer is told. */
export interface AssertedCaller {
  /** One or two addresses: a `sip:` URI, a `tel:` URI or both. */
  readonly identities: readonly NameAddr[];
  /** RFC 3323 tokens, `id` for one who withholds the number; none where empty. */
  readonly privacy?: readonly string[];
  /** Whom the call was for before it was diverted, the newest first. */
  readonly diversions?: readonly NameAddr[];
}

/** The fields that tell a trusted peer who calls (RFC 3325 §9.1, RFC 3323, RFC 5806). */
export function callerHeaders(
  caller: AssertedCaller,
): readonly (readonly [name: string, value: string])[] {
  const { identities, privacy: tokens = [], diversions: from = [] } = caller;
  return [
    ...identities.slice(0, 2).map((one) => ['P-Asserted-Identity', formatNameAddr(one)] as const),
    ...(tokens.length > 0 ? [['Privacy', tokens.join(';')] as const] : []),
    ...from.map((one) => ['Diversion', formatNameAddr(one)] as const),
  ];
}
