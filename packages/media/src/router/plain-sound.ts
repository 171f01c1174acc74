import { primaryBlockAt, RTP_HEADER_BYTES, type RtpPacket } from '@sky-genesis/rtp';
import type { PacketBatch } from '../transport/packet-batch.ts';

/**
 * Adds the packet without its redundancy (RFC 2198), for those who do not take it; -1 when it holds
 * nothing. Its header is rewritten for each receiver anyway.
 */
export function addPlainSound(packet: RtpPacket, batch: PacketBatch): number {
  const { bytes, start, payloadStart, payloadEnd } = packet;
  const at = primaryBlockAt(bytes, payloadStart, payloadEnd);
  if (at < 0) return -1;
  const plain = new Uint8Array(RTP_HEADER_BYTES + payloadEnd - at);
  plain.set(bytes.subarray(start, start + RTP_HEADER_BYTES));
  plain[0] = 0x80;
  plain.set(bytes.subarray(at, payloadEnd), RTP_HEADER_BYTES);
  return batch.addSource(plain, 0, plain.length);
}
