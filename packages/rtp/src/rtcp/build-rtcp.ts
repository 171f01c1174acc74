import { putU16, putU24, putU32 } from '../bytes.ts';
import { feedbackBytes, writeFeedback } from './build-feedback.ts';
import { type ReportBlock, RTCP_TYPES, type RtcpPacket } from './rtcp-packets.ts';
import { textBytes } from './text.ts';

const MAX_COUNT = 31;
const MAX_TEXT_BYTES = 255;

/**
 * Writes packets one after the other, as a compound (RFC 3550 section 6.1) or reduced-size packet
 * (RFC 5506); the order is the caller's. Lists longer than a header can count (31 reports, chunks
 * or sources) are cut, and so are texts of more than 255 octets.
 */
export function buildRtcp(packets: readonly RtcpPacket[]): Uint8Array {
  const sizes = packets.map(packetBytes);
  const target = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  packets.forEach((packet, i) => {
    const size = sizes[i] ?? 0;
    writePacket(target, at, packet);
    putU16(target, at + 2, size / 4 - 1);
    at += size;
  });
  return target;
}

function packetBytes(packet: RtcpPacket): number {
  switch (packet.kind) {
    case 'sender-report':
      return 28 + 24 * Math.min(MAX_COUNT, packet.reports.length);
    case 'receiver-report':
      return 8 + 24 * Math.min(MAX_COUNT, packet.reports.length);
    case 'source-description':
      return packet.chunks
        .slice(0, MAX_COUNT)
        .reduce((sum, { cname }) => sum + chunkBytes(cname), 4);
    case 'bye':
      return 4 + 4 * Math.min(MAX_COUNT, packet.ssrcs.length) + reasonBytes(packet.reason);
    case 'application':
      return 12 + words(packet.data.length);
    default:
      return feedbackBytes(packet);
  }
}

function words(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** SSRC, one item, and at least one zero. */
function chunkBytes(cname: string): number {
  return words(4 + 2 + textBytes(cname, MAX_TEXT_BYTES).length + 1);
}

function reasonBytes(reason: string): number {
  const { length } = textBytes(reason, MAX_TEXT_BYTES);
  return length === 0 ? 0 : words(1 + length);
}

function head(target: Uint8Array, at: number, count: number, type: number): void {
  target[at] = 0x80 | Math.min(MAX_COUNT, count);
  target[at + 1] = type;
}

function writePacket(target: Uint8Array, at: number, packet: RtcpPacket): void {
  switch (packet.kind) {
    case 'sender-report':
      head(target, at, packet.reports.length, RTCP_TYPES.senderReport);
      putU32(target, at + 4, packet.ssrc);
      putU32(target, at + 8, packet.ntpSeconds);
      putU32(target, at + 12, packet.ntpFraction);
      putU32(target, at + 16, packet.rtpTimestamp);
      putU32(target, at + 20, packet.packetCount);
      putU32(target, at + 24, packet.octetCount);
      writeBlocks(target, at + 28, packet.reports);
      return;
    case 'receiver-report':
      head(target, at, packet.reports.length, RTCP_TYPES.receiverReport);
      putU32(target, at + 4, packet.ssrc);
      writeBlocks(target, at + 8, packet.reports);
      return;
    case 'source-description':
      head(target, at, packet.chunks.length, RTCP_TYPES.sourceDescription);
      writeChunks(target, at + 4, packet.chunks);
      return;
    case 'bye':
      head(target, at, packet.ssrcs.length, RTCP_TYPES.bye);
      writeBye(target, at + 4, packet.ssrcs, packet.reason);
      return;
    case 'application':
      head(target, at, packet.subtype, RTCP_TYPES.application);
      putU32(target, at + 4, packet.ssrc);
      target.set(textBytes(packet.name, 4), at + 8);
      target.set(packet.data, at + 12);
      return;
    default:
      writeFeedback(target, at, packet);
  }
}

function writeBlocks(target: Uint8Array, from: number, reports: readonly ReportBlock[]): void {
  let at = from;
  for (const block of reports.slice(0, MAX_COUNT)) {
    putU32(target, at, block.ssrc);
    target[at + 4] = block.fractionLost;
    putU24(target, at + 5, Math.max(-0x800000, Math.min(0x7fffff, block.cumulativeLost)));
    putU32(target, at + 8, block.highestSequence);
    putU32(target, at + 12, block.jitter);
    putU32(target, at + 16, block.lastSenderReport);
    putU32(target, at + 20, block.delaySinceLastSenderReport);
    at += 24;
  }
}

function writeChunks(
  target: Uint8Array,
  from: number,
  chunks: readonly { readonly ssrc: number; readonly cname: string }[],
): void {
  let at = from;
  for (const { ssrc, cname } of chunks.slice(0, MAX_COUNT)) {
    const text = textBytes(cname, MAX_TEXT_BYTES);
    putU32(target, at, ssrc);
    target[at + 4] = 1;
    target[at + 5] = text.length;
    target.set(text, at + 6);
    at += chunkBytes(cname);
  }
}

function writeBye(
  target: Uint8Array,
  from: number,
  ssrcs: readonly number[],
  reason: string,
): void {
  let at = from;
  for (const ssrc of ssrcs.slice(0, MAX_COUNT)) {
    putU32(target, at, ssrc);
    at += 4;
  }
  const text = textBytes(reason, MAX_TEXT_BYTES);
  if (text.length === 0) return;
  target[at] = text.length;
  target.set(text, at + 1);
}
