import { copyBytes, putU16, putU32, u8 } from '../bytes.ts';
import { RTP_HEADER_BYTES, type RtpPacket } from './rtp-packet.ts';

/** The part of a header that a forwarder gives anew; kept and reused by the caller. */
export interface RtpHeaderFields {
  marker: boolean;
  /** 0 to 127. */
  payloadType: number;
  sequenceNumber: number;
  timestamp: number;
  ssrc: number;
}

/**
 * Writes a header with no CSRC, with `extension` (a whole RFC 8285 block, or nothing) behind it.
 * Returns the offset behind it, or -1 when it does not fit.
 */
export function writeRtpHeader(
  target: Uint8Array,
  at: number,
  fields: RtpHeaderFields,
  extension?: { readonly bytes: Uint8Array; readonly length: number },
): number {
  const extensionBytes = extension?.length ?? 0;
  if (at < 0 || at + RTP_HEADER_BYTES + extensionBytes > target.length) return -1;
  target[at] = extensionBytes > 0 ? 0x90 : 0x80;
  target[at + 1] = (fields.marker ? 0x80 : 0) | (fields.payloadType & 0x7f);
  putU16(target, at + 2, fields.sequenceNumber);
  putU32(target, at + 4, fields.timestamp);
  putU32(target, at + 8, fields.ssrc);
  if (extension !== undefined && extensionBytes > 0)
    copyBytes(extension.bytes, 0, extensionBytes, target, at + RTP_HEADER_BYTES);
  return at + RTP_HEADER_BYTES + extensionBytes;
}

/**
 * Writes `packet` into `target` as it leaves the forwarder: own identity, own extension block, same
 * CSRCs and payload, padding dropped. Returns the offset behind it, or -1 when it does not fit.
 * Allocates nothing but the view that copying a long payload takes.
 */
export function writeForwarded(
  target: Uint8Array,
  at: number,
  packet: RtpPacket,
  fields: RtpHeaderFields,
  extension?: { readonly bytes: Uint8Array; readonly length: number },
): number {
  const extensionBytes = extension?.length ?? 0;
  const csrcBytes = 4 * packet.csrcCount;
  const { payloadStart, payloadEnd } = packet;
  const payloadAt = at + RTP_HEADER_BYTES + csrcBytes + extensionBytes;
  const end = payloadAt + payloadEnd - payloadStart;
  if (at < 0 || end > target.length) return -1;
  target[at] = 0x80 | (extensionBytes > 0 ? 0x10 : 0) | packet.csrcCount;
  target[at + 1] = (fields.marker ? 0x80 : 0) | (fields.payloadType & 0x7f);
  putU16(target, at + 2, fields.sequenceNumber);
  putU32(target, at + 4, fields.timestamp);
  putU32(target, at + 8, fields.ssrc);
  const headerEnd = at + RTP_HEADER_BYTES;
  if (csrcBytes > 0)
    copyBytes(packet.bytes, packet.start + RTP_HEADER_BYTES, csrcBytes, target, headerEnd);
  if (extension !== undefined && extensionBytes > 0)
    copyBytes(extension.bytes, 0, extensionBytes, target, headerEnd + csrcBytes);
  copyBytes(packet.bytes, payloadStart, payloadEnd - payloadStart, target, payloadAt);
  return end;
}

/**
 * Changes the identity of a packet where it lies: the cheapest way for the last, or only, receiver.
 * The packet has been read by an `RtpPacket`, so its header is there.
 */
export function rewriteInPlace(bytes: Uint8Array, start: number, fields: RtpHeaderFields): void {
  bytes[start + 1] = (fields.marker ? 0x80 : 0) | (fields.payloadType & 0x7f);
  putU16(bytes, start + 2, fields.sequenceNumber);
  putU32(bytes, start + 4, fields.timestamp);
  putU32(bytes, start + 8, fields.ssrc);
}

/**
 * Appends RTP padding (RFC 3550 section 5.1) to a packet that ends at `end` and has none, for
 * probing. Returns the new end, or -1 when `count` is not 1 to 255 or does not fit.
 */
export function appendPadding(
  target: Uint8Array,
  start: number,
  end: number,
  count: number,
): number {
  if (count < 1 || count > 255 || end + count > target.length) return -1;
  target.fill(0, end, end + count - 1);
  target[end + count - 1] = count;
  target[start] = u8(target, start) | 0x20;
  return end + count;
}
