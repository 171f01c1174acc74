import { u8 } from '../bytes.ts';

/** Octets of a block header in front of the last one (RFC 2198 section 3). */
const HEADER_BYTES = 4;

/**
 * Where the newest block of a payload with redundancy (RFC 2198) begins, behind the headers and the older
 * blocks; -1 where the payload is shorter than its headers say.
 */
export function primaryBlockAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let redundantBytes = 0;
  while (at < end && (u8(bytes, at) & 0x80) !== 0) {
    // Timestamp offset of 14 bits, then a length of 10.
    redundantBytes += ((u8(bytes, at + 2) & 0x03) << 8) | u8(bytes, at + 3);
    at += HEADER_BYTES;
  }
  const primary = at + 1 + redundantBytes;
  return primary < end && end <= bytes.length ? primary : -1;
}
