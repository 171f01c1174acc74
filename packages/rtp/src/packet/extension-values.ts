import { u8, u16, u24 } from '../bytes.ts';
import type { HeaderExtensions } from './header-extensions.ts';
import type { RtpPacket } from './rtp-packet.ts';

/** The URIs by which SDP names the header extensions that the engine knows. */
export const EXTENSION_URIS = {
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  streamId: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedStreamId: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportSequence: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
} as const;

/** Ticks of abs-send-time in a second: 6.18 fixed point. */
const SEND_TIME_TICKS = 1 << 18;

/** abs-send-time of a clock in milliseconds: 24 bits that wrap every 64 s. */
export function absSendTime(nowMs: number): number {
  return Math.floor((nowMs % 64_000) * (SEND_TIME_TICKS / 1000)) & 0xffffff;
}

/** Milliseconds between two abs-send-times, across the wrap; -32 s to 32 s. */
export function absSendTimeDeltaMs(from: number, to: number): number {
  return ((((to - from) << 8) >> 8) * 1000) / SEND_TIME_TICKS;
}

/** The transport-wide sequence number that the packet carries under `id`; -1 for none. */
export function transportSequence(
  packet: RtpPacket,
  extensions: HeaderExtensions,
  id: number,
): number {
  return extensions.lengthOf(id) >= 2 ? u16(packet.bytes, extensions.offsetOf(id)) : -1;
}

/** The abs-send-time that the packet carries under `id`, 24 bits; -1 for none. */
export function sendTime(packet: RtpPacket, extensions: HeaderExtensions, id: number): number {
  return extensions.lengthOf(id) === 3 ? u24(packet.bytes, extensions.offsetOf(id)) : -1;
}

/**
 * A short text element: a MID (RFC 9143) or a RID (RFC 8852). Empty where the packet has none or it
 * holds anything but the visible ASCII that these items may consist of.
 */
export function extensionText(packet: RtpPacket, extensions: HeaderExtensions, id: number): string {
  const at = extensions.offsetOf(id);
  const length = extensions.lengthOf(id);
  let text = '';
  for (let i = 0; i < length; i += 1) {
    const code = u8(packet.bytes, at + i);
    if (code < 0x21 || code > 0x7e) return '';
    text += String.fromCharCode(code);
  }
  return text;
}
