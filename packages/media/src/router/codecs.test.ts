import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Uplink } from '../negotiation/browser-session.ts';
import type { NegotiatedCodec } from '../negotiation/media-description.ts';
import type { Section } from '../negotiation/write-section.ts';
import { Routed, rtcpOf, rtpOf, rtpPacket } from './testing/routed.ts';

const [PUBLISHER, MODERN, PLAIN] = [0, 1, 2];
const opus: NegotiatedCodec = {
  name: 'opus',
  payloadType: 111,
  redPayloadType: 63,
  clockRate: 48_000,
  channels: 2,
  parameters: '',
  feedback: [],
};
const vp9: NegotiatedCodec = {
  name: 'vp9',
  payloadType: 98,
  clockRate: 90_000,
  parameters: '',
  feedback: [],
};

function room(kind: 'audio' | 'video', sent: NegotiatedCodec, ...taken: NegotiatedCodec[]): Routed {
  const routed = new Routed();
  const { router, nowMs } = routed;
  const uplink: Uplink = {
    mid: '0',
    kind,
    codec: sent,
    extensions: { mid: 4 },
    direction: 'recvonly',
    rids: [],
    ssrcs: [],
  };
  router.join(PUBLISHER, nowMs);
  router.publish(PUBLISHER, 'track', uplink);
  const producer = router.producers.get('track');
  assert.ok(producer);
  taken.forEach((codec, i) => {
    router.join(i + 1, nowMs);
    const section: Section = { ...uplink, mid: 's1', codec, extensions: {}, direction: 'sendonly' };
    const outgoing = { ssrc: 70 + i, cname: 'c', streamId: 's', trackId: 't' };
    router.receive(i + 1, producer, section, outgoing, nowMs);
  });
  return routed;
}

describe('sound with redundancy', () => {
  const red = [0x80 | 111, 0x0f, 0x00, 3, 111, 1, 2, 3, 8, 9];
  const packet = (type: number, sequence: number, payload: readonly number[]) =>
    rtpPacket({ type, sequence, ssrc: 5 }, { 4: Buffer.from('0') }, payload);

  it('goes as it is to who takes it, and bare to who does not', () => {
    const { redPayloadType: _, ...bare } = opus;
    const routed = room('audio', opus, { ...opus, redPayloadType: 120 }, bare);
    const sent = routed.deliver(PUBLISHER, packet(63, 1, red), packet(111, 2, [7]));
    const seen = sent.map((each) => {
      const { payloadType, sequenceNumber } = rtpOf(each);
      return [each.slot, payloadType, sequenceNumber - 16_384, [...rtpOf(each).payload()]];
    });
    assert.deepEqual(seen, [
      [MODERN, 120, 0, red],
      [PLAIN, 111, 0, [8, 9]],
      [MODERN, 111, 1, [7]],
      [PLAIN, 111, 1, [7]],
    ]);
  });

  it('that is cut short reaches only who may judge it', () => {
    const { redPayloadType: _, ...bare } = opus;
    const routed = room('audio', opus, opus, bare);
    const sent = routed.deliver(PUBLISHER, packet(63, 1, red.slice(0, 6)));
    assert.deepEqual(
      sent.map(({ slot }) => slot),
      [MODERN],
    );
  });
});

describe('VP9 in layers', () => {
  /** Three packets of one picture: two of the base layer, one of the next. */
  function picture(sequence: number, id: number, key: boolean): readonly Uint8Array[] {
    const packet = (offset: number, flags: number, layer: number, structure: number[] = []) =>
      rtpPacket(
        { type: 98, sequence: sequence + offset, ssrc: 5, marker: layer === 1 },
        { 4: Buffer.from('0') },
        [0x80 | 0x20 | flags, id, layer << 1, id & 0xff, ...structure, 1, 2],
      );
    const inter = key ? 0 : 0x40;
    // Two layers, of 320 × 180 and 640 × 360.
    const structure = [0x30, 1, 64, 0, 180, 2, 128, 1, 104];
    const base = key ? packet(0, 0x0a, 0, structure) : packet(0, inter | 0x08, 0);
    const end = packet(1, inter | 0x04, 0);
    const upper = packet(2, inter | 0x0c, 1);
    return [base, end, upper].map((bytes) => {
      // One picture has one timestamp.
      Buffer.from(bytes.buffer, bytes.byteOffset).writeUInt32BE(id * 3000, 4);
      return bytes;
    });
  }
  const wish = { paused: false, pinned: false };
  const summary = (sent: ReturnType<Routed['deliver']>) =>
    sent.map((each) => {
      const packet = rtpOf(each);
      return [packet.sequenceNumber - 16_384, packet.marker, packet.payload()[1]];
    });

  it('gives a small tile the base layer alone, its sequence unbroken and its pictures ended', () => {
    const routed = room('video', vp9, vp9);
    routed.deliver(PUBLISHER, ...picture(100, 5, true));
    routed.router.want(MODERN, 'track', { ...wish, maxWidth: 160 }, routed.nowMs);
    const sent = routed.deliver(PUBLISHER, ...picture(103, 6, false), ...picture(106, 7, false));
    assert.deepEqual(summary(sent), [
      [3, false, 1],
      [4, true, 1],
      [5, false, 2],
      [6, true, 2],
    ]);
  });

  it('gives a large tile all, and asks for a key frame when a small one grows', () => {
    const routed = room('video', vp9, vp9);
    const markers = (sent: ReturnType<Routed['deliver']>) =>
      summary(sent).map(([, marker]) => marker);
    const all = routed.deliver(PUBLISHER, ...picture(100, 5, true));
    assert.deepEqual(markers(all), [false, false, true]);
    const want = (maxWidth: number) =>
      routed.router.want(MODERN, 'track', { ...wish, maxWidth }, routed.nowMs);
    want(160);
    routed.deliver(PUBLISHER, ...picture(103, 6, false));
    assert.deepEqual(rtcpOf(routed.tick(), 'picture-loss', PUBLISHER), []);
    want(640);
    assert.equal(rtcpOf(routed.tick(), 'picture-loss', PUBLISHER).length, 1);
    assert.deepEqual(markers(routed.deliver(PUBLISHER, ...picture(106, 7, false))), [false, true]);
    const grown = routed.deliver(PUBLISHER, ...picture(109, 8, true));
    assert.deepEqual(markers(grown), [false, false, true]);
  });
});
