import type { RtcpPacket } from '@sky-genesis/rtp';
import type { ForwardList } from '../transport/forward-list.ts';
import type { PacketBatch } from '../transport/packet-batch.ts';
import { sendPictureLoss } from './key-frames.ts';
import type { Member } from './member.ts';

/** A compound packet of more would not fit a path's MTU. */
const REPORTS_A_PACKET = 20;

/** Asks for what is missing, and for key frames that were wanted too early. Every 20 ms. */
export function sendRequests(member: Member, batch: PacketBatch, forwards: ForwardList): void {
  const senderSsrc = member.reportSsrc;
  for (const stream of member.streams()) {
    const { ssrc: mediaSsrc, nacks, keyFrames } = stream;
    const sequenceNumbers = nacks?.due(batch.nowMs, member.outgoing.roundTripMs) ?? [];
    if (sequenceNumbers.length > 0)
      member.sendRtcp([{ kind: 'nack', senderSsrc, mediaSsrc, sequenceNumbers }], batch, forwards);
    const needed = nacks?.takeKeyFrameNeed() === true && keyFrames.request(batch.nowMs);
    if (needed || keyFrames.due(batch.nowMs)) sendPictureLoss(member, stream, batch, forwards);
  }
}

/** Transport-wide feedback: without it Chromium's estimate falls to 30 kbit/s. Every 50 ms. */
export function sendFeedback(member: Member, batch: PacketBatch, forwards: ForwardList): void {
  const mediaSsrc = member.streams()[0]?.ssrc ?? 0;
  const reports = member.incoming.arrivals.takeFeedback(mediaSsrc, batch.nowMs);
  for (const report of reports) member.sendRtcp([report], batch, forwards);
}

/** Sender reports of what the member receives, receiver reports of what it sends. Every second. */
export function sendReports(member: Member, batch: PacketBatch, forwards: ForwardList): void {
  const { nowMs } = batch;
  for (const consumer of member.consumers.values()) {
    const report = consumer.report(nowMs);
    if (report === undefined) continue;
    const chunks = [{ ssrc: report.ssrc, cname: consumer.outgoing.cname }];
    member.sendRtcp([report, { kind: 'source-description', chunks }], batch, forwards);
  }
  const blocks = member.streams().flatMap((stream) => stream.receptionReport(nowMs) ?? []);
  for (let at = 0; at < blocks.length; at += REPORTS_A_PACKET) {
    const reports = blocks.slice(at, at + REPORTS_A_PACKET);
    const packets: RtcpPacket[] = [{ kind: 'receiver-report', ssrc: member.reportSsrc, reports }];
    const chunks = [{ ssrc: member.reportSsrc, cname: member.cname }];
    packets.push({ kind: 'source-description', chunks });
    member.sendRtcp(packets, batch, forwards);
  }
  measure(member, nowMs);
}

/** Takes what was published since the last report into the rates. */
export function measure(member: Member, nowMs: number): void {
  for (const { layers } of member.incoming.producers.values()) layers.measure(nowMs);
}
