import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 20;
/** Of HMAC_SHA1_80 (RFC 3711 section 4.2.1). */
export const TAG_BYTES = 10;
/** The rollover counter, which the packet does not carry. */
const ROLLOVER_BYTES = 4;
const USUAL_BYTES = 1500;

/**
 * HMAC-SHA-1 (RFC 2104) of the packets of one direction. By hashes at one stroke: Node's own HMAC is an object for
 * each packet, which costs as much again when it is collected.
 */
export class Authentication {
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  #inner = Buffer.alloc(BLOCK_BYTES + USUAL_BYTES + ROLLOVER_BYTES, 0x36);

  /** @param key not longer than a block */
  constructor(key: Uint8Array) {
    for (const [i, octet] of key.entries()) {
      this.#inner.writeUInt8(octet ^ 0x36, i);
      this.#outer.writeUInt8(octet ^ 0x5c, i);
    }
  }

  /** The tag of `body`, with the rollover counter behind it where there is one. Valid for ever. */
  tag(body: Uint8Array, rollover?: number): Buffer {
    const end = BLOCK_BYTES + body.length;
    if (end + ROLLOVER_BYTES > this.#inner.length) this.#grow(end + ROLLOVER_BYTES);
    this.#inner.set(body, BLOCK_BYTES);
    if (rollover !== undefined) this.#inner.writeUInt32BE(rollover, end);
    const length = rollover === undefined ? end : end + ROLLOVER_BYTES;
    const digest = hash('sha1', this.#inner.subarray(0, length), 'buffer');
    this.#outer.set(digest, BLOCK_BYTES);
    return hash('sha1', this.#outer, 'buffer').subarray(0, TAG_BYTES);
  }

  #grow(length: number): void {
    const larger = Buffer.alloc(length);
    this.#inner.copy(larger, 0, 0, BLOCK_BYTES);
    this.#inner = larger;
  }
}
