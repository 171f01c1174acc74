import { putU16, putU24, putU32 } from '../bytes.ts';
import { transportFeedbackBytes, writeTransportFeedback } from './build-transport-feedback.ts';
import { nackPairs } from './nack-pairs.ts';
import { REMB_NAME } from './parse-feedback.ts';
import {
  FEEDBACK_FORMATS,
  type FullIntraRequest,
  type Nack,
  type PictureLoss,
  type ReceiverBitrate,
  RTCP_TYPES,
  type TransportFeedback,
} from './rtcp-packets.ts';

type Feedback = Nack | PictureLoss | FullIntraRequest | ReceiverBitrate | TransportFeedback;

export function feedbackBytes(packet: Feedback): number {
  switch (packet.kind) {
    case 'nack':
      return 12 + 4 * nackPairs(packet.sequenceNumbers).length;
    case 'picture-loss':
      return 12;
    case 'full-intra-request':
      return 12 + 8 * packet.requests.length;
    case 'receiver-bitrate':
      return 20 + 4 * Math.min(255, packet.ssrcs.length);
    case 'transport-feedback':
      return transportFeedbackBytes(packet);
    default:
      return packet satisfies never;
  }
}

/** Writes everything but the length, which the header has in common with all RTCP packets. */
export function writeFeedback(target: Uint8Array, at: number, packet: Feedback): void {
  putU32(target, at + 4, packet.senderSsrc);
  switch (packet.kind) {
    case 'nack':
      head(target, at, FEEDBACK_FORMATS.nack, RTCP_TYPES.transportFeedback);
      writeNack(target, at + 8, packet);
      return;
    case 'picture-loss':
      head(target, at, FEEDBACK_FORMATS.pictureLoss, RTCP_TYPES.payloadFeedback);
      putU32(target, at + 8, packet.mediaSsrc);
      return;
    case 'full-intra-request':
      head(target, at, FEEDBACK_FORMATS.fullIntraRequest, RTCP_TYPES.payloadFeedback);
      packet.requests.forEach(({ ssrc, sequenceNumber }, i) => {
        putU32(target, at + 12 + 8 * i, ssrc);
        target[at + 16 + 8 * i] = sequenceNumber;
      });
      return;
    case 'receiver-bitrate':
      head(target, at, FEEDBACK_FORMATS.applicationLayer, RTCP_TYPES.payloadFeedback);
      writeReceiverBitrate(target, at + 12, packet);
      return;
    case 'transport-feedback':
      head(target, at, FEEDBACK_FORMATS.transportWide, RTCP_TYPES.transportFeedback);
      writeTransportFeedback(target, at, packet);
      return;
    default:
      packet satisfies never;
  }
}

function head(target: Uint8Array, at: number, format: number, type: number): void {
  target[at] = 0x80 | format;
  target[at + 1] = type;
}

function writeNack(target: Uint8Array, at: number, packet: Nack): void {
  putU32(target, at, packet.mediaSsrc);
  nackPairs(packet.sequenceNumbers).forEach(({ first, mask }, i) => {
    putU16(target, at + 4 + 4 * i, first);
    putU16(target, at + 6 + 4 * i, mask);
  });
}

/** The mantissa has 18 bits; rates are rounded down to what it can say. */
function writeReceiverBitrate(target: Uint8Array, at: number, packet: ReceiverBitrate): void {
  const bitrateBps = Math.max(0, Math.floor(packet.bitrateBps));
  let exponent = 0;
  while (exponent < 63 && bitrateBps / 2 ** exponent >= 1 << 18) exponent += 1;
  const mantissa = Math.min(0x3ffff, Math.floor(bitrateBps / 2 ** exponent));
  putU32(target, at, REMB_NAME);
  target[at + 4] = Math.min(255, packet.ssrcs.length);
  putU24(target, at + 5, (exponent << 18) | mantissa);
  packet.ssrcs.slice(0, 255).forEach((ssrc, i) => {
    putU32(target, at + 8 + 4 * i, ssrc);
  });
}
