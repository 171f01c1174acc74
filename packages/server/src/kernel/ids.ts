import { randomFillSync } from 'node:crypto';

/** Crockford base32 in lower case: digits sort before letters, so text order is time order. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Every two digits, by the ten bits they stand for. */
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, bits) => ALPHABET.charAt(bits >> 5) + ALPHABET.charAt(bits & 31),
);
const RANDOM_POOL = new Uint8Array(4096);
let poolOffset = RANDOM_POOL.length;

export type IdPrefix =
  | 'call'
  | 'leg'
  | 'room'
  | 'part'
  | 'msg'
  | 'evt'
  | 'sig'
  | 'key'
  | 'tok'
  | 'inv'
  | 'ses'
  | 'aud'
  | 'con'
  | 'req'
  | 'cred'
  | 'dev'
  | 'dial'
  | 'trunk';

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
  const high = Math.floor(nowMs / 2 ** 32);
  // Typed arrays keep the low eight bits of what they are given.
  bytes[0] = high >>> 8;
  bytes[1] = high;
  bytes[2] = nowMs >>> 24;
  bytes[3] = nowMs >>> 16;
  bytes[4] = nowMs >>> 8;
  bytes[5] = nowMs;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes;
}

/** One system call fills the pool for 256 ids: ids are made on every command. A place is used once. */
function randomBytes16(): Uint8Array {
  if (poolOffset + 16 > RANDOM_POOL.length) {
    randomFillSync(RANDOM_POOL);
    poolOffset = 0;
  }
  poolOffset += 16;
  return RANDOM_POOL.subarray(poolOffset - 16, poolOffset);
}

/** Ten bits, two digits, at a time. The 128 bits are filled up with two zeros. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    buffer = (buffer << 8) | (bytes[i] ?? 0);
    bits += 8;
    if (bits >= 10) {
      bits -= 10;
      text += PAIRS[buffer >> bits] ?? '';
      buffer &= (1 << bits) - 1;
    }
  }
  return text + (PAIRS[buffer << (10 - bits)] ?? '');
}
