import { randomBytes } from 'node:crypto';

/** Randomness, injected: `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

export const systemRandom: RandomBytes = (count) => randomBytes(count);

/** Random bytes as hexadecimal digits: tags, branches, Call-IDs, nonces. */
export function randomHex(random: RandomBytes, byteCount: number): string {
  return Buffer.from(random(byteCount)).toString('hex');
}
