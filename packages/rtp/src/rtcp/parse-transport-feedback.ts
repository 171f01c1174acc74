import { u8, u16, u24, u32 } from '../bytes.ts';
import { bodyLength, type RtcpBody } from './rtcp-body.ts';
import type { ReceivedPacket, TransportFeedback } from './rtcp-packets.ts';

/** Symbols of a packet's status (section 3.1.1 of the draft). */
export const STATUS = { notReceived: 0, smallDelta: 1, largeDelta: 2 } as const;
/** Receive deltas count 250 µs. */
export const DELTAS_PER_MS = 4;
/** The reference time counts 64 ms. */
export const REFERENCE_TIME_UNIT_MS = 64;

/**
 * draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1: status chunks, then one delta for
 * each packet received. Undefined when chunks or deltas end early, or a reserved symbol comes up.
 * Only received packets are listed, and each takes an octet at least, so what comes back is
 * bounded by the packet's length.
 */
export function parseTransportFeedback(body: RtcpBody): TransportFeedback | undefined {
  if (bodyLength(body) < 16) return undefined;
  const { bytes, start } = body;
  const baseSequence = u16(bytes, start + 8);
  const statusCount = u16(bytes, start + 10);
  const deltasAt = chunksEnd(body, statusCount);
  if (deltasAt < 0) return undefined;
  const received = readDeltas(body, baseSequence, statusCount, deltasAt);
  if (received === undefined) return undefined;
  return {
    kind: 'transport-feedback',
    senderSsrc: u32(bytes, start),
    mediaSsrc: u32(bytes, start + 4),
    feedbackCount: u8(bytes, start + 15),
    baseSequence,
    statusCount,
    referenceTimeMs: u24(bytes, start + 12) * REFERENCE_TIME_UNIT_MS,
    received,
  };
}

/** Milliseconds between two reference times, across their wrap. */
export function referenceTimeDeltaMs(fromMs: number, toMs: number): number {
  const units = Math.round((toMs - fromMs) / REFERENCE_TIME_UNIT_MS);
  return ((units << 8) >> 8) * REFERENCE_TIME_UNIT_MS;
}

/** How many packets a status chunk speaks of (sections 3.1.3 and 3.1.4). */
function chunkCapacity(chunk: number): number {
  if ((chunk & 0x8000) === 0) return chunk & 0x1fff;
  return (chunk & 0x4000) === 0 ? 14 : 7;
}

function symbolAt(chunk: number, index: number): number {
  if ((chunk & 0x8000) === 0) return (chunk >> 13) & 3;
  return (chunk & 0x4000) === 0 ? (chunk >> (13 - index)) & 1 : (chunk >> (12 - 2 * index)) & 3;
}

/** Where the chunks of `statusCount` packets end; -1 when the packet does so before. */
function chunksEnd({ bytes, start, end }: RtcpBody, statusCount: number): number {
  let at = start + 16;
  for (let seen = 0; seen < statusCount; at += 2) {
    if (at + 2 > end) return -1;
    const capacity = chunkCapacity(u16(bytes, at));
    if (capacity === 0) return -1;
    seen += capacity;
  }
  return at;
}

function readDeltas(
  { bytes, start, end }: RtcpBody,
  baseSequence: number,
  statusCount: number,
  deltasAt: number,
): readonly ReceivedPacket[] | undefined {
  const received: ReceivedPacket[] = [];
  let at = deltasAt;
  let deltas = 0;
  for (let chunkAt = start + 16, index = 0; index < statusCount; chunkAt += 2) {
    const chunk = u16(bytes, chunkAt);
    const inChunk = Math.min(chunkCapacity(chunk), statusCount - index);
    const skips = (chunk & 0x8000) === 0 && symbolAt(chunk, 0) === STATUS.notReceived;
    for (let i = 0; i < inChunk && !skips; i += 1) {
      const symbol = symbolAt(chunk, i);
      if (symbol === STATUS.notReceived) continue;
      if (symbol > STATUS.largeDelta || at + symbol > end) return undefined;
      deltas += symbol === STATUS.smallDelta ? u8(bytes, at) : (u16(bytes, at) << 16) >> 16;
      at += symbol;
      const sequenceNumber = (baseSequence + index + i) & 0xffff;
      received.push({ sequenceNumber, offsetMs: deltas / DELTAS_PER_MS });
    }
    index += inChunk;
  }
  return received;
}
