import { type Cipheriv, createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;
const SALT_BYTES = 14;
const USUAL_BLOCKS = 100;

/**
 * AES in counter mode as RFC 3711 section 4.1.1 has it, for the packets of one direction. One cipher encrypts the
 * counters of them all: Node's counter mode is an object for each packet, which costs as much again when it is collected.
 */
export class KeyStream {
  readonly #cipher: Cipheriv;
  readonly #salt: Uint8Array;
  #counters = Buffer.alloc(BLOCK_BYTES * USUAL_BLOCKS);

  constructor(key: Uint8Array, salt: Uint8Array) {
    this.#cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    this.#salt = salt;
  }

  /**
   * Encrypts `from[start, end)`, or decrypts it, into `to` at `start`; they may be the same.
   * @param index of the packet, up to 48 bits
   */
  apply(
    from: Uint8Array,
    to: Uint8Array,
    start: number,
    end: number,
    ssrc: number,
    index: number,
  ): void {
    const stream = this.#of(end - start, ssrc, index);
    for (let at = start; at < end; at += 1) to[at] = (from[at] ?? 0) ^ (stream[at - start] ?? 0);
  }

  #of(length: number, ssrc: number, index: number): Uint8Array {
    const blocks = Math.ceil(length / BLOCK_BYTES);
    if (blocks * BLOCK_BYTES > this.#counters.length)
      this.#counters = Buffer.alloc(blocks * BLOCK_BYTES);
    const counters = this.#counters;
    counters.set(this.#salt);
    counters.writeUInt32BE((counters.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    counters.writeUInt16BE(counters.readUInt16BE(8) ^ Math.floor(index / 2 ** 32), 8);
    counters.writeUInt32BE((counters.readUInt32BE(10) ^ (index % 2 ** 32)) >>> 0, 10);
    counters.writeUInt16BE(0, SALT_BYTES);
    for (let block = 1; block < blocks; block += 1) {
      const at = block * BLOCK_BYTES;
      counters.copyWithin(at, 0, SALT_BYTES);
      counters.writeUInt16BE(block, at + SALT_BYTES);
    }
    return this.#cipher.update(counters.subarray(0, blocks * BLOCK_BYTES));
  }
}
