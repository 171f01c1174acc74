import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as 43 characters of base64url: a cookie, a link's token, the secret half of a key. */
export function newRandomToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored in its place: SHA-256, base64url. A slow hash would add nothing, since 256 random
 * bits cannot be guessed.
 */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Compares in constant time a presented token with a stored hash. */
export function matchesHash(token: string, storedHash: string): boolean {
  const presented = Buffer.from(hashToken(token), 'base64url');
  const stored = Buffer.from(storedHash, 'base64url');
  return presented.length === stored.length && timingSafeEqual(presented, stored);
}
