import type { ReportBlock, SenderReport } from '../rtcp/rtcp-packets.ts';

/** Seconds from the NTP era's start (1900) to the Unix epoch. */
const NTP_UNIX_SECONDS = 2_208_988_800;

export interface NtpTime {
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
}

/** A Unix time in ms as an NTP timestamp (RFC 3550 section 4), era 0 or, from 2036, era 1. */
export function ntpTime(unixMs: number): NtpTime {
  const seconds = Math.floor(unixMs / 1000);
  return {
    ntpSeconds: (seconds + NTP_UNIX_SECONDS) % 2 ** 32,
    ntpFraction: Math.min(0xffffffff, Math.round(((unixMs - seconds * 1000) / 1000) * 2 ** 32)),
  };
}

/** The middle 32 bits: what reception reports quote, in 1/65,536 s. */
export function middleNtp({ ntpSeconds, ntpFraction }: NtpTime): number {
  return (((ntpSeconds & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0;
}

/**
 * Round-trip time in ms by a reception report of our own sender report (RFC 3550 section 6.4.1);
 * undefined where the report quotes none, or clocks make it negative.
 */
export function roundTripMs(report: ReportBlock, unixNowMs: number): number | undefined {
  if (report.lastSenderReport === 0) return undefined;
  const now = middleNtp(ntpTime(unixNowMs));
  const elapsed = (now - report.lastSenderReport - report.delaySinceLastSenderReport) | 0;
  return elapsed < 0 ? undefined : (elapsed * 1000) / 65_536;
}

/** The wall clock (Unix ms) at which a source sampled `rtpTimestamp`, by its last sender report. */
export function wallClockMs(
  report: Pick<SenderReport, 'ntpSeconds' | 'ntpFraction' | 'rtpTimestamp'>,
  rtpTimestamp: number,
  clockRate: number,
): number {
  const reportMs =
    (report.ntpSeconds - NTP_UNIX_SECONDS) * 1000 + (report.ntpFraction / 2 ** 32) * 1000;
  return reportMs + (((rtpTimestamp - report.rtpTimestamp) | 0) * 1000) / clockRate;
}
