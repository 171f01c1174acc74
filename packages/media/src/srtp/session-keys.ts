import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto';

/** Of AES_CM_128_HMAC_SHA1_80 (RFC 4568 section 6.2.1): a key of 16 octets, then a salt of 14. */
const MASTER_BYTES = 30;
const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTHENTICATION_KEY_BYTES = 20;

/**
 * What the packets of one direction are protected with (RFC 3711 section 4.3). Keys that are made once: from octets
 * Node makes one anew for each packet, which costs four times as much as what it is for.
 */
export interface SessionKeys {
  readonly cipher: KeyObject;
  readonly salt: Uint8Array;
  readonly authentication: KeyObject;
}

/** @param master key and salt, 30 octets */
export function deriveKeys(master: Uint8Array, protocol: 'rtp' | 'rtcp'): SessionKeys {
  const first = protocol === 'rtp' ? 0 : 3;
  return {
    cipher: createSecretKey(derive(master, first, KEY_BYTES)),
    authentication: createSecretKey(derive(master, first + 1, AUTHENTICATION_KEY_BYTES)),
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

/** The initial counter of a packet (section 4.1.1): salt, SSRC and a packet index of up to 48 bits. */
export function packetVector(salt: Uint8Array, ssrc: number, index: number): Uint8Array {
  const vector = Buffer.alloc(16);
  vector.set(salt);
  vector.writeUInt32BE((vector.readUInt32BE(4) ^ ssrc) >>> 0, 4);
  const high = Math.floor(index / 2 ** 32);
  vector.writeUInt16BE(vector.readUInt16BE(8) ^ high, 8);
  vector.writeUInt32BE((vector.readUInt32BE(10) ^ (index % 2 ** 32)) >>> 0, 10);
  return vector;
}
