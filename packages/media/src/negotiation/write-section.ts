import { EXTENSION_URIS } from '@sky-genesis/rtp';
import type { LocalTransportParameters } from '../transport/media-transport.ts';
import type { ExtensionIds, MediaKind, NegotiatedCodec } from './media-description.ts';

/** As `a=rtpmap` writes them. */
const NAMES = { opus: 'opus', vp8: 'VP8', vp9: 'VP9', h264: 'H264', av1: 'AV1' } as const;

/** One m-line of ours. What it was first written with stays for as long as the connection lives. */
export interface Section {
  readonly mid: string;
  readonly kind: MediaKind;
  readonly codec: NegotiatedCodec;
  readonly extensions: ExtensionIds;
  readonly direction: 'recvonly' | 'sendonly' | 'inactive';
  /** Of an uplink with simulcast. */
  readonly rids: readonly string[];
  /** Of a downlink. */
  readonly outgoing?: OutgoingStream;
}

/** How a downlink is announced: its SSRCs, and under which ids the page finds stream and track. */
export interface OutgoingStream {
  readonly ssrc: number;
  /** Present where the codec has a payload type for retransmissions. */
  readonly rtxSsrc?: number;
  readonly cname: string;
  readonly streamId: string;
  readonly trackId: string;
}

/** The m-line of something the engine does not serve (RFC 3264 section 6): port 0, outside of BUNDLE. */
export function refusedSection(media: string, protocol: string, formats: string, mid: string) {
  return [`m=${media} 0 ${protocol} ${formats}`, 'c=IN IP4 0.0.0.0', 'a=inactive', `a=mid:${mid}`];
}

export function sectionLines(
  section: Section,
  local: LocalTransportParameters,
  setup: 'active' | 'passive' | 'actpass',
): readonly string[] {
  const { kind, codec, mid, direction } = section;
  const formats = formatsOf(codec).join(' ');
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${formats}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=ice-ufrag:${local.iceUfrag}`,
    `a=ice-pwd:${local.icePwd}`,
    ...local.candidates.map((candidate) => `a=${candidate}`),
    'a=end-of-candidates',
    `a=fingerprint:${local.fingerprint}`,
    `a=setup:${setup}`,
    `a=mid:${mid}`,
    ...extensionLines(section.extensions),
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...codecLines(codec, section.extensions.transportSequence !== undefined),
    ...simulcastLines(section),
    ...streamLines(section),
  ];
}

/** In order of preference: redundancy first where the browser would rather send it. */
function formatsOf(codec: NegotiatedCodec): readonly number[] {
  const { payloadType, rtxPayloadType, redPayloadType, prefersRed } = codec;
  const sound = prefersRed === true ? [redPayloadType, payloadType] : [payloadType, redPayloadType];
  return [...sound, rtxPayloadType].filter((format) => format !== undefined);
}

function extensionLines(ids: ExtensionIds): readonly string[] {
  const known: Readonly<Record<string, string>> = EXTENSION_URIS;
  return Object.entries(ids).map(([name, id]) => `a=extmap:${id} ${known[name] ?? name}`);
}

function codecLines(codec: NegotiatedCodec, transportWide: boolean): readonly string[] {
  const { payloadType, rtxPayloadType, clockRate, channels, parameters } = codec;
  const { redPayloadType } = codec;
  const suffix = channels === undefined || channels === 1 ? '' : `/${channels}`;
  const lines = [`a=rtpmap:${payloadType} ${NAMES[codec.name]}/${clockRate}${suffix}`];
  for (const type of codec.feedback)
    if (type !== 'transport-cc' || transportWide) lines.push(`a=rtcp-fb:${payloadType} ${type}`);
  if (parameters !== '') lines.push(`a=fmtp:${payloadType} ${parameters}`);
  if (redPayloadType !== undefined) {
    lines.push(`a=rtpmap:${redPayloadType} red/${clockRate}${suffix}`);
    lines.push(`a=fmtp:${redPayloadType} ${payloadType}/${payloadType}`);
  }
  if (rtxPayloadType === undefined) return lines;
  lines.push(`a=rtpmap:${rtxPayloadType} rtx/${clockRate}`);
  lines.push(`a=fmtp:${rtxPayloadType} apt=${payloadType}`);
  return lines;
}

function simulcastLines({ rids, direction }: Section): readonly string[] {
  if (rids.length === 0 || direction === 'inactive') return [];
  return [...rids.map((rid) => `a=rid:${rid} recv`), `a=simulcast:recv ${rids.join(';')}`];
}

function streamLines({ outgoing, direction }: Section): readonly string[] {
  if (outgoing === undefined || direction === 'inactive') return [];
  const { ssrc, rtxSsrc, cname, streamId, trackId } = outgoing;
  const lines = [`a=msid:${streamId} ${trackId}`];
  if (rtxSsrc !== undefined) lines.push(`a=ssrc-group:FID ${ssrc} ${rtxSsrc}`);
  for (const each of rtxSsrc === undefined ? [ssrc] : [ssrc, rtxSsrc])
    lines.push(`a=ssrc:${each} cname:${cname}`);
  return lines;
}
