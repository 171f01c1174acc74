import { u8 } from '../bytes.ts';
import type { HeaderExtensions } from '../packet/header-extensions.ts';
import type { RtpPacket } from '../packet/rtp-packet.ts';

/** The quietest level: digital silence, in -dBov. */
export const SILENCE_DBOV = 127;

/**
 * The octet of the client-to-mixer audio level (RFC 6464 section 3) that the packet carries under
 * `id`: `voiceBit` and `levelDbov` read it. -1 where the packet has none.
 */
export function audioLevelOctet(
  packet: RtpPacket,
  extensions: HeaderExtensions,
  id: number,
): number {
  return extensions.lengthOf(id) >= 1 ? u8(packet.bytes, extensions.offsetOf(id)) : -1;
}

/** Whether the sender takes the packet for speech. */
export function voiceBit(octet: number): boolean {
  return (octet & 0x80) !== 0;
}

/** The level below overload: 0 (loudest) to 127 (silence), in -dBov. */
export function levelDbov(octet: number): number {
  return octet & 0x7f;
}

/** The octet for a level and a voice decision; the level is rounded and bounded. */
export function audioLevelOf(level: number, voice: boolean): number {
  return (voice ? 0x80 : 0) | Math.max(0, Math.min(SILENCE_DBOV, Math.round(level)));
}

/**
 * The level of 16-bit samples in -dBov: the root mean square against the overload point, as RFC 6464
 * section 3 and RFC 6465 define it. 127 for silence and for no samples.
 */
export function measureLevel(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return SILENCE_DBOV;
  const level = -10 * Math.log10(sum / samples.length / 32_768 ** 2);
  return Math.max(0, Math.min(SILENCE_DBOV, level));
}
