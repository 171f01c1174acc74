import { RTP_HEADER_BYTES, u8, u16 } from '@sky-genesis/rtp';

/**
 * Octets of a packet that stay readable (RFC 3711 section 3.1): header, CSRCs and extension (RFC 3550 section 5.1). More than
 * `length` where they end outside.
 */
export function headerBytes(bytes: Uint8Array, at: number, length: number): number {
  const first = u8(bytes, at);
  const fixed = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) === 0) return fixed;
  return fixed + 4 > length ? fixed + 4 : fixed + 4 + 4 * u16(bytes, at + fixed + 2);
}
