import type { ParticipantQuality, QualityLevel } from './notice.ts';
import type { QualityReport } from './ports.ts';

/** Loss that repair hides, then loss that one hears and sees. */
const FAIR_LOSS = 0.02;
const POOR_LOSS = 0.08;
/** ITU-T G.107 Annex B: below 4.03 some are dissatisfied, below 3.6 many. */
const FAIR_MOS = 4.03;
const POOR_MOS = 3.6;
/** ITU-T G.114: beyond 150 ms one way people notice, beyond 400 ms they talk at the same time. */
const FAIR_ROUND_TRIP_MS = 300;
const POOR_ROUND_TRIP_MS = 800;

/** How well somebody is connected, by the worse of the two directions. */
export function qualityOf(
  participantId: string,
  reports: readonly QualityReport[],
): ParticipantQuality {
  const loss = worst(reports.map(({ lossFraction }) => lossFraction));
  const jitterMs = worst(reports.map((report) => report.jitterMs));
  const roundTripMs = worst(reports.flatMap((report) => report.roundTripMs ?? []));
  const opinions = reports.flatMap((report) => report.mos ?? []);
  const mos = opinions.length === 0 ? null : Math.min(...opinions);
  const level = loss === null ? 'unknown' : levelOf(loss, roundTripMs ?? 0, mos ?? 5);
  return { participantId, level, loss, jitterMs, roundTripMs, mos };
}

function worst(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function levelOf(loss: number, roundTripMs: number, mos: number): QualityLevel {
  if (loss >= POOR_LOSS || mos < POOR_MOS || roundTripMs >= POOR_ROUND_TRIP_MS) return 'poor';
  if (loss >= FAIR_LOSS || mos < FAIR_MOS || roundTripMs >= FAIR_ROUND_TRIP_MS) return 'fair';
  return 'good';
}
