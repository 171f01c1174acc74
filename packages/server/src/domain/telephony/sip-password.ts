import { randomInt } from 'node:crypto';
import { Secret } from '../../kernel/index.ts';

/** No letters and digits that look alike on a phone's small screen. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 24;

/** About 138 bits. */
export function newSipPassword(): Secret {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return new Secret(letters.join(''));
}
