import { putU16, u8, u16 } from '../bytes.ts';

/**
 * The VP8 payload descriptor (RFC 7741 section 4.2) and what of the frame's header tells a key frame.
 * One object serves any number of packets. Fields that a packet does not carry are -1.
 */
export class Vp8Descriptor {
  /** First packet of a partition. */
  startOfPartition = false;
  /** No other frame refers to this one. */
  nonReference = false;
  partition = 0;
  /** 0 to 127, or to 32,767 where `longPictureId`. */
  pictureId = -1;
  longPictureId = false;
  tl0PicIdx = -1;
  temporalLayer = -1;
  /** A receiver may go up to this temporal layer here: it refers to the base layer only. */
  layerSync = false;
  keyIdx = -1;
  /** This packet begins a key frame. */
  startsKeyFrame = false;
  /** Of the pictures that this key frame begins; 0 where it does not tell. */
  width = 0;
  height = 0;
  /** Octets of the descriptor. */
  length = 0;
  #pictureIdAt = -1;
  #tl0PicIdxAt = -1;

  /** Octets up to the numbers that a forwarder rewrites, with them. */
  get headLength(): number {
    return this.length;
  }

  /** Reads the payload `bytes[start, end)`; false where it is shorter than its descriptor says. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#clear();
    if (end > bytes.length || start >= end) return false;
    const first = u8(bytes, start);
    this.nonReference = (first & 0x20) !== 0;
    this.startOfPartition = (first & 0x10) !== 0;
    this.partition = first & 0x07;
    const at = (first & 0x80) !== 0 ? this.#readExtension(bytes, start + 1) : start + 1;
    if (at > end) return false;
    this.length = at - start;
    // Section 4.3: the frame's first octet ends with the inverse key frame flag.
    this.startsKeyFrame =
      this.startOfPartition && this.partition === 0 && at < end && (u8(bytes, at) & 1) === 0;
    if (this.startsKeyFrame) this.#readSize(bytes, at, end);
    return true;
  }

  /** Writes a picture id in the width that the packet has; nothing where it has none. */
  writePictureId(bytes: Uint8Array, payloadStart: number, pictureId: number): void {
    if (this.#pictureIdAt < 0) return;
    const at = payloadStart + this.#pictureIdAt;
    if (this.longPictureId) putU16(bytes, at, 0x8000 | (pictureId & 0x7fff));
    else bytes[at] = pictureId & 0x7f;
  }

  /** Writes TL0PICIDX; nothing where the packet has none. */
  writeTl0PicIdx(bytes: Uint8Array, payloadStart: number, tl0PicIdx: number): void {
    if (this.#tl0PicIdxAt >= 0) bytes[payloadStart + this.#tl0PicIdxAt] = tl0PicIdx & 0xff;
  }

  /** Octets behind the packet's end read as zero; the caller compares lengths at the end. */
  #readExtension(bytes: Uint8Array, from: number): number {
    const flags = u8(bytes, from);
    const start = from - 1;
    let at = from + 1;
    if ((flags & 0x80) !== 0) {
      this.#pictureIdAt = at - start;
      this.longPictureId = (u8(bytes, at) & 0x80) !== 0;
      this.pictureId = this.longPictureId ? u16(bytes, at) & 0x7fff : u8(bytes, at);
      at += this.longPictureId ? 2 : 1;
    }
    if ((flags & 0x40) !== 0) {
      this.#tl0PicIdxAt = at - start;
      this.tl0PicIdx = u8(bytes, at);
      at += 1;
    }
    if ((flags & 0x30) !== 0) {
      const octet = u8(bytes, at);
      if ((flags & 0x20) !== 0) {
        this.temporalLayer = octet >> 6;
        this.layerSync = (octet & 0x20) !== 0;
      }
      if ((flags & 0x10) !== 0) this.keyIdx = octet & 0x1f;
      at += 1;
    }
    return at;
  }

  /** RFC 6386 section 9.1: frame tag, start code, then 14 bits each beside a scale; little-endian. */
  #readSize(bytes: Uint8Array, at: number, end: number): void {
    if (at + 10 > end || u8(bytes, at + 3) !== 0x9d || u16(bytes, at + 4) !== 0x012a) return;
    this.width = u8(bytes, at + 6) | ((u8(bytes, at + 7) & 0x3f) << 8);
    this.height = u8(bytes, at + 8) | ((u8(bytes, at + 9) & 0x3f) << 8);
  }

  #clear(): void {
    this.pictureId = -1;
    this.longPictureId = false;
    this.tl0PicIdx = -1;
    this.temporalLayer = -1;
    this.layerSync = false;
    this.keyIdx = -1;
    this.startsKeyFrame = false;
    this.width = 0;
    this.height = 0;
    this.length = 0;
    this.#pictureIdAt = -1;
    this.#tl0PicIdxAt = -1;
  }
}
