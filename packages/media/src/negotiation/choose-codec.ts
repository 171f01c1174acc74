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
  readonly rtcpFb?:
    | readonly {
        readonly payload: number | string;
        readonly type: string;
        readonly subtype?: string | undefined;
      }[]
    | undefined;
}

/**
 * What the engine takes, best first. One codec a section: then a payload type says nothing but media or
 * retransmission. What a browser sends comes in the first of them; it can be sent any.
 */
const PREFERENCES: Readonly<Record<MediaKind, readonly CodecName[]>> = {
  audio: ['opus'],
  video: ['vp8', 'h264'],
};

/** What the engine gives and takes of RTCP feedback (RFC 4585, RFC 5104, transport-wide congestion control). */
const FEEDBACK: Readonly<Record<MediaKind, readonly string[]>> = {
  audio: ['transport-cc'],
  video: ['nack', 'nack pli', 'ccm fir', 'transport-cc'],
};

/** Of all that a section offers, what the engine knows: one of each name, best first. */
export function usableCodecs(kind: MediaKind, section: OfferedFormats): readonly NegotiatedCodec[] {
  const entries = section.rtp.map((entry) => ({
    ...entry,
    parameters: parametersOf(section, entry.payload),
  }));
  return PREFERENCES[kind].flatMap((name) => {
    const entry = entries.find(
      ({ codec, parameters }) => codec.toLowerCase() === name && isUsable(name, parameters),
    );
    if (entry === undefined) return [];
    const repair = entries.find(
      ({ codec, parameters }) =>
        codec.toLowerCase() === 'rtx' && new RegExp(`\\bapt=${entry.payload}\\b`).test(parameters),
    );
    const codec: NegotiatedCodec = {
      name,
      payloadType: entry.payload,
      ...(repair === undefined ? {} : { rtxPayloadType: repair.payload }),
      clockRate: entry.rate ?? 90_000,
      ...(kind === 'audio' ? { channels: Number(entry.encoding ?? 1) } : {}),
      parameters: entry.parameters,
      feedback: FEEDBACK[kind].filter((type) => offersFeedback(section, entry.payload, type)),
    };
    return [codec];
  });
}

/** RFC 4585 section 4.2: an answer names nothing that the offer does not. */
function offersFeedback({ rtcpFb = [] }: OfferedFormats, payload: number, wanted: string): boolean {
  return rtcpFb.some((offered) => {
    const { type, subtype } = offered;
    const whole = subtype === undefined ? type : `${type} ${subtype}`;
    return whole === wanted && ['*', String(payload)].includes(String(offered.payload));
  });
}

/**
 * RFC 6184: single NAL unit mode cannot carry what the others produce. Constrained baseline (profile 0x42 with
 * constraint_set1, table 5) is what all decode.
 */
function isUsable(name: CodecName, parameters: string): boolean {
  if (name !== 'h264') return true;
  return (
    /packetization-mode=1/.test(parameters) && /profile-level-id=42[4-7c-f]0/i.test(parameters)
  );
}

function parametersOf({ fmtp }: Pick<OfferedFormats, 'fmtp'>, payload: number): string {
  return fmtp.find((entry) => entry.payload === payload)?.config ?? '';
}
