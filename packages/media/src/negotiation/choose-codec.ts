import type { CodecName, MediaKind, NegotiatedCodec } from './media-description.ts';

/** The formats of an m-line, as sdp-transform gives them. */
interface OfferedFormats {
  /** The formats in the m-line's order, which is the offerer's preference. */
  readonly payloads?: string | number | undefined;
  readonly rtp: readonly {
    readonly payload: number;
    /** A number where it is all digits. */
    readonly codec: string | number;
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

const NAMES: Readonly<Record<MediaKind, readonly CodecName[]>> = {
  audio: ['opus'],
  video: ['vp8', 'vp9', 'h264', 'av1'],
};

/** What the engine gives and takes of RTCP feedback (RFC 4585, RFC 5104, transport-wide congestion control). */
const FEEDBACK: Readonly<Record<MediaKind, readonly string[]>> = {
  audio: ['transport-cc'],
  video: ['nack', 'nack pli', 'ccm fir', 'transport-cc'],
};
/** Constrained baseline (profile 0x42 with constraint_set1, RFC 6184 table 5) is what all decode. */
const BASELINE = /profile-level-id=42[4-7c-f]0/i;

interface Entry {
  readonly payload: number;
  readonly name: string;
  readonly rate: number | undefined;
  readonly channels: number;
  readonly parameters: string;
}

/** What of an m-line the engine knows, in the offerer's order of preference. */
export function offeredCodecs(
  kind: MediaKind,
  section: OfferedFormats,
): readonly NegotiatedCodec[] {
  const entries = entriesOf(section);
  return entries.flatMap((entry) => {
    const name = NAMES[kind].find((known) => known === entry.name);
    if (name === undefined || !isForwardable(name, entry.parameters)) return [];
    const repair = entries.find(
      ({ name: other, parameters }) =>
        other === 'rtx' && new RegExp(`\\bapt=${entry.payload}\\b`).test(parameters),
    );
    const redundant = entries.find(
      ({ name: other, parameters }) =>
        other === 'red' && parameters === `${entry.payload}/${entry.payload}`,
    );
    const red =
      kind === 'audio' && redundant !== undefined
        ? {
            redPayloadType: redundant.payload,
            prefersRed: entries.indexOf(redundant) < entries.indexOf(entry),
          }
        : {};
    return {
      name,
      payloadType: entry.payload,
      ...(repair === undefined ? {} : { rtxPayloadType: repair.payload }),
      ...red,
      clockRate: entry.rate ?? 90_000,
      ...(kind === 'audio' ? { channels: entry.channels } : {}),
      parameters: entry.parameters,
      feedback: FEEDBACK[kind].filter((type) => offersFeedback(section, entry.payload, type)),
    };
  });
}

/**
 * The codec that an uplink is answered with: one a section, then all packets of a producer can go to every
 * consumer. Of H.264 the baseline, which all decode. Redundancy (RFC 2198) only where it is preferred.
 */
export function chooseCodec(offered: readonly NegotiatedCodec[]): NegotiatedCodec | undefined {
  const chosen = offered.find(
    ({ name, parameters }) => name !== 'h264' || BASELINE.test(parameters),
  );
  if (chosen === undefined || chosen.prefersRed === true) return chosen;
  const { redPayloadType: _, ...plain } = chosen;
  return plain;
}

/** Under which of its codecs a browser takes what is encoded as `codec`; undefined when it cannot. */
export function codecFor(
  codec: NegotiatedCodec,
  offered: readonly NegotiatedCodec[],
): NegotiatedCodec | undefined {
  const same = offered.filter(({ name }) => name === codec.name);
  // Who decodes any profile of H.264 decodes the baseline, which is all that is taken in.
  return (
    same.find(({ parameters }) => profileOf(parameters) === profileOf(codec.parameters)) ?? same[0]
  );
}

/** RFC 4585 section 4.2: an answer names nothing that the offer does not. */
function offersFeedback({ rtcpFb = [] }: OfferedFormats, payload: number, wanted: string): boolean {
  return rtcpFb.some((offered) => {
    const { type, subtype } = offered;
    const whole = subtype === undefined ? type : `${type} ${subtype}`;
    return whole === wanted && ['*', String(payload)].includes(String(offered.payload));
  });
}

function profileOf(parameters: string): string {
  return /profile-level-id=([0-9a-f]{4})/i.exec(parameters)?.[1]?.toLowerCase() ?? '';
}

/**
 * RFC 6184: single NAL unit mode cannot carry what the others produce. Of VP9 and AV1 only profile 0
 * (8 bits, 4:2:0) is decoded everywhere.
 */
function isForwardable(name: CodecName, parameters: string): boolean {
  switch (name) {
    case 'h264':
      return /packetization-mode=1/.test(parameters);
    case 'vp9':
      return !/profile-id=[1-9]/.test(parameters);
    case 'av1':
      return !/\bprofile=[1-9]/.test(parameters);
    default:
      return true;
  }
}

function entriesOf({ payloads = '', rtp, fmtp }: OfferedFormats): readonly Entry[] {
  // sdp-transform makes a number of a list of one, and of a name of digits.
  const order = String(payloads).split(' ').map(Number);
  return rtp
    .map(({ payload, codec, rate, encoding }) => ({
      payload,
      name: String(codec).toLowerCase(),
      rate,
      channels: Number(encoding ?? 1),
      parameters: fmtp.find((entry) => entry.payload === payload)?.config ?? '',
    }))
    .sort((a, b) => order.indexOf(a.payload) - order.indexOf(b.payload));
}
