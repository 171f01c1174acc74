import { AppError } from '../../kernel/index.ts';
import { COMMON_RUNS, COMMON_STEMS } from './common-passwords.ts';

const MIN_CHARS = 10;
/** Beyond this, hashing would be a way to keep the server busy. */
const MAX_CHARS = 256;
const SHORTEST_REPEATED_PIECE = 4;

/**
 * Length counts, composition rules do not (NIST SP 800-63B §5.1.1.2): only what an attacker tries
 * first is refused.
 * @throws AppError `password_too_weak`
 */
export function requireStrongPassword(password: string, userId: string): void {
  const chars = [...password].length;
  const weak = chars < MIN_CHARS || chars > MAX_CHARS || isGuessable(password, userId);
  if (weak) throw new AppError('password_too_weak');
}

function isGuessable(password: string, userId: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  // What is left when the digits and signs that people append or prepend are taken away.
  const stem = plain.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  return (
    isRepetition(plain) ||
    COMMON_RUNS.some((run) => run.includes(plain)) ||
    COMMON_STEMS.has(stem) ||
    isNamedAfter(plain, userId.toLowerCase())
  );
}

/** One short piece again and again: `aaaaaaaaaa`, `121212121212`. */
function isRepetition(plain: string): boolean {
  for (let length = 1; length < SHORTEST_REPEATED_PIECE; length += 1) {
    const piece = plain.slice(0, length);
    if (piece.repeat(Math.ceil(plain.length / length)).startsWith(plain)) return true;
  }
  return false;
}

/** The user id, twice, or with digits and signs around it. */
function isNamedAfter(plain: string, userId: string): boolean {
  return plain.includes(userId) && plain.replaceAll(userId, '').replace(/[^\p{L}]/gu, '') === '';
}
