import { hash, randomFillSync } from 'node:crypto';

/** What stands before the first record of an organisation's chain. */
export const CHAIN_START = '';

/**
 * The hash of a record: SHA-256, base64url, over the hash before it in its organisation and the
 * record's columns. Each text carries its length, so that no two records give the same bytes.
 */
export function chainHash(previous: string, cells: readonly (string | number | null)[]): string {
  let input = previous;
  for (const cell of cells) {
    if (cell === null) input += '\n-';
    else if (typeof cell === 'number') input += `\n${cell}`;
    else input += `\n${cell.length}:${cell}`;
  }
  return hash('sha256', input, 'base64url');
}

/** What the event keeps of a personal value; without the salt nobody can guess the value from it. */
export function personalHash(salt: string, value: string): string {
  return hash('sha256', `${salt}${value}`, 'base64url');
}

const SALT_BYTES = 16;

/** 128 random bits, base64url (22 characters), drawn from the system 128 at a time. */
export class SaltSource {
  readonly #pool = Buffer.alloc(SALT_BYTES * 128);
  #offset = this.#pool.length;

  next(): string {
    if (this.#offset === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#offset = 0;
    }
    this.#offset += SALT_BYTES;
    return this.#pool.toString('base64url', this.#offset - SALT_BYTES, this.#offset);
  }
}
