import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyFrameDetector } from './codec/key-frame.ts';
import { Vp8Descriptor } from './codec/vp8-descriptor.ts';
import { Vp9Descriptor } from './codec/vp9-descriptor.ts';
import { ArrivalRecorder } from './congestion/arrival-recorder.ts';
import { BandwidthEstimator } from './congestion/bandwidth-estimator.ts';
import { SentHistory } from './congestion/sent-history.ts';
import { restoreFromRtx } from './loss/rtx.ts';
import { HeaderExtensions } from './packet/header-extensions.ts';
import { packetKind } from './packet/packet-kind.ts';
import { RtpPacket } from './packet/rtp-packet.ts';
import { writeForwarded } from './packet/write-packet.ts';
import { buildRtcp } from './rtcp/build-rtcp.ts';
import { parseRtcp } from './rtcp/parse-rtcp.ts';
import type { RtcpPacket } from './rtcp/rtcp-packets.ts';

const RUNS = 20_000;
const SEED = 3550;

/** Mulberry32: small, and the same everywhere, so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A few octets changed, or the end cut off, or octets put behind it, or all of it random. */
function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const kind = random(8);
  if (kind === 0) return Uint8Array.from({ length: random(100) }, () => random(256));
  const bytes = Uint8Array.from([
    ...original.subarray(0, kind === 1 ? random(original.length + 1) : original.length),
    ...(kind === 2 ? Array.from({ length: random(40) }, () => random(256)) : []),
  ]);
  for (let i = random(5); i > 0 && bytes.length > 0; i -= 1)
    bytes[random(Math.min(bytes.length, random(2) === 0 ? 16 : bytes.length))] = random(256);
  return bytes;
}

const rtpSamples: readonly Uint8Array[] = [
  [0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0x90, 0xe0, 0x80, 1, 2, 0x60, 0x10, 1, 2, 3],
  [
    ...[0xb2, 98, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 2],
    ...[0x10, 9, 0x22, 1, 2, 3, 0, 0, 0xaa, 0x81, 2, 0x10, 5, 0x18, 1, 0x40, 0, 0xb4, 1, 9, 0, 2],
  ],
  [0x90, 99, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0x10, 0, 0, 1, 1, 2, 7, 7, 0x78, 0, 2, 0x67, 1, 0, 1, 5],
  [0x80, 45, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0x28, 0x81, 0x01, 0x0a, 1, 2, 3],
].map((octets) => Uint8Array.from(octets));

const block = {
  ssrc: 1,
  fractionLost: 2,
  cumulativeLost: 3,
  highestSequence: 4,
  jitter: 5,
  lastSenderReport: 6,
  delaySinceLastSenderReport: 7,
};
const feedback: RtcpPacket = {
  kind: 'transport-feedback',
  senderSsrc: 1,
  mediaSsrc: 2,
  feedbackCount: 0,
  baseSequence: 0,
  statusCount: 90,
  referenceTimeMs: 64,
  received: [0, 1, 2, 5, 9, 40, 60, 61, 62].map((sequenceNumber, i) => ({
    sequenceNumber,
    offsetMs: i % 3 === 0 ? i * 80 : i * 2,
  })),
};
const rtcpSamples: readonly Uint8Array[] = [
  buildRtcp([
    { kind: 'receiver-report', ssrc: 1, reports: [block, block] },
    { kind: 'source-description', chunks: [{ ssrc: 1, cname: 'someone' }] },
    { kind: 'bye', ssrcs: [1, 2], reason: 'gone' },
  ]),
  buildRtcp([feedback]),
  buildRtcp([
    { kind: 'nack', senderSsrc: 1, mediaSsrc: 2, sequenceNumbers: [1, 2, 3, 90, 91] },
    { kind: 'receiver-bitrate', senderSsrc: 1, bitrateBps: 1e6, ssrcs: [1, 2] },
    { kind: 'full-intra-request', senderSsrc: 1, requests: [{ ssrc: 1, sequenceNumber: 1 }] },
    { kind: 'application', ssrc: 1, subtype: 2, name: 'test', data: new Uint8Array(8) },
  ]),
];

