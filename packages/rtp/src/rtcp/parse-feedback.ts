import { u8, u16, u24, u32 } from '../bytes.ts';
import { parseTransportFeedback } from './parse-transport-feedback.ts';
import { bodyLength, type RtcpBody } from './rtcp-body.ts';
import {
  FEEDBACK_FORMATS,
  type FullIntraRequest,
  type Nack,
  type PictureLoss,
  type ReceiverBitrate,
  type TransportFeedback,
} from './rtcp-packets.ts';

/** "REMB" as a number. */
export const REMB_NAME = 0x52454d42;

export function parseTransportLayerFeedback(body: RtcpBody): Nack | TransportFeedback | undefined {
  if (bodyLength(body) < 8) return undefined;
  if (body.count === FEEDBACK_FORMATS.nack) return parseNack(body);
  return body.count === FEEDBACK_FORMATS.transportWide ? parseTransportFeedback(body) : undefined;
}

export function parsePayloadFeedback(
  body: RtcpBody,
): PictureLoss | FullIntraRequest | ReceiverBitrate | undefined {
  if (bodyLength(body) < 8) return undefined;
  switch (body.count) {
    case FEEDBACK_FORMATS.pictureLoss:
      return {
        kind: 'picture-loss',
        senderSsrc: u32(body.bytes, body.start),
        mediaSsrc: u32(body.bytes, body.start + 4),
      };
    case FEEDBACK_FORMATS.fullIntraRequest:
      return parseFullIntraRequest(body);
    case FEEDBACK_FORMATS.applicationLayer:
      return parseReceiverBitrate(body);
    default:
      return undefined;
  }
}

/** RFC 4585 section 6.2.1: pairs of a packet id and a mask of the sixteen that follow it. */
function parseNack({ bytes, start, end }: RtcpBody): Nack {
  const sequenceNumbers: number[] = [];
  for (let at = start + 8; at + 4 <= end; at += 4) {
    const first = u16(bytes, at);
    const mask = u16(bytes, at + 2);
    sequenceNumbers.push(first);
    for (let bit = 0; bit < 16; bit += 1)
      if ((mask >> bit) & 1) sequenceNumbers.push((first + bit + 1) & 0xffff);
  }
  return {
    kind: 'nack',
    senderSsrc: u32(bytes, start),
    mediaSsrc: u32(bytes, start + 4),
    sequenceNumbers,
  };
}

function parseFullIntraRequest({ bytes, start, end }: RtcpBody): FullIntraRequest {
  const requests: { ssrc: number; sequenceNumber: number }[] = [];
  for (let at = start + 8; at + 8 <= end; at += 8)
    requests.push({ ssrc: u32(bytes, at), sequenceNumber: u8(bytes, at + 4) });
  return { kind: 'full-intra-request', senderSsrc: u32(bytes, start), requests };
}

/** draft-alvestrand-rmcat-remb-03 section 2.2. */
function parseReceiverBitrate(body: RtcpBody): ReceiverBitrate | undefined {
  const { bytes, start, end } = body;
  if (bodyLength(body) < 16 || u32(bytes, start + 8) !== REMB_NAME) return undefined;
  const exponent = u8(bytes, start + 13) >> 2;
  const mantissa = u24(bytes, start + 13) & 0x3ffff;
  const ssrcs: number[] = [];
  const claimed = u8(bytes, start + 12);
  for (let at = start + 16; ssrcs.length < claimed && at + 4 <= end; at += 4)
    ssrcs.push(u32(bytes, at));
  return {
    kind: 'receiver-bitrate',
    senderSsrc: u32(bytes, start),
    // A shift would overflow 32 bits; the exponent goes up to 63.
    bitrateBps: mantissa * 2 ** exponent,
    ssrcs,
  };
}
