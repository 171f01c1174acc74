import { u8, u16 } from '../bytes.ts';

const IDR_SLICE = 5;
const SEQUENCE_PARAMETERS = 7;
const STAP_A = 24;
const FU_A = 28;

/**
 * Whether an H.264 payload (RFC 6184 section 5.2) begins a picture that can be decoded by itself: an
 * IDR slice, alone, aggregated (STAP-A) or as the first fragment (FU-A), or the parameters that are
 * sent in front of one.
 */
export function startsH264KeyFrame(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  const type = u8(bytes, start) & 0x1f;
  if (isKeyUnit(type)) return true;
  if (type === STAP_A) return aggregatesKeyUnit(bytes, start + 1, end);
  if (type !== FU_A || start + 2 > end) return false;
  const fragment = u8(bytes, start + 1);
  return (fragment & 0x80) !== 0 && isKeyUnit(fragment & 0x1f);
}

function isKeyUnit(type: number): boolean {
  return type === IDR_SLICE || type === SEQUENCE_PARAMETERS;
}

function aggregatesKeyUnit(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at + 3 <= end; at += 2 + u16(bytes, at))
    if (u16(bytes, at) > 0 && isKeyUnit(u8(bytes, at + 2) & 0x1f)) return true;
  return false;
}
