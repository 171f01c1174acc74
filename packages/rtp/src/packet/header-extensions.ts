import { u8 } from '../bytes.ts';
import type { RtpPacket } from './rtp-packet.ts';

/** The profile of one-byte extension headers (RFC 8285 section 4.2). */
export const ONE_BYTE_PROFILE = 0xbede;
/** The profile of two-byte extension headers; its lowest four bits are free (section 4.3). */
export const TWO_BYTE_PROFILE = 0x1000;

/** Whether `profile` announces the two-byte form. */
function isTwoByteProfile(profile: number): boolean {
  return (profile & 0xfff0) === TWO_BYTE_PROFILE;
}

/**
 * Where the extension elements of a packet lie, by id (RFC 8285). Reused from packet to packet:
 * nothing is cleared, each `read` only counts up the generation that entries must carry.
 */
export class HeaderExtensions {
  readonly #generations = new Uint32Array(256);
  readonly #offsets = new Uint32Array(256);
  readonly #lengths = new Uint8Array(256);
  #generation = 0;

  /** Indexes the elements of `packet`. An element that overruns the block ends the reading. */
  read(packet: RtpPacket): void {
    this.#generation = (this.#generation + 1) >>> 0;
    if (packet.extensionProfile === ONE_BYTE_PROFILE) this.#readOneByte(packet);
    else if (isTwoByteProfile(packet.extensionProfile)) this.#readTwoByte(packet);
  }

  /** Offset of the element's data in the packet's buffer; -1 where the packet has none. */
  offsetOf(id: number): number {
    return this.has(id) ? (this.#offsets[id] ?? -1) : -1;
  }

  /** Octets of the element's data, 0 to 255; 0 also where the packet has none. */
  lengthOf(id: number): number {
    return this.has(id) ? (this.#lengths[id] ?? 0) : 0;
  }

  has(id: number): boolean {
    return id > 0 && this.#generations[id] === this.#generation;
  }

  #readOneByte({ bytes, extensionStart, extensionEnd }: RtpPacket): void {
    let at = extensionStart;
    while (at < extensionEnd) {
      const head = u8(bytes, at);
      const id = head >> 4;
      // Id 15, and id 0 with a length, stop the processing of the whole block (section 4.2).
      if (id === 15 || (id === 0 && head !== 0)) return;
      at += 1;
      if (head === 0) continue;
      const length = (head & 0x0f) + 1;
      if (at + length > extensionEnd) return;
      this.#note(id, at, length);
      at += length;
    }
  }

  #readTwoByte({ bytes, extensionStart, extensionEnd }: RtpPacket): void {
    let at = extensionStart;
    while (at < extensionEnd) {
      const id = u8(bytes, at);
      at += 1;
      if (id === 0) continue;
      if (at >= extensionEnd) return;
      const length = u8(bytes, at);
      at += 1;
      if (at + length > extensionEnd) return;
      this.#note(id, at, length);
      at += length;
    }
  }

  #note(id: number, offset: number, length: number): void {
    this.#generations[id] = this.#generation;
    this.#offsets[id] = offset;
    this.#lengths[id] = length;
  }
}
