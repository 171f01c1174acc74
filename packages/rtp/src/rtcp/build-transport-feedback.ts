import { putU16, putU24, putU32 } from '../bytes.ts';
import { DELTAS_PER_MS, REFERENCE_TIME_UNIT_MS, STATUS } from './parse-transport-feedback.ts';
import type { TransportFeedback } from './rtcp-packets.ts';

const MAX_RUN = 0x1fff;

interface Layout {
  readonly chunks: readonly number[];
  /** Receive deltas in 250 µs, one for each packet received. */
  readonly deltas: readonly number[];
  readonly bytes: number;
}

/** Octets of the whole packet, padded to a word. */
export function transportFeedbackBytes(packet: TransportFeedback): number {
  return Math.ceil(layout(packet).bytes / 4) * 4;
}

/** Writes everything but the first two octets' type and the length. */
export function writeTransportFeedback(
  target: Uint8Array,
  at: number,
  packet: TransportFeedback,
): void {
  const { chunks, deltas, bytes } = layout(packet);
  putU32(target, at + 8, packet.mediaSsrc);
  putU16(target, at + 12, packet.baseSequence);
  putU16(target, at + 14, packet.statusCount);
  putU24(target, at + 16, Math.round(packet.referenceTimeMs / REFERENCE_TIME_UNIT_MS));
  target[at + 19] = packet.feedbackCount;
  let next = at + 20;
  for (const chunk of chunks) {
    putU16(target, next, chunk);
    next += 2;
  }
  for (const delta of deltas) {
    if (isSmall(delta)) target[next] = delta;
    else putU16(target, next, delta);
    next += isSmall(delta) ? 1 : 2;
  }
  const padding = (4 - (bytes % 4)) % 4;
  if (padding === 0) return;
  target[at] = (target[at] ?? 0) | 0x20;
  target[next + padding - 1] = padding;
}

function layout(packet: TransportFeedback): Layout {
  const symbols = new Uint8Array(packet.statusCount);
  const deltas: number[] = [];
  let sum = 0;
  let previous = -1;
  for (const { sequenceNumber, offsetMs } of packet.received) {
    const index = (sequenceNumber - packet.baseSequence) & 0xffff;
    // A delta without a status would shift all that follow it.
    if (index <= previous || index >= packet.statusCount) continue;
    previous = index;
    // Rounded from the sum, so that errors do not add up over a packet.
    const delta = clampDelta(Math.round(offsetMs * DELTAS_PER_MS) - sum);
    sum += delta;
    deltas.push(delta);
    symbols[index] = isSmall(delta) ? STATUS.smallDelta : STATUS.largeDelta;
  }
  const chunks = statusChunks(symbols);
  const deltaBytes = deltas.reduce((total, delta) => total + (isSmall(delta) ? 1 : 2), 0);
  return { chunks, deltas, bytes: 20 + 2 * chunks.length + deltaBytes };
}

function isSmall(delta: number): boolean {
  return delta >= 0 && delta <= 255;
}

function clampDelta(delta: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, delta));
}

/** Run-length chunks where a run beats a vector, else fourteen one-bit or seven two-bit symbols. */
function statusChunks(symbols: Uint8Array): readonly number[] {
  const chunks: number[] = [];
  let at = 0;
  while (at < symbols.length) {
    const run = runLength(symbols, at);
    const oneBit = fitsOneBit(symbols, at);
    if (run >= (oneBit ? 14 : 7) || at + run === symbols.length) {
      chunks.push(((symbols[at] ?? 0) << 13) | run);
      at += run;
    } else {
      chunks.push(oneBit ? vector(symbols, at, 14, 1) : vector(symbols, at, 7, 2));
      at += oneBit ? 14 : 7;
    }
  }
  return chunks;
}

function runLength(symbols: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < symbols.length && at - from < MAX_RUN && symbols[at] === symbols[from]) at += 1;
  return at - from;
}

function fitsOneBit(symbols: Uint8Array, from: number): boolean {
  return symbols.subarray(from, from + 14).every((symbol) => symbol <= STATUS.smallDelta);
}

function vector(symbols: Uint8Array, from: number, count: number, bits: 1 | 2): number {
  let chunk = bits === 1 ? 0x8000 : 0xc000;
  for (let i = 0; i < count; i += 1) chunk |= (symbols[from + i] ?? 0) << (14 - bits * (i + 1));
  return chunk;
}
