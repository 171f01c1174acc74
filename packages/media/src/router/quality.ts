import { CODEC_IMPAIRMENTS, meanOpinionScore, transmissionRating } from '@sky-genesis/rtp';
import type { Member } from './member.ts';
import type { StreamInterval } from './stream-interval.ts';

/** How one direction of a participant's connection fared since the last report. */
export interface DirectionQuality {
  /** `up` is what the engine receives of the participant, `down` what it sends to it. */
  readonly direction: 'up' | 'down';
  /** Lost on the way, before repair: 0 to 1. */
  readonly lossFraction: number;
  /** Interarrival jitter (RFC 3550 section 6.4.1), of the worst stream. */
  readonly jitterMs: number;
  /** Absent until it was measured. */
  readonly roundTripMs?: number;
  readonly bitrateBps: number;
  /** Down: what the path is estimated to carry. */
  readonly availableBps?: number;
  /** How often a decoder asked for a new picture: the participant's (down), or we of it (up). */
  readonly pictureLosses: number;
  /** Of the sound (ITU-T G.107), 1 to 4.5; absent where none flows. */
  readonly mos?: number;
}

/** Capture, encoding and playing of a browser, beside its jitter buffer. */
const DEVICE_DELAY_MS = 60;

/** Both directions of one member, over the `elapsedMs` since they were taken last. */
export function takeQuality(
  member: Member,
  nowMs: number,
  elapsedMs: number,
): readonly DirectionQuality[] {
  const roundTripMs = member.outgoing.measuredRoundTripMs;
  const up = member.streams().map((stream) => stream.takeInterval());
  const down = [...member.consumers.values()].map((consumer) => consumer.takeInterval());
  return [
    { direction: 'up', ...judge(up, roundTripMs, elapsedMs) },
    {
      direction: 'down',
      ...judge(down, roundTripMs, elapsedMs),
      availableBps: member.outgoing.estimator.bitrateBps(nowMs),
    },
  ];
}

/** What became of streams of one direction, over the `elapsedMs` since the last call. */
export function judge(
  intervals: readonly StreamInterval[],
  roundTripMs: number | undefined,
  elapsedMs: number,
): Omit<DirectionQuality, 'direction'> {
  const octets = sum(intervals, ({ octets: each }) => each);
  const sound = intervals.filter(({ kind, expected }) => kind === 'audio' && expected > 0);
  return {
    lossFraction: lossOf(intervals),
    jitterMs: worstJitterMs(intervals),
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
    bitrateBps: elapsedMs > 0 ? Math.round((8000 * octets) / elapsedMs) : 0,
    pictureLosses: sum(intervals, ({ pictureLosses }) => pictureLosses),
    ...(sound.length === 0 ? {} : { mos: opinion(sound, roundTripMs ?? 0) }),
  };
}

function opinion(sound: readonly StreamInterval[], roundTripMs: number): number {
  const rating = transmissionRating({
    codec: CODEC_IMPAIRMENTS.opus,
    lossFraction: lossOf(sound),
    // A receiver's buffer holds about twice the jitter.
    oneWayDelayMs: DEVICE_DELAY_MS + roundTripMs / 2 + 2 * worstJitterMs(sound),
  });
  return Math.round(100 * meanOpinionScore(rating)) / 100;
}

function lossOf(intervals: readonly StreamInterval[]): number {
  const expected = sum(intervals, (interval) => interval.expected);
  const lost = sum(intervals, (interval) => interval.lost);
  return expected > 0 ? Math.max(0, Math.min(1, lost / expected)) : 0;
}

function worstJitterMs(intervals: readonly StreamInterval[]): number {
  return Math.max(0, ...intervals.map(({ jitterMs }) => jitterMs));
}

function sum(intervals: readonly StreamInterval[], of: (each: StreamInterval) => number): number {
  return intervals.reduce((total, each) => total + of(each), 0);
}
