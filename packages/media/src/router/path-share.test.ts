import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { RtcpPacket } from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import type { NegotiatedCodec } from '../negotiation/media-description.ts';
import type { Section } from '../negotiation/write-section.ts';
import { Routed, rtpOf, rtpPacket, type Sent } from './testing/routed.ts';

const [PUBLISHER, VIEWER] = [0, 1];
const codec: NegotiatedCodec = {
  name: 'vp8',
  payloadType: 96,
  rtxPayloadType: 97,
  clockRate: 90_000,
  parameters: '',
  feedback: [],
};
const extensions = { transportSequence: 3, mid: 4, streamId: 10 };
const uplink: Uplink = {
  mid: '1',
  kind: 'video',
  codec,
  extensions,
  direction: 'recvonly',
  rids: ['q', 'f'],
  ssrcs: [],
};
const section: Section = {
  mid: 's2',
  kind: 'video',
  codec,
  extensions: { transportSequence: 3 },
  direction: 'sendonly',
  rids: [],
};
const outgoing = { ssrc: 77, rtxSsrc: 78, cname: 'c', streamId: 's', trackId: 't' };

describe('PathShare', () => {
  let routed: Routed;
  let sequence: number;
  /** Sent to the viewer since the last look. */
  let sent: Sent[];

  beforeEach(() => {
    routed = new Routed();
    sequence = 0;
    sent = [];
    const { router, nowMs } = routed;
    for (const slot of [PUBLISHER, VIEWER]) router.join(slot, nowMs);
    const producer = router.publish(PUBLISHER, 'camera', uplink);
    router.receive(VIEWER, producer, section, outgoing, nowMs);
  });

  /** A layer's packet of 900 octets; every fifth of the small one begins a key frame, of the large one every tenth. */
  const layer = (rid: string, ssrc: number) =>
    rtpPacket({ type: 96, sequence, ssrc }, { 4: Buffer.from('1'), 10: Buffer.from(rid) }, [
      0x10,
      sequence % (rid === 'q' ? 5 : 10) === 0 ? 0 : 1,
      ...new Uint8Array(900),
    ]);

  /** Lets time pass: q sends a packet every 60 ms (120 kbit/s), f four every 20 ms (1.4 Mbit/s). */
  function run(forMs: number, remb?: number): void {
    for (let t = 0; t < forMs; t += 20) {
      routed.nowMs += 20;
      sequence += 1;
      const packets = [layer('f', 6)];
      if (sequence % 3 === 0) packets.push(layer('q', 5));
      sent.push(...routed.deliver(PUBLISHER, ...packets));
      for (let i = 0; i < 3; i += 1) {
        sequence += 1;
        sent.push(...routed.deliver(PUBLISHER, layer('f', 6)));
      }
      if (remb !== undefined && sequence % 20 === 0) control(remb);
      sent.push(...routed.tick());
    }
  }

  function control(bitrateBps: number): void {
    const packet: RtcpPacket = { kind: 'receiver-bitrate', senderSsrc: 1, bitrateBps, ssrcs: [77] };
    routed.control(VIEWER, packet);
  }

  /** Kilobits a second of media, and of padding, that were sent to the viewer since the last call. */
  function rates(overMs: number) {
    const mine = sent.filter(({ slot }) => slot === VIEWER);
    const size = (chosen: readonly Sent[]) =>
      (8 * chosen.reduce((sum, { bytes }) => sum + bytes.length, 0)) / overMs;
    const padding = mine.filter(({ raw, bytes }) => raw && (bytes[0] ?? 0) >> 5 === 5);
    const media = mine.filter(({ raw }) => !raw);
    sent = [];
    return { media: size(media), padding: size(padding), packets: padding };
  }

  it('sends all where nothing is known of the path', () => {
    run(3000);
    assert.ok(rates(3000).media > 1000);
  });

  it('sends the small layer where the receiver allows no more, nothing where not even that fits', () => {
    run(3000, 5_000_000);
    rates(3000);
    run(4000, 400_000);
    rates(4000);
    run(2000, 400_000);
    const small = rates(2000).media;
    assert.ok(small > 60 && small < 200, `${small} kbit/s`);
    run(2000, 50_000);
    rates(2000);
    run(2000, 50_000);
    assert.equal(rates(2000).media, 0);
  });

  it('goes up again when the receiver allows it', () => {
    run(3000, 400_000);
    run(6000, 5_000_000);
    rates(9000);
    run(2000, 5_000_000);
    assert.ok(rates(2000).media > 1000);
  });

  it('probes by padding of its own transport-wide numbers while a layer is missing, and only then', () => {
    run(3000, 400_000);
    run(4000, 400_000);
    const { packets } = rates(7000);
    assert.ok(packets.length > 5, `${packets.length} packets of padding`);
    for (const each of packets) {
      const packet = rtpOf(each);
      assert.deepEqual([packet.ssrc, packet.payloadType, packet.payloadBytes], [78, 97, 0]);
    }
    run(8000, 5_000_000);
    rates(8000);
    run(2000, 5_000_000);
    assert.equal(rates(2000).packets.length, 0);
  });
});
