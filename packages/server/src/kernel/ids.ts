import { randomFillSync } from 'node:crypto';

/** Crockford base32 in lower case: digits sort before letters, so text order is time order. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_POOL = new Uint8Array(4096);
let poolOffset = RANDOM_POOL.length;

export type IdPrefix =
  | 'call'
  | 'leg'
  | 'evt'
  | 'sig'
  | 'key'
  | 'tok'
  | 'inv'
  | 'ses'
  | 'aud'
  | 'con'
  | 'req'
  | 'cred';

/**
 * A prefixed, sortable identifier: `call_` and a UUIDv7 (RFC 9562 §5.7) as 26 base32 digits.
 * @param nowMs Unix time in milliseconds; the leading 48 bits.
 */
export function newId(prefix: IdPrefix, nowMs: number): string {
  const bytes = uuidV7(nowMs);
  return `${prefix}_${base32(bytes)}`;
}

function uuidV7(nowMs: number): Uint8Array {
  const bytes = randomBytes16();
  for (let i = 5, rest = nowMs; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes;
}

/** One system call fills the pool for 256 ids: ids are made on every command. */
function randomBytes16(): Uint8Array {
  if (poolOffset + 16 > RANDOM_POOL.length) {
    randomFillSync(RANDOM_POOL);
    poolOffset = 0;
  }
  const bytes = RANDOM_POOL.slice(poolOffset, poolOffset + 16);
  poolOffset += 16;
  return bytes;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text + ALPHABET.charAt((buffer << (5 - bits)) & 31);
}
