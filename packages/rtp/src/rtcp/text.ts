import { u8 } from '../bytes.ts';

/** UTF-8 of at most 255 octets; what is not UTF-8 becomes replacement characters. */
export function readText(bytes: Uint8Array, at: number, length: number): string {
  return new TextDecoder().decode(bytes.subarray(at, at + length));
}

/** Octets of `text`, cut to `maxBytes` at the end of a character. */
export function textBytes(text: string, maxBytes: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  let end = Math.min(bytes.length, maxBytes);
  while (end > 0 && end < bytes.length && (u8(bytes, end) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
