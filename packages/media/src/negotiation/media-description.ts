import type { TransportCredentials } from '../transport/media-transport.ts';

export type MediaKind = 'audio' | 'video';
export type CodecName = 'opus' | 'vp8' | 'vp9' | 'h264' | 'av1';

/** A codec as both ends of one m-line name it; `rtxPayloadType` where it can be sent again. */
export interface NegotiatedCodec {
  readonly name: CodecName;
  readonly payloadType: number;
  readonly rtxPayloadType?: number;
  /** Of Opus with redundancy (RFC 2198), where it is taken, too. */
  readonly redPayloadType?: number;
  /** Whether redundancy is what the offerer would rather send. */
  readonly prefersRed?: boolean;
  /** In Hz. */
  readonly clockRate: number;
  /** As in `a=rtpmap`, for audio. */
  readonly channels?: number;
  /** Of `a=fmtp`; empty for none. */
  readonly parameters: string;
  /** Of `a=rtcp-fb`: what the other side offered of what the engine knows. */
  readonly feedback: readonly string[];
}

/** The header-extension ids of an m-line (RFC 8285); those that the browser did not offer are absent. */
export interface ExtensionIds {
  readonly mid?: number;
  readonly streamId?: number;
  readonly repairedStreamId?: number;
  readonly absSendTime?: number;
  readonly transportSequence?: number;
  readonly audioLevel?: number;
}

/** The SSRCs of a stream that the SDP announces; simulcast layers are found by RID instead. */
export interface AnnouncedSsrc {
  readonly ssrc: number;
  readonly rtxSsrc?: number;
}

/** One m-line of a browser's description, as far as the engine can serve it. */
export interface OfferedSection {
  /** `m=` line's media, protocol and formats, for refusing it by the same (RFC 3264 section 6). */
  readonly media: string;
  readonly protocol: string;
  readonly formats: string;
  readonly mid: string;
  /** Absent for what is no audio or video, and where no codec fits. */
  readonly kind?: MediaKind;
  /** What an uplink would be encoded as. */
  readonly codec?: NegotiatedCodec;
  /** All that it can decode, best first. */
  readonly codecs: readonly NegotiatedCodec[];
  readonly extensions: ExtensionIds;
  /** Whether the browser sends in this section, or would. */
  readonly sends: boolean;
  readonly receives: boolean;
  /** RFC 8853, from the smallest layer to the largest as applications list them; empty without. */
  readonly rids: readonly string[];
  readonly ssrcs: readonly AnnouncedSsrc[];
}

/** A browser's offer or answer. */
export interface BrowserDescription {
  readonly credentials: TransportCredentials;
  readonly sections: readonly OfferedSection[];
}

/** The description cannot be used; `message` is a finished English sentence. */
export class DescriptionRefused extends Error {
  override readonly name = 'DescriptionRefused';
  readonly code = 'description_refused';
}
