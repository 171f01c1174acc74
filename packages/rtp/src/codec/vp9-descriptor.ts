import { putU16, u8, u16 } from '../bytes.ts';

/** Reference indices of one frame (RFC 9628 section 4.2). */
const MAX_REFERENCES = 3;
const MAX_SPATIAL_LAYERS = 8;

/**
 * The VP9 payload descriptor (RFC 9628 section 4.2). One object serves any number of packets. Fields
 * that a packet does not carry are -1, layers of a stream without layers 0.
 */
export class Vp9Descriptor {
  /** 0 to 127, or to 32,767 where `longPictureId`. */
  pictureId = -1;
  longPictureId = false;
  /** The frame refers to earlier pictures. */
  interPicture = false;
  startOfFrame = false;
  endOfFrame = false;
  flexible = false;
  /** No frame of a higher spatial layer refers to this one (the Z bit). */
  notForUpperLayers = false;
  temporalLayer = 0;
  spatialLayer = 0;
  /** From here on the receiver may go up to this temporal layer. */
  switchingUp = false;
  /** The frame refers to the next lower spatial layer of its picture. */
  interLayer = false;
  tl0PicIdx = -1;
  /** Spatial layers announced by a scalability structure; 0 where the packet has none. */
  announcedSpatialLayers = 0;
  /** Of the announced layers, where the structure tells: 0 otherwise. */
  readonly widths = new Uint16Array(MAX_SPATIAL_LAYERS);
  readonly heights = new Uint16Array(MAX_SPATIAL_LAYERS);
  /** Octets of the descriptor. */
  length = 0;
  /** Octets up to the numbers that a forwarder rewrites, with them. */
  headLength = 0;
  #pictureIdAt = -1;
  #tl0PicIdxAt = -1;

  /** This packet begins a picture that needs nothing before it. */
  get startsKeyFrame(): boolean {
    return this.startOfFrame && !this.interPicture && this.spatialLayer === 0;
  }

  /** Reads the payload `bytes[start, end)`; false where it is shorter than its descriptor says. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#clear();
    if (end > bytes.length || start >= end) return false;
    const flags = u8(bytes, start);
    this.interPicture = (flags & 0x40) !== 0;
    this.flexible = (flags & 0x10) !== 0;
    this.startOfFrame = (flags & 0x08) !== 0;
    this.endOfFrame = (flags & 0x04) !== 0;
    this.notForUpperLayers = (flags & 0x01) !== 0;
    let at = start + 1;
    if ((flags & 0x80) !== 0) at = this.#readPictureId(bytes, at);
    if ((flags & 0x20) !== 0) at = this.#readLayers(bytes, at);
    if (this.flexible && this.interPicture) at = readReferences(bytes, at);
    if ((flags & 0x02) !== 0) at = this.#readStructure(bytes, at, end);
    if (at > end) return false;
    this.length = at - start;
    this.#pictureIdAt = this.pictureId < 0 ? -1 : 1;
    const pictureIdBytes = this.pictureId < 0 ? 0 : this.longPictureId ? 2 : 1;
    this.#tl0PicIdxAt = this.tl0PicIdx < 0 ? -1 : 2 + pictureIdBytes;
    this.headLength = this.tl0PicIdx < 0 ? 1 + pictureIdBytes : 3 + pictureIdBytes;
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

  #readPictureId(bytes: Uint8Array, at: number): number {
    this.longPictureId = (u8(bytes, at) & 0x80) !== 0;
    this.pictureId = this.longPictureId ? u16(bytes, at) & 0x7fff : u8(bytes, at);
    return at + (this.longPictureId ? 2 : 1);
  }

  #readLayers(bytes: Uint8Array, at: number): number {
    const octet = u8(bytes, at);
    this.temporalLayer = octet >> 5;
    this.switchingUp = (octet & 0x10) !== 0;
    this.spatialLayer = (octet >> 1) & 0x07;
    this.interLayer = (octet & 0x01) !== 0;
    if (this.flexible) return at + 1;
    this.tl0PicIdx = u8(bytes, at + 1);
    return at + 2;
  }

  /** The scalability structure (section 4.2.1): sizes of layers, and a group of pictures. */
  #readStructure(bytes: Uint8Array, from: number, end: number): number {
    const octet = u8(bytes, from);
    const layers = (octet >> 5) + 1;
    this.announcedSpatialLayers = layers;
    let at = from + 1;
    if ((octet & 0x10) !== 0) at = this.#readSizes(bytes, at, layers);
    if ((octet & 0x08) === 0) return at;
    const pictures = u8(bytes, at);
    at += 1;
    for (let i = 0; i < pictures && at < end; i += 1) at += 1 + ((u8(bytes, at) >> 2) & 0x03);
    return at;
  }

  #readSizes(bytes: Uint8Array, from: number, layers: number): number {
    for (let layer = 0; layer < layers; layer += 1) {
      this.widths[layer] = u16(bytes, from + 4 * layer);
      this.heights[layer] = u16(bytes, from + 4 * layer + 2);
    }
    return from + 4 * layers;
  }

  #clear(): void {
    this.pictureId = -1;
    this.longPictureId = false;
    this.temporalLayer = 0;
    this.spatialLayer = 0;
    this.switchingUp = false;
    this.interLayer = false;
    this.tl0PicIdx = -1;
    if (this.announcedSpatialLayers > 0) {
      this.announcedSpatialLayers = 0;
      this.widths.fill(0);
      this.heights.fill(0);
    }
    this.length = 0;
    this.headLength = 0;
  }
}

/** Up to three octets of P_DIFF, each saying whether another follows. */
function readReferences(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let i = 0; i < MAX_REFERENCES; i += 1, at += 1) if ((u8(bytes, at) & 1) === 0) return at + 1;
  return at;
}
