/** Suites of RFC 4568 §6.2 that the media engine has; keys of others are passed over. */
export const SRTP_SUITES = ['AES_CM_128_HMAC_SHA1_80'] as const;
export type SrtpSuite = (typeof SRTP_SUITES)[number];

/** One `a=crypto` (RFC 4568 §9.1). */
export interface SdesKey {
  readonly tag: number;
  readonly suite: SrtpSuite;
  /** Master key of 16 and salt of 14 octets, base64: 40 characters. */
  readonly keyAndSalt: string;
}

const CRYPTO = /^(\d{1,9}) ([A-Z0-9_]+) (inline:\S+)((?: \S+)*)$/i;
const INLINE = /^inline:([A-Za-z0-9+/]{40})(?:\|(?:2\^\d{1,2}|\d{1,15}))?$/;

/**
 * Undefined for a suite or a form that is not served: several keys, an MKI (RFC 4568 §6.1), session parameters
 * that change the packets' form (§6.3).
 */
export function parseSdesKey(value: string): SdesKey | undefined {
  const [, tag, suiteText, inline = '', session = ''] = CRYPTO.exec(value) ?? [];
  const suite = SRTP_SUITES.find((name) => name === suiteText?.toUpperCase());
  const keyAndSalt = INLINE.exec(inline)?.[1];
  if (tag === undefined || suite === undefined || keyAndSalt === undefined) return undefined;
  const harmless = session.split(' ').every((word) => word === '' || /^WSH=\d+$/i.test(word));
  return harmless ? { tag: Number(tag), suite, keyAndSalt } : undefined;
}

export function writeSdesKey({ tag, suite, keyAndSalt }: SdesKey): string {
  return `${tag} ${suite} inline:${keyAndSalt}`;
}
