import type { CallQuality } from '../core/types.ts';

/** What `getStats` tells of a connection, summed over what comes in. Times in seconds, as it has them. */
export interface InboundStats {
  readonly roundTripS: number | null;
  readonly jitterS: number | null;
  readonly received: number;
  readonly lost: number;
}

/** The quality of the interval between two readings. */
export function qualityOf(before: InboundStats | undefined, now: InboundStats): CallQuality {
  const received = now.received - (before?.received ?? 0);
  const lost = Math.max(0, now.lost - (before?.lost ?? 0));
  const measures = {
    roundTripMs: inMs(now.roundTripS),
    jitterMs: inMs(now.jitterS),
    packetLoss: received + lost > 0 ? lost / (received + lost) : null,
  };
  return { ...measures, level: levelOf(measures) };
}

/**
 * One-way delay hurts conversation from 150 ms on and spoils it from 400 ms (ITU-T G.114); Opus conceals a few
 * lost packets in a hundred.
 */
function levelOf({
  roundTripMs,
  jitterMs,
  packetLoss,
}: Omit<CallQuality, 'level'>): CallQuality['level'] {
  if (roundTripMs === null && packetLoss === null) return 'unknown';
  const [delay, jitter, loss] = [roundTripMs ?? 0, jitterMs ?? 0, packetLoss ?? 0];
  if (delay > 800 || jitter > 100 || loss > 0.1) return 'poor';
  return delay > 300 || jitter > 30 || loss > 0.02 ? 'fair' : 'good';
}

/** Sums the reports of a call's connections: the worst delay and jitter, all packets. */
export function readStats(reports: readonly RTCStatsReport[]): InboundStats {
  let roundTripS: number | null = null;
  let jitterS: number | null = null;
  let received = 0;
  let lost = 0;
  for (const report of reports) {
    report.forEach((entry: unknown) => {
      const type = field(entry, 'type');
      if (type === 'candidate-pair' && field(entry, 'nominated') === true) {
        roundTripS = worst(roundTripS, field(entry, 'currentRoundTripTime'));
      } else if (type === 'inbound-rtp') {
        if (field(entry, 'kind') === 'audio') jitterS = worst(jitterS, field(entry, 'jitter'));
        received += worst(0, field(entry, 'packetsReceived')) ?? 0;
        lost += worst(0, field(entry, 'packetsLost')) ?? 0;
      }
    });
  }
  return { roundTripS, jitterS, received, lost };
}

function worst(known: number | null, value: unknown): number | null {
  return typeof value === 'number' ? Math.max(known ?? 0, value) : known;
}

function field(entry: unknown, name: string): unknown {
  if (typeof entry !== 'object' || entry === null) return undefined;
  return Object.getOwnPropertyDescriptor(entry, name)?.value;
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000);
}
