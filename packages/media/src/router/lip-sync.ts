import { type RtpPacket, wallClockMs } from '@sky-genesis/rtp';
import type { IncomingStream } from './incoming-stream.ts';

/** `packet`'s timestamp on the clock of the layer before, by the sender reports of both. */
export function alignedTimestamp(
  before: IncomingStream | undefined,
  stream: IncomingStream,
  packet: RtpPacket,
): number | undefined {
  if (before?.report === undefined || stream.report === undefined) return undefined;
  const sampledMs = wallClockMs(stream.report, packet.timestamp, stream.clockRate);
  const { rtpTimestamp } = before.report;
  const reportedMs = wallClockMs(before.report, rtpTimestamp, before.clockRate);
  return (rtpTimestamp + Math.round(((sampledMs - reportedMs) * before.clockRate) / 1000)) >>> 0;
}

/** The publisher's wall clock against the timestamps its receiver knows, by its last sender report. */
export function sourceClock(
  stream: IncomingStream | undefined,
  translate: (timestamp: number) => number,
) {
  const report = stream?.report;
  if (stream === undefined || report === undefined) return undefined;
  return {
    timestamp: translate(report.rtpTimestamp),
    unixMs: wallClockMs(report, report.rtpTimestamp, stream.clockRate),
  };
}
