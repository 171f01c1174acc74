import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { type RtcpPacket, RtpPacket } from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import type { ExtensionIds, NegotiatedCodec } from '../negotiation/media-description.ts';
import type { Section } from '../negotiation/write-section.ts';
import { takeQuality } from './quality.ts';
import type { Router } from './router.ts';
import { Routed, rtcpOf, rtpOf, rtpPacket } from './testing/routed.ts';
import type { Wish } from './wish.ts';

const PUBLISHER = 0;
const VIEWER = 1;
const codec: NegotiatedCodec = {
  name: 'vp8',
  payloadType: 96,
  rtxPayloadType: 97,
  clockRate: 90_000,
  parameters: '',
  feedback: [],
};
const extensions: ExtensionIds = {
  transportSequence: 3,
  mid: 4,
  streamId: 10,
  repairedStreamId: 11,
};
const simulcast: Uplink = {
  mid: '1',
  kind: 'video',
  codec,
  extensions,
  direction: 'recvonly',
  rids: ['q', 'h'],
  ssrcs: [],
};
const section: Section = {
  mid: 's2',
  kind: 'video',
  codec: { ...codec, payloadType: 100, rtxPayloadType: 101 },
  extensions,
  direction: 'sendonly',
  rids: [],
};
const small: Wish = { maxWidth: 320, paused: false, pinned: false };
const large: Wish = { ...small, maxWidth: 1280 };
const outgoing = { ssrc: 77, rtxSsrc: 78, cname: 'c', streamId: 's', trackId: 't' };

let transportWide = 0;

/** A VP8 packet with MID, RID and transport-wide sequence; picture ids are the sequence number's. */
function vp8(rid: string, ssrc: number, sequence: number, keyFrame: boolean): Uint8Array {
  const wide = transportWide++;
  return rtpPacket(
    { type: 96, sequence, ssrc },
    { 3: Uint8Array.of(wide >> 8, wide & 0xff), 4: Buffer.from('1'), 10: Buffer.from(rid) },
    [0x90, 0xe0, 0x80, sequence & 0xff, sequence & 0xff, 0, keyFrame ? 0 : 1, 9],
  );
}