describe('hostile input', () => {
  it('as RTP: no reader throws, and no offset leaves the packet', () => {
    const random = generator(SEED);
    const [packet, extensions] = [new RtpPacket(), new HeaderExtensions()];
    const [vp8, vp9] = [new Vp8Descriptor(), new Vp9Descriptor()];
    const detectors = (['vp8', 'vp9', 'h264', 'av1'] as const).map(keyFrameDetector);
    const target = new Uint8Array(300);
    let accepted = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const bytes = mutate(rtpSamples[run % rtpSamples.length] ?? new Uint8Array(0), random);
      packetKind(bytes);
      if (!packet.read(bytes)) continue;
      accepted += 1;
      const { payloadStart, payloadEnd } = packet;
      assert.ok(payloadStart >= 12 && payloadStart <= payloadEnd && payloadEnd <= bytes.length);
      extensions.read(packet);
      for (let id = 0; id < 256; id += 1) {
        if (!extensions.has(id)) continue;
        const at = extensions.offsetOf(id);
        assert.ok(at >= packet.extensionStart);
        assert.ok(at + extensions.lengthOf(id) <= packet.extensionEnd);
      }
      for (const descriptor of [vp8, vp9])
        if (descriptor.read(bytes, payloadStart, payloadEnd))
          assert.ok(descriptor.length > 0 && descriptor.length <= packet.payloadBytes);
      for (const detector of detectors) detector(bytes, payloadStart, payloadEnd);
      const end = writeForwarded(target, 0, packet, packet);
      assert.equal(
        end,
        bytes.length - packet.paddingBytes - (payloadStart - 12 - 4 * packet.csrcCount),
      );
      const restored = restoreFromRtx(packet, 1, 96);
      assert.equal(restored >= 0, payloadEnd - payloadStart > 2);
      if (restored >= 0) assert.ok(packet.read(bytes, restored, bytes.length));
    }
    assert.ok(accepted > RUNS / 4, 'the mutations must not all be refused at the door');
  });

  it('as RTCP: what comes back is bounded by what came in, and can be built again', () => {
    const random = generator(SEED);
    let parsed = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const bytes = mutate(rtcpSamples[run % rtcpSamples.length] ?? new Uint8Array(0), random);
      const packets = parseRtcp(bytes);
      parsed += packets.length;
      assert.ok(packets.length <= bytes.length / 4);
      for (const packet of packets) {
        if (packet.kind === 'nack') assert.ok(packet.sequenceNumbers.length <= bytes.length * 5);
        if (packet.kind === 'transport-feedback') assert.ok(packet.received.length <= bytes.length);
      }
      const again = parseRtcp(buildRtcp(packets));
      assert.equal(again.length, packets.length);
    }
    assert.ok(parsed > RUNS / 2, 'the mutations must not all be refused at the door');
  });

  it('as feedback on what was never sent: the estimate stays within its limits', () => {
    const random = generator(SEED);
    const history = new SentHistory(8);
    const estimator = new BandwidthEstimator();
    for (let run = 0; run < RUNS / 4; run += 1) {
      history.send(1200, run);
      const [sample] = [rtcpSamples[1] ?? new Uint8Array(0)];
      for (const packet of parseRtcp(mutate(sample, random)))
        if (packet.kind === 'transport-feedback') {
          const results = history.results(packet);
          assert.ok(results.length <= 256);
          estimator.update(results, run);
        }
      const bitrateBps = estimator.bitrateBps(run);
      assert.ok(bitrateBps >= 30_000 && bitrateBps <= 50_000_000);
    }
  });

  it('as transport-wide sequence numbers: reports stay few, small and readable', () => {
    const random = generator(SEED);
    const recorder = new ArrivalRecorder(1);
    for (let run = 0; run < RUNS / 10; run += 1) {
      for (let i = random(40); i > 0; i -= 1)
        recorder.receive(random(0x10000), run * 50 + random(50));
      const reports = recorder.takeFeedback(2, run * 50 + 50);
      assert.ok(reports.length <= 200, `${reports.length}`);
      for (const report of reports) {
        const bytes = buildRtcp([report]);
        assert.ok(bytes.length <= 1500, `${bytes.length}`);
        assert.equal(parseRtcp(bytes).length, 1);
      }
    }
  });
});
