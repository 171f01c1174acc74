import { i24, u8, u32 } from '../bytes.ts';
import { bodyLength, type RtcpBody } from './rtcp-body.ts';
import type { ReceiverReport, ReportBlock, SenderReport } from './rtcp-packets.ts';

const BLOCK_BYTES = 24;
const SENDER_INFO_BYTES = 24;

/** RFC 3550 section 6.4.1. */
export function parseSenderReport(body: RtcpBody): SenderReport | undefined {
  if (bodyLength(body) < SENDER_INFO_BYTES) return undefined;
  const { bytes, start } = body;
  return {
    kind: 'sender-report',
    ssrc: u32(bytes, start),
    ntpSeconds: u32(bytes, start + 4),
    ntpFraction: u32(bytes, start + 8),
    rtpTimestamp: u32(bytes, start + 12),
    packetCount: u32(bytes, start + 16),
    octetCount: u32(bytes, start + 20),
    reports: parseBlocks(body, start + SENDER_INFO_BYTES),
  };
}

/** RFC 3550 section 6.4.2. */
export function parseReceiverReport(body: RtcpBody): ReceiverReport | undefined {
  if (bodyLength(body) < 4) return undefined;
  return {
    kind: 'receiver-report',
    ssrc: u32(body.bytes, body.start),
    reports: parseBlocks(body, body.start + 4),
  };
}

function parseBlocks({ bytes, count, end }: RtcpBody, from: number): readonly ReportBlock[] {
  const blocks: ReportBlock[] = [];
  for (let i = 0, at = from; i < count && at + BLOCK_BYTES <= end; i += 1, at += BLOCK_BYTES)
    blocks.push({
      ssrc: u32(bytes, at),
      fractionLost: u8(bytes, at + 4),
      cumulativeLost: i24(bytes, at + 5),
      highestSequence: u32(bytes, at + 8),
      jitter: u32(bytes, at + 12),
      lastSenderReport: u32(bytes, at + 16),
      delaySinceLastSenderReport: u32(bytes, at + 20),
    });
  return blocks;
}
