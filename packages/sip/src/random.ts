import { randomFillSync } from 'node:crypto';

/** Randomness, injected: `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

const poolBytes = 8_192;
let pool = Buffer.alloc(0);
let used = 0;

/** The system's generator. It is asked for many bytes at once, since a call to it costs more than the bytes. */
export const systemRandom: RandomBytes = (count) => {
  if (count > poolBytes) return randomFillSync(Buffer.alloc(count));
  if (used + count > pool.byteLength) {
    // New memory each time: what was handed out stays as it is.
    pool = randomFillSync(Buffer.alloc(poolBytes));
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
};

/** Random bytes as hexadecimal digits: tags, branches, Call-IDs, nonces. */
export function randomHex(random: RandomBytes, byteCount: number): string {
  return Buffer.from(random(byteCount)).toString('hex');
}
