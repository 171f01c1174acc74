/** A payload descriptor of pictures that are numbered: VP8's and VP9's. */
export interface PictureDescriptor {
  /** Octets up to the numbers that `applyPictureNote` rewrites, with them. */
  readonly headLength: number;
  read(bytes: Uint8Array, start: number, end: number): boolean;
  writePictureId(bytes: Uint8Array, payloadStart: number, pictureId: number): void;
  writeTl0PicIdx(bytes: Uint8Array, payloadStart: number, tl0PicIdx: number): void;
}

/** Both numbers in one: 15 bits of picture id above 8 of TL0PICIDX. */
export function pictureNote(pictureId: number, tl0PicIdx: number): number {
  return (pictureId << 8) | tl0PicIdx;
}

/**
 * Writes the numbers that a rewriter gave over those of the packet as it goes out; `descriptor` has been
 * read from the packet as it came in, whose payload looks the same.
 */
export function applyPictureNote(
  descriptor: PictureDescriptor,
  target: Uint8Array,
  payloadStart: number,
  note: number,
): void {
  descriptor.writePictureId(target, payloadStart, (note >>> 8) & 0x7fff);
  descriptor.writeTl0PicIdx(target, payloadStart, note & 0xff);
}
