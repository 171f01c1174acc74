/** How a codec fares with loss (ITU-T G.107 clause 7.5, values of G.113 appendix I). */
export interface CodecImpairment {
  /** Equipment impairment without loss. */
  readonly ie: number;
  /** Robustness against loss. */
  readonly bpl: number;
}

/**
 * G.711 as G.113 table I.4 has it, without and with concealment (G.711 appendix I). For Opus and
 * G.722 the ITU-T gives no narrow-band values: Opus at 24 kbit/s and more is taken for G.711 with
 * concealment, which it does not fall behind in listening tests, and G.722 for G.711 without.
 */
export const CODEC_IMPAIRMENTS = {
  g711: { ie: 0, bpl: 4.3 },
  g711Concealed: { ie: 0, bpl: 25.1 },
  opus: { ie: 0, bpl: 25.1 },
  g722: { ie: 0, bpl: 4.3 },
} as const satisfies Record<string, CodecImpairment>;

/** R0 - Is with all of G.107's default parameters (clause 7.7). */
const DEFAULT_RATING = 93.2;

export interface VoicePath {
  readonly codec: CodecImpairment;
  /** Packets lost or too late, 0 to 1. */
  readonly lossFraction: number;
  /** Mean length of loss bursts over that of random loss; 1 where losses are random. */
  readonly burstRatio?: number;
  /** Mouth to ear, jitter buffers and codecs included. */
  readonly oneWayDelayMs: number;
  /** What users forgive for the sake of mobility (clause 7.6); 0 for a desk. */
  readonly advantage?: number;
}

/**
 * The transmission rating R of ITU-T G.107 (06/2015), 0 to 100: default parameters, so no echo (WebRTC
 * clients cancel theirs) and no noise but the default.
 */
export function transmissionRating(path: VoicePath): number {
  const rating =
    DEFAULT_RATING -
    delayImpairment(path.oneWayDelayMs) -
    lossImpairment(path.codec, path.lossFraction * 100, path.burstRatio ?? 1) +
    (path.advantage ?? 0);
  return Math.max(0, Math.min(100, rating));
}

/** The estimated mean opinion score of a rating, 1 to 4.5 (G.107 annex B). */
export function meanOpinionScore(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  // The cubic dips a little below 1 for ratings of up to 6.5.
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

/** Idd of clause 7.4, for the default sensitivity to delay (sT 1, mT 100 ms). */
function delayImpairment(oneWayDelayMs: number): number {
  if (oneWayDelayMs <= 100) return 0;
  const x = Math.log2(oneWayDelayMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Ie,eff of clause 7.5. */
function lossImpairment({ ie, bpl }: CodecImpairment, lossPercent: number, burst: number): number {
  const loss = Math.max(0, Math.min(100, lossPercent));
  return loss === 0 ? ie : ie + (95 - ie) * (loss / (loss / Math.max(1, burst) + bpl));
}
