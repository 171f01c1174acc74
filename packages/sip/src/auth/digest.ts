import { createHash } from 'node:crypto';

/** Digest algorithms in the order in which a server prefers them (RFC 8760 §2.4). */
export const digestAlgorithms = ['SHA-512-256', 'SHA-256', 'MD5'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** The algorithm of that name, in any case; MD5 where none is named (RFC 7616 §3.3). */
export function digestAlgorithm(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5';
  return digestAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
}

const hashNames = { 'SHA-512-256': 'sha512-256', 'SHA-256': 'sha256', MD5: 'md5' } as const;

function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(hashNames[algorithm]).update(text).digest('hex');
}

/**
 * H(username:realm:password) in hexadecimal (RFC 7616 §3.4.2), which a server keeps in place of the
 * password. It is as good as the password for this realm and algorithm, so it is a secret too.
 */
export function digestHa1(
  algorithm: DigestAlgorithm,
  username: string,
  realm: string,
  password: string,
): string {
  return hash(algorithm, `${username}:${realm}:${password}`);
}

/** What the response is computed over; `qop` is `auth`, or missing for RFC 2069 peers. */
export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly ha1: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly protection: { readonly nonceCount: string; readonly cnonce: string } | undefined;
}

/** The `response` value (RFC 7616 §3.4.1). */
export function digestResponse(input: DigestInput): string {
  const { algorithm, ha1, nonce, protection } = input;
  const ha2 = hash(algorithm, `${input.method}:${input.uri}`);
  if (protection === undefined) return hash(algorithm, `${ha1}:${nonce}:${ha2}`);
  const { nonceCount, cnonce } = protection;
  return hash(algorithm, `${ha1}:${nonce}:${nonceCount}:${cnonce}:auth:${ha2}`);
}
