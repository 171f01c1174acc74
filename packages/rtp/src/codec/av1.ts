import { u8 } from '../bytes.ts';

const SEQUENCE_HEADER = 1;

/**
 * Whether an AV1 payload (RTP Payload Format for AV1, section 4.4) begins a coded video sequence: the
 * N bit of its aggregation header, with a sequence header as its first unit, where one can be seen.
 */
export function startsAv1KeyFrame(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + 2 > end) return false;
  const header = u8(bytes, start);
  const continues = (header & 0x80) !== 0;
  const newSequence = (header & 0x08) !== 0;
  if (continues || !newSequence) return false;
  const unit = firstUnit(bytes, start, end);
  return unit < end && ((u8(bytes, unit) >> 3) & 0x0f) === SEQUENCE_HEADER;
}

/** Behind the header and, unless it says that there is but one unit, that unit's LEB128 length. */
function firstUnit(bytes: Uint8Array, start: number, end: number): number {
  const units = (u8(bytes, start) >> 4) & 0x03;
  let at = start + 1;
  if (units === 1) return at;
  while (at < end && (u8(bytes, at) & 0x80) !== 0) at += 1;
  return at + 1;
}