describe('Router', () => {
  let routed: Routed;
  let router: Router;

  const want = (wish: Wish) => router.want(VIEWER, 'camera', wish, routed.nowMs);
  const deliver = (slot: number, ...packets: Uint8Array[]) => routed.deliver(slot, ...packets);
  const control = (slot: number, ...packets: RtcpPacket[]) => routed.control(slot, ...packets);

  beforeEach(() => {
    routed = new Routed();
    router = routed.router;
    const { nowMs } = routed;
    for (const slot of [PUBLISHER, VIEWER]) router.join(slot, nowMs);
    router.publish(PUBLISHER, 'camera', simulcast);
    const producer = router.producers.get('camera');
    assert.ok(producer);
    router.receive(VIEWER, producer, section, outgoing, nowMs);
    want(small);
  });

  it('forwards from a key frame on, under the identity of the receiver', () => {
    assert.deepEqual(deliver(PUBLISHER, vp8('q', 5, 10, false)), []);
    const sent = deliver(PUBLISHER, vp8('q', 5, 11, true), vp8('q', 5, 12, false));
    assert.deepEqual(
      sent.map((each) => {
        const { ssrc, payloadType, sequenceNumber } = rtpOf(each);
        return [each.slot, ssrc, payloadType, sequenceNumber];
      }),
      [
        [VIEWER, 77, 100, 16_384],
        [VIEWER, 77, 100, 16_385],
      ],
    );
  });

  it('keeps sequence numbers and picture ids unbroken when the layer changes', () => {
    const [first] = deliver(PUBLISHER, vp8('q', 5, 11, true), vp8('h', 6, 500, true));
    want(large);
    const [still] = deliver(PUBLISHER, vp8('h', 6, 501, false), vp8('q', 5, 12, false));
    const [after] = deliver(PUBLISHER, vp8('h', 6, 502, true), vp8('q', 5, 13, false));
    const numbers = [first, still, after].map((each) => {
      const packet = rtpOf(each);
      return [packet.sequenceNumber, packet.payload()[3]];
    });
    const [[sequence = 0, picture = 0] = []] = numbers;
    assert.deepEqual(numbers, [
      [sequence, picture],
      [sequence + 1, picture + 1],
      [sequence + 2, picture + 2],
    ]);
  });

  it('answers a NACK by RTX once a round trip, with the picture id of the first time', () => {
    const [sent] = deliver(PUBLISHER, vp8('q', 5, 11, true));
    const first = rtpOf(sent);
    const { sequenceNumber } = first;
    const nack: RtcpPacket = {
      kind: 'nack',
      senderSsrc: 1,
      mediaSsrc: 77,
      sequenceNumbers: [sequenceNumber, 9],
    };
    routed.nowMs += 100;
    const [again, ...more] = control(VIEWER, nack);
    assert.deepEqual(more, []);
    const repeated = rtpOf(again);
    assert.deepEqual([repeated.ssrc, repeated.payloadType], [78, 101]);
    const original = [sequenceNumber >> 8, sequenceNumber & 0xff, ...first.payload()];
    assert.deepEqual([...repeated.payload()], original);
    assert.deepEqual(control(VIEWER, nack), []);
  });

  it('asks the publisher for what is missing, and fills the gap for the receiver by its RTX', () => {
    deliver(PUBLISHER, vp8('q', 5, 11, true), vp8('q', 5, 13, false));
    routed.nowMs += 20;
    const [nack] = rtcpOf(routed.tick(), 'nack', PUBLISHER);
    assert.ok(nack?.kind === 'nack');
    assert.deepEqual([nack.mediaSsrc, nack.sequenceNumbers], [5, [12]]);
    const [filled] = deliver(PUBLISHER, rtx(vp8('q', 5, 12, false), 'q', 1005));
    assert.equal(rtpOf(filled).sequenceNumber, 16_385);
  });

  it('passes key frame requests on once a second', () => {
    deliver(PUBLISHER, vp8('q', 5, 11, true));
    const request: RtcpPacket = { kind: 'picture-loss', senderSsrc: 1, mediaSsrc: 77 };
    const [passed] = rtcpOf(control(VIEWER, request), 'picture-loss', PUBLISHER);
    assert.ok(passed?.kind === 'picture-loss');
    assert.equal(passed.mediaSsrc, 5);
    assert.deepEqual(control(VIEWER, request), []);
    routed.nowMs += 1000;
    assert.equal(rtcpOf(routed.tick(), 'picture-loss', PUBLISHER).length, 1);
  });

  it('gives transport-wide feedback to who publishes, and reports to both', () => {
    deliver(PUBLISHER, vp8('q', 5, 11, true), vp8('q', 5, 12, false));
    const sent = routed.tick();
    const [feedback] = rtcpOf(sent, 'transport-feedback', PUBLISHER);
    assert.ok(feedback?.kind === 'transport-feedback');
    assert.equal(feedback.received.length, 2);
    const [report] = rtcpOf(sent, 'sender-report', VIEWER);
    assert.ok(report?.kind === 'sender-report');
    assert.deepEqual([report.ssrc, report.packetCount], [77, 2]);
    const [received] = rtcpOf(sent, 'receiver-report', PUBLISHER);
    assert.ok(received?.kind === 'receiver-report');
    assert.equal(received.reports[0]?.ssrc, 5);
  });

  it('sends nothing to who has paused, left or lost the producer', () => {
    const frame = () => deliver(PUBLISHER, vp8('q', 5, 11, true));
    assert.equal(frame().length, 1);
    want({ ...small, paused: true });
    assert.equal(frame().length, 0);
    want(small);
    router.leave(VIEWER);
    assert.equal(frame().length, 0);
    router.unpublish('camera');
    assert.equal(frame().length, 0);
  });

  it('forwards nothing of a producer while a moderator blocks it, then begins with a key frame', () => {
    const frame = (sequence: number, key: boolean) =>
      deliver(PUBLISHER, vp8('q', 5, sequence, key)).map((sent) => rtpOf(sent).sequenceNumber);
    const [first = 0] = frame(11, true);
    router.block('camera', true, routed.nowMs);
    assert.deepEqual([frame(12, false), frame(13, true)], [[], []]);
    router.block('camera', false, routed.nowMs);
    routed.nowMs += 1000;
    assert.equal(rtcpOf(routed.tick(), 'picture-loss', PUBLISHER).length, 1);
    assert.deepEqual([frame(900, false), frame(901, true)], [[], [first + 1]]);
  });

  it('tells which layers anybody wants, and nobody wants what is blocked', () => {
    const producer = router.producers.get('camera');
    assert.ok(producer);
    const demand = () => {
      producer.updateDemand(routed.nowMs);
      routed.nowMs += 4000;
      producer.updateDemand(routed.nowMs);
      return producer.demand.layers;
    };
    want(large);
    assert.deepEqual(demand(), [true, true]);
    want(small);
    assert.deepEqual(demand(), [true, false]);
    router.block('camera', true, routed.nowMs);
    assert.deepEqual(demand(), [false, false]);
  });

  it('judges both directions of a member by loss, jitter and rate', () => {
    const viewer = router.members.get(VIEWER);
    const publisher = router.members.get(PUBLISHER);
    assert.ok(viewer && publisher);
    deliver(PUBLISHER, vp8('q', 5, 11, true), vp8('q', 5, 12, false), vp8('q', 5, 14, false));
    const report = (highestSequence: number, cumulativeLost: number): RtcpPacket => ({
      kind: 'receiver-report',
      ssrc: 1,
      reports: [
        {
          ssrc: 77,
          fractionLost: 0,
          cumulativeLost,
          highestSequence,
          jitter: 900,
          lastSenderReport: 0,
          delaySinceLastSenderReport: 0,
        },
      ],
    });
    control(VIEWER, report(100, 0));
    control(VIEWER, report(200, 25), { kind: 'picture-loss', senderSsrc: 1, mediaSsrc: 77 });
    const [up] = takeQuality(publisher, routed.nowMs, 1000);
    assert.equal(up?.lossFraction, 0.25);
    assert.equal(up?.bitrateBps, 3 * 8 * 8);
    const [, down] = takeQuality(viewer, routed.nowMs, 1000);
    assert.deepEqual([down?.lossFraction, down?.jitterMs, down?.pictureLosses], [0.25, 10, 1]);
    assert.ok((down?.availableBps ?? 0) > 0);
    assert.equal(takeQuality(viewer, routed.nowMs, 1000)[1]?.lossFraction, 0);
  });

  it('ignores streams that were not negotiated, and never throws on what is no packet', () => {
    assert.deepEqual(deliver(PUBLISHER, vp8('x', 5, 1, true)), []);
    assert.deepEqual(deliver(7, vp8('q', 5, 1, true)), []);
    for (let length = 0; length < 40; length += 1)
      deliver(PUBLISHER, vp8('q', 5, 1, true).subarray(0, length));
  });
});

/** The packet as its publisher repeats it. */
function rtx(original: Uint8Array, rid: string, ssrc: number): Uint8Array {
  const packet = new RtpPacket();
  assert.ok(packet.read(original));
  return rtpPacket(
    { type: 97, sequence: packet.sequenceNumber, ssrc },
    { 4: Buffer.from('1'), 11: Buffer.from(rid) },
    [...original.subarray(2, 4), ...packet.payload()],
  );
}
