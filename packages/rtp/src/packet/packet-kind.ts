import { u8 } from '../bytes.ts';

export type PacketKind = 'rtp' | 'rtcp' | 'stun' | 'dtls' | 'unknown';

/**
 * What a datagram on a bundled port is, by its first octets (RFC 7983 section 7, and RFC 5761
 * section 4 for RTP against RTCP). Says nothing about whether the packet is well formed.
 */
export function packetKind(bytes: Uint8Array, start = 0, end: number = bytes.length): PacketKind {
  if (end <= start) return 'unknown';
  const first = u8(bytes, start);
  if (first >= 128 && first <= 191) {
    if (end - start < 8) return 'unknown';
    const type = u8(bytes, start + 1) & 0x7f;
    return type >= 64 && type <= 95 ? 'rtcp' : 'rtp';
  }
  if (first <= 3) return 'stun';
  return first >= 20 && first <= 63 ? 'dtls' : 'unknown';
}
