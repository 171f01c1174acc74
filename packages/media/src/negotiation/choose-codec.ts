import type { CodecName, MediaKind, NegotiatedCodec } from './media-description.ts';

/** The formats of an m-line, as sdp-transform gives them. */
interface OfferedFormats {
  readonly rtp: readonly {
    readonly payload: number;
    readonly codec: string;
    readonly rate?: number | undefined;
    readonly encoding?: number | string | undefined;
  }[];
  readonly fmtp: readonly { readonly payload: number; readonly config: string }[];
}

/**
 * What the engine takes, best first. One codec a section: then all packets of a producer can go to
 * every consumer, and a payload type says nothing but media or retransmission.
 */
const PREFERENCES: Readonly<Record<MediaKind, readonly CodecName[]>> = {
  audio: ['opus'],
  video: ['vp8', 'h264'],
};

/** The codec that a section is served with; undefined when it offers none that the engine knows. */
export function chooseCodec(kind: MediaKind, section: OfferedFormats): NegotiatedCodec | undefined {
  const entries = section.rtp.map((entry) => ({
    ...entry,
    parameters: parametersOf(section, entry.payload),
  }));
  for (const name of PREFERENCES[kind]) {
    const entry = entries.find(
      ({ codec, parameters }) => codec.toLowerCase() === name && isUsable(name, parameters),
    );
    if (entry === undefined) continue;
    const repair = entries.find(
      ({ codec, parameters }) =>
        codec.toLowerCase() === 'rtx' && new RegExp(`\\bapt=${entry.payload}\\b`).test(parameters),
    );
    const channels = Number(entry.encoding ?? 1);
    return {
      name,
      payloadType: entry.payload,
      ...(repair === undefined ? {} : { rtxPayloadType: repair.payload }),
      clockRate: entry.rate ?? 90_000,
      ...(kind === 'audio' ? { channels } : {}),
      parameters: entry.parameters,
    };
  }
  return undefined;
}

/** RFC 6184: single NAL unit mode cannot carry what the others produce; baseline is what all decode. */
function isUsable(name: CodecName, parameters: string): boolean {
  if (name !== 'h264') return true;
  return /packetization-mode=1/.test(parameters) && /profile-level-id=42e0/i.test(parameters);
}

function parametersOf({ fmtp }: Pick<OfferedFormats, 'fmtp'>, payload: number): string {
  return fmtp.find((entry) => entry.payload === payload)?.config ?? '';
}
