/** One reception report (RFC 3550 section 6.4.1). */
export interface ReportBlock {
  readonly ssrc: number;
  /** Lost since the last report, in 1/256. */
  readonly fractionLost: number;
  /** Lost since the beginning: signed, 24 bits, negative when duplicates outnumber losses. */
  readonly cumulativeLost: number;
  /** Highest sequence number received, with the count of its cycles above the lower 16 bits. */
  readonly highestSequence: number;
  /** Interarrival jitter in timestamp units. */
  readonly jitter: number;
  /** Middle 32 bits of the NTP timestamp of the last sender report; 0 for none. */
  readonly lastSenderReport: number;
  /** Since that report was received, in 1/65,536 s. */
  readonly delaySinceLastSenderReport: number;
}

export interface SenderReport {
  readonly kind: 'sender-report';
  readonly ssrc: number;
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
  readonly reports: readonly ReportBlock[];
}

export interface ReceiverReport {
  readonly kind: 'receiver-report';
  readonly ssrc: number;
  readonly reports: readonly ReportBlock[];
}

/** Of the items only CNAME is kept: the others name people and are of no use to an engine. */
export interface SourceDescription {
  readonly kind: 'source-description';
  readonly chunks: readonly { readonly ssrc: number; readonly cname: string }[];
}

export interface Bye {
  readonly kind: 'bye';
  readonly ssrcs: readonly number[];
  /** Empty where none was given. */
  readonly reason: string;
}

export interface ApplicationDefined {
  readonly kind: 'application';
  readonly ssrc: number;
  /** 0 to 31. */
  readonly subtype: number;
  /** Four ASCII characters. */
  readonly name: string;
  /** A whole number of words. */
  readonly data: Uint8Array;
}

/** Generic NACK (RFC 4585 section 6.2.1), its bitmasks spelt out. */
export interface Nack {
  readonly kind: 'nack';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
  readonly sequenceNumbers: readonly number[];
}

/** Picture loss indication (RFC 4585 section 6.3.1). */
export interface PictureLoss {
  readonly kind: 'picture-loss';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
}

/** Full intra request (RFC 5104 section 4.3.1). */
export interface FullIntraRequest {
  readonly kind: 'full-intra-request';
  readonly senderSsrc: number;
  readonly requests: readonly { readonly ssrc: number; readonly sequenceNumber: number }[];
}

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03). */
export interface ReceiverBitrate {
  readonly kind: 'receiver-bitrate';
  readonly senderSsrc: number;
  readonly bitrateBps: number;
  readonly ssrcs: readonly number[];
}

/** Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01). */
export interface TransportFeedback {
  readonly kind: 'transport-feedback';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
  /** 0 to 255, one more with each feedback packet. */
  readonly feedbackCount: number;
  /** First transport-wide sequence number that is reported on. */
  readonly baseSequence: number;
  /** How many are reported on; those not in `received` were not received. */
  readonly statusCount: number;
  /** The receiver's clock at the base, in ms: a multiple of 64 that wraps after 2^24 of them. */
  readonly referenceTimeMs: number;
  /** In order of sequence number. */
  readonly received: readonly ReceivedPacket[];
}

export interface ReceivedPacket {
  /** 16 bits. */
  readonly sequenceNumber: number;
  /** Arrival on the receiver's clock, in ms after `referenceTimeMs`, to a quarter of one. */
  readonly offsetMs: number;
}

export type RtcpPacket =
  | SenderReport
  | ReceiverReport
  | SourceDescription
  | Bye
  | ApplicationDefined
  | Nack
  | PictureLoss
  | FullIntraRequest
  | ReceiverBitrate
  | TransportFeedback;

/** RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1). */
export const RTCP_TYPES = {
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  bye: 203,
  application: 204,
  transportFeedback: 205,
  payloadFeedback: 206,
} as const;

/** Feedback message types (RFC 4585 section 6, RFC 5104 section 4.3, and the drafts named above). */
export const FEEDBACK_FORMATS = {
  nack: 1,
  transportWide: 15,
  pictureLoss: 1,
  fullIntraRequest: 4,
  applicationLayer: 15,
} as const;
