import { EXTENSION_URIS } from '@sky-genesis/rtp';
import type { Remote } from './remote.ts';

/** What a peer of the load sends. */
export interface Stream {
  readonly kind: 'audio' | 'video';
  readonly ssrc: number;
  /** Of a whole RTP packet. */
  readonly packetBytes: number;
}

export const PAYLOAD_TYPES = { audio: 111, video: 96, rtx: 97 } as const;
/** Header-extension ids, as Chromium numbers them. */
export const EXTENSION_IDS = {
  audioLevel: 1,
  absSendTime: 2,
  transportSequence: 3,
  mid: 4,
} as const;

/**
 * A browser's first offer: a section for each stream it sends, or one to receive of each kind.
 * The streams' mids are their indices.
 */
export function browserOffer(local: Remote, streams: readonly Stream[]): string {
  const sections =
    streams.length > 0
      ? streams.map((stream, mid) => [
          ...section(local, stream.kind, mid, 'sendonly'),
          ...sources(stream),
        ])
      : [section(local, 'audio', 0, 'recvonly'), section(local, 'video', 1, 'recvonly')];
  return [
    'v=0',
    `o=- ${1 + Math.floor(Math.random() * 2 ** 40)} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${sections.map((_, mid) => mid).join(' ')}`,
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS *',
    ...sections.flat(),
    '',
  ].join('\r\n');
}

/** The answer of who receives what `offer` sends. */
export function receivingAnswer(offer: string, local: Remote, setup: 'active' | 'passive'): string {
  const ours = offer
    .replaceAll(
      /^a=(ice-lite|candidate:.*|end-of-candidates|ssrc:.*|ssrc-group:.*|msid:.*)\r\n/gm,
      '',
    )
    .replaceAll(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:${local.iceUfrag}`)
    .replaceAll(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${local.icePwd}`)
    .replaceAll(/^a=fingerprint:.*$/gm, `a=fingerprint:${local.fingerprint}`)
    .replaceAll(/^a=setup:.*$/gm, `a=setup:${setup}`)
    .replaceAll(/^a=(sendonly|recvonly)$/gm, (_, way) =>
      way === 'sendonly' ? 'a=recvonly' : 'a=sendonly',
    );
  const candidates = local.candidates.map((candidate) => `a=${candidate}\r\n`).join('');
  return ours.replace(/^a=setup:.*\r\n/m, (line) => line + candidates);
}

function section(
  local: Remote,
  kind: 'audio' | 'video',
  mid: number,
  direction: string,
): readonly string[] {
  const { audio, video, rtx } = PAYLOAD_TYPES;
  const formats = kind === 'audio' ? `${audio}` : `${video} ${rtx}`;
  const { audioLevel, ...shared } = EXTENSION_IDS;
  const ids = kind === 'audio' ? { audioLevel, ...shared } : shared;
  const uris: Readonly<Record<string, string>> = EXTENSION_URIS;
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${formats}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=ice-ufrag:${local.iceUfrag}`,
    `a=ice-pwd:${local.icePwd}`,
    ...local.candidates.map((candidate) => `a=${candidate}`),
    'a=end-of-candidates',
    `a=fingerprint:${local.fingerprint}`,
    `a=setup:${local.setup}`,
    `a=mid:${mid}`,
    ...Object.entries(ids).map(([name, id]) => `a=extmap:${id} ${uris[name]}`),
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...codecs(kind),
  ];
}

function codecs(kind: 'audio' | 'video'): readonly string[] {
  const { audio, video, rtx } = PAYLOAD_TYPES;
  if (kind === 'audio')
    return [
      `a=rtpmap:${audio} opus/48000/2`,
      `a=rtcp-fb:${audio} transport-cc`,
      `a=fmtp:${audio} minptime=10;useinbandfec=1`,
    ];
  return [
    `a=rtpmap:${video} VP8/90000`,
    ...['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'].map(
      (feedback) => `a=rtcp-fb:${video} ${feedback}`,
    ),
    `a=rtpmap:${rtx} rtx/90000`,
    `a=fmtp:${rtx} apt=${video}`,
  ];
}

function sources({ kind, ssrc }: Stream): readonly string[] {
  const lines = [`a=msid:load ${ssrc}`, `a=ssrc:${ssrc} cname:load`];
  if (kind === 'audio') return lines;
  return [
    lines[0] ?? '',
    `a=ssrc-group:FID ${ssrc} ${ssrc + 1}`,
    `a=ssrc:${ssrc} cname:load`,
    `a=ssrc:${ssrc + 1} cname:load`,
  ];
}
