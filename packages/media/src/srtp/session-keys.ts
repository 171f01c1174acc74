import { createCipheriv } from 'node:crypto';

/** Of AES_CM_128_HMAC_SHA1_80 (RFC 4568 section 6.2.1): a key of 16 octets, then a salt of 14. */
const MASTER_BYTES = 30;
const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTHENTICATION_KEY_BYTES = 20;

/** What the packets of one direction are protected with (RFC 3711 section 4.3). */
export interface SessionKeys {
  readonly cipher: Uint8Array;
  readonly salt: Uint8Array;
  readonly authentication: Uint8Array;
}

/** @param master key and salt, 30 octets */
export function deriveKeys(master: Uint8Array, protocol: 'rtp' | 'rtcp'): SessionKeys {
  const first = protocol === 'rtp' ? 0 : 3;
  return {
    cipher: derive(master, first, KEY_BYTES),
    authentication: derive(master, first + 1, AUTHENTICATION_KEY_BYTES),
    salt: derive(master, first + 2, SALT_BYTES),
  };
}

/** RFC 3711 section 4.3.3, with a key derivation rate of zero: a key stream of AES in counter mode. */
function derive(master: Uint8Array, label: number, length: number): Uint8Array {
  const vector = new Uint8Array(16);
  vector.set(master.subarray(KEY_BYTES, MASTER_BYTES));
  vector[7] = (vector[7] ?? 0) ^ label;
  const cipher = createCipheriv('aes-128-ctr', master.subarray(0, KEY_BYTES), vector);
  return cipher.update(new Uint8Array(length));
}
