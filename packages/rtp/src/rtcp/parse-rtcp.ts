import { u8, u16, u32 } from '../bytes.ts';
import { parsePayloadFeedback, parseTransportLayerFeedback } from './parse-feedback.ts';
import { parseReceiverReport, parseSenderReport } from './parse-reports.ts';
import { parseApplication, parseBye, parseSourceDescription } from './parse-sources.ts';
import type { RtcpBody } from './rtcp-body.ts';
import { RTCP_TYPES, type RtcpPacket } from './rtcp-packets.ts';

/**
 * Parses a compound or reduced-size RTCP packet (RFC 3550 section 6.1, RFC 5506). Types it does not
 * know and packets whose content does not fit are left out; a length that overruns the buffer ends
 * the reading. What comes back is bounded by the octets read, whatever they claim. Never throws.
 */
export function parseRtcp(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): readonly RtcpPacket[] {
  const packets: RtcpPacket[] = [];
  const limit = Math.min(end, bytes.length);
  let at = Math.max(0, start);
  while (at + 4 <= limit) {
    const next = at + 4 + 4 * u16(bytes, at + 2);
    if (u8(bytes, at) >> 6 !== 2 || next > limit) break;
    const padding = (u8(bytes, at) & 0x20) === 0 ? 0 : u8(bytes, next - 1);
    const body = { bytes, count: u8(bytes, at) & 0x1f, start: at + 4, end: next - padding };
    if (body.end >= body.start) {
      const packet = parseOne(u8(bytes, at + 1), body);
      if (packet !== undefined) packets.push(packet);
    }
    at = next;
  }
  return packets;
}

/** The SSRC that sent the first packet of a compound; 0 where there is none. Allocates nothing. */
export function rtcpSenderSsrc(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  return end - start >= 8 ? u32(bytes, start + 4) : 0;
}

function parseOne(type: number, body: RtcpBody): RtcpPacket | undefined {
  switch (type) {
    case RTCP_TYPES.senderReport:
      return parseSenderReport(body);
    case RTCP_TYPES.receiverReport:
      return parseReceiverReport(body);
    case RTCP_TYPES.sourceDescription:
      return parseSourceDescription(body);
    case RTCP_TYPES.bye:
      return parseBye(body);
    case RTCP_TYPES.application:
      return parseApplication(body);
    case RTCP_TYPES.transportFeedback:
      return parseTransportLayerFeedback(body);
    case RTCP_TYPES.payloadFeedback:
      return parsePayloadFeedback(body);
    default:
      return undefined;
  }
}
