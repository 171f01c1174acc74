import { copyBytes, putU16, putU24 } from '../bytes.ts';
import { ONE_BYTE_PROFILE, TWO_BYTE_PROFILE } from './header-extensions.ts';

/**
 * Builds an RFC 8285 extension block, its four-octet header included, in memory of its own that is
 * reused from packet to packet: `begin`, `add…`, `end`, then `bytes[0, length)` is the block.
 *
 * The form is chosen by the ids and lengths the caller negotiated: one-byte elements carry ids 1 to
 * 14 with 1 to 16 octets, two-byte ones ids 1 to 255 with 0 to 255.
 */
export class ExtensionBlock {
  readonly bytes: Uint8Array;
  /** Octets of the block once `end` was called; 0 for a block without elements. */
  length = 0;
  #twoByte = false;
  #at = 4;

  constructor(capacityBytes = 256) {
    this.bytes = new Uint8Array(capacityBytes);
  }

  begin(form: 'one-byte' | 'two-byte' = 'one-byte'): this {
    this.#twoByte = form === 'two-byte';
    this.#at = 4;
    this.length = 0;
    return this;
  }

  /** Where the next element goes. */
  get position(): number {
    return this.#at;
  }

  /** Takes back all elements from `position` on, as it was before them. */
  rewind(position: number): void {
    this.#at = position;
    this.length = 0;
  }

  /** Copies an element's data; false (and nothing added) when id, length or capacity do not allow it. */
  add(id: number, from: Uint8Array, start = 0, length: number = from.length - start): boolean {
    const at = this.#open(id, length);
    if (at < 0) return false;
    copyBytes(from, start, length, this.bytes, at);
    return true;
  }

  addU8(id: number, value: number): boolean {
    const at = this.#open(id, 1);
    if (at < 0) return false;
    this.bytes[at] = value;
    return true;
  }

  /** For the transport-wide sequence number. */
  addU16(id: number, value: number): boolean {
    const at = this.#open(id, 2);
    if (at < 0) return false;
    putU16(this.bytes, at, value);
    return true;
  }

  /** For abs-send-time. */
  addU24(id: number, value: number): boolean {
    const at = this.#open(id, 3);
    if (at < 0) return false;
    putU24(this.bytes, at, value);
    return true;
  }

  /** Pads to a whole word, writes the header, and returns the block's octets (0 without elements). */
  end(): number {
    if (this.#at === 4) return 0;
    while (this.#at % 4 !== 0) {
      this.bytes[this.#at] = 0;
      this.#at += 1;
    }
    putU16(this.bytes, 0, this.#twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE);
    putU16(this.bytes, 2, (this.#at - 4) / 4);
    this.length = this.#at;
    return this.length;
  }

  #open(id: number, length: number): number {
    const head = this.#twoByte ? 2 : 1;
    // Room for the padding that `end` may add is kept, too.
    if (this.#at + head + length + 3 > this.bytes.length) return -1;
    if (this.#twoByte ? id < 1 || id > 255 || length > 255 : id < 1 || id > 14) return -1;
    if (!this.#twoByte && (length < 1 || length > 16)) return -1;
    if (length < 0) return -1;
    this.bytes[this.#at] = this.#twoByte ? id : (id << 4) | (length - 1);
    if (this.#twoByte) this.bytes[this.#at + 1] = length;
    const at = this.#at + head;
    this.#at = at + length;
    return at;
  }
}
