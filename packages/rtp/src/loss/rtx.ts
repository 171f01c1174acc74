import { copyBytes, putU16, putU32, u8, u16 } from '../bytes.ts';
import type { RtpPacket } from '../packet/rtp-packet.ts';
import { type RtpHeaderFields, writeRtpHeader } from '../packet/write-packet.ts';

/** The original sequence number in front of the payload (RFC 4588 section 4). */
export const RTX_BYTES = 2;

/**
 * Writes a retransmission of `packet` (RFC 4588 section 4): `fields` are the RTX stream's own but for
 * the timestamp and marker, which are the original's as its receiver knows them, and so is
 * `originalSequence`. Returns the offset behind it, or -1 when it does not fit.
 */
export function writeRtx(
  target: Uint8Array,
  at: number,
  packet: RtpPacket,
  fields: RtpHeaderFields,
  originalSequence: number,
  extension?: { readonly bytes: Uint8Array; readonly length: number },
): number {
  const payloadAt = writeRtpHeader(target, at, fields, extension);
  const end = payloadAt + RTX_BYTES + packet.payloadBytes;
  if (payloadAt < 0 || end > target.length) return -1;
  putU16(target, payloadAt, originalSequence);
  copyBytes(packet.bytes, packet.payloadStart, packet.payloadBytes, target, payloadAt + RTX_BYTES);
  return end;
}

/**
 * Turns a received retransmission back into the packet it repeats, in its own memory: the header
 * moves two octets up, over the original sequence number, and the payload stays where it is.
 * Returns where the packet now begins (it ends where it did), or -1 when there is no payload to
 * restore: browsers probe for bandwidth with RTX packets of mere padding.
 */
export function restoreFromRtx(packet: RtpPacket, ssrc: number, payloadType: number): number {
  if (packet.payloadBytes <= RTX_BYTES) return -1;
  const { bytes, start, payloadStart } = packet;
  const sequenceNumber = u16(bytes, payloadStart);
  bytes.copyWithin(start + RTX_BYTES, start, payloadStart);
  const restored = start + RTX_BYTES;
  bytes[restored + 1] = (u8(bytes, restored + 1) & 0x80) | (payloadType & 0x7f);
  putU16(bytes, restored + 2, sequenceNumber);
  putU32(bytes, restored + 8, ssrc);
  return restored;
}
