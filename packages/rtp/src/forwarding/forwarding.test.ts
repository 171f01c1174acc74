import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Vp8Descriptor } from '../codec/vp8-descriptor.ts';
import { Vp9Descriptor } from '../codec/vp9-descriptor.ts';
import { extensionText, sendTime, transportSequence } from '../packet/extension-values.ts';
import { HeaderExtensions } from '../packet/header-extensions.ts';
import { RtpPacket } from '../packet/rtp-packet.ts';
import { writeForwarded } from '../packet/write-packet.ts';
import { CounterRewriter } from './counter-rewriter.ts';
import { ForwardedExtensions } from './forwarded-extensions.ts';
import { LayerSwitch } from './layer-switch.ts';
import { applyPictureNote } from './picture-note.ts';
import { RequestThrottle } from './request-throttle.ts';
import { TimestampRewriter } from './timestamp-rewriter.ts';
import { Vp8Rewriter } from './vp8-rewriter.ts';
import { Vp9LayerFilter } from './vp9-layer-filter.ts';

describe('CounterRewriter', () => {
  it('closes gaps that we made, and keeps those that the network made', () => {
    const rewriter = new CounterRewriter(16, 100);
    assert.equal(rewriter.forward(65_534), 100);
    rewriter.drop(65_535);
    assert.equal(rewriter.forward(0), 101);
    assert.equal(rewriter.forward(3), 104);
    assert.equal(rewriter.forward(1), 102, 'late, but before the receiver gave up');
    assert.equal(rewriter.forward(2), 103);
    assert.equal(rewriter.forward(65_535), -1, 'dropped before');
    assert.equal(rewriter.forward(65_000), -1, 'older than its source');
  });

  it('gives a repeated value its number again', () => {
    const rewriter = new CounterRewriter(15, 0);
    assert.deepEqual([rewriter.forward(9), rewriter.forward(9)], [0, 0]);
    rewriter.drop(9);
    assert.equal(rewriter.forward(9), -1);
    assert.equal(rewriter.forward(10), 1);
  });

  it('goes on without a gap when the source changes, wherever the new one counts', () => {
    const rewriter = new CounterRewriter(8, 254);
    assert.deepEqual([rewriter.forward(7), rewriter.forward(8)], [254, 255]);
    rewriter.restart();
    assert.deepEqual([rewriter.forward(8), rewriter.forward(9)], [0, 1]);
    rewriter.restart();
    rewriter.restart();
    assert.equal(rewriter.forward(200), 2);
  });

  it('gives a receiver each number once and without holes, whatever is dropped and switched', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.constant('forward' as const) },
      { weight: 3, arbitrary: fc.constant('drop' as const) },
      { weight: 1, arbitrary: fc.nat(0xffff) },
    );
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), fc.array(action), (source, first, actions) => {
        const rewriter = new CounterRewriter(16, first);
        let [input, expected] = [source, first];
        for (const what of actions) {
          if (typeof what === 'number') {
            rewriter.restart();
            input = what;
          } else if (what === 'drop') rewriter.drop(input);
          else {
            assert.equal(rewriter.forward(input), expected);
            expected = (expected + 1) & 0xffff;
          }
          if (typeof what !== 'number') input = (input + 1) & 0xffff;
        }
      }),
    );
  });

  it('keeps the order of what is reordered and lost', () => {
    const order = fc.uniqueArray(fc.nat(500), { minLength: 2 });
    fc.assert(
      fc.property(fc.nat(0xffff), order, (base, offsets) => {
        const rewriter = new CounterRewriter(16, 0);
        const outputs = new Map<number, number>();
        for (const offset of offsets) {
          const output = rewriter.forward((base + offset) & 0xffff);
          if (output >= 0) outputs.set(offset, output);
        }
        const first = offsets[0] ?? 0;
        for (const [offset, output] of outputs) assert.equal(output, offset - first);
        for (const offset of offsets) assert.equal(outputs.has(offset), offset >= first);
      }),
    );
  });
});

describe('TimestampRewriter', () => {
  it('passes one source through unchanged', () => {
    const rewriter = new TimestampRewriter(90_000);
    assert.equal(rewriter.rewrite(0xfffffff0, 0), 0xfffffff0);
    assert.equal(rewriter.rewrite(0x10, 1), 0x10);
  });

  it('goes on by the time that passed when the source changes', () => {
    const rewriter = new TimestampRewriter(90_000);
    rewriter.rewrite(1000, 0);
    rewriter.restart();
    assert.equal(rewriter.rewrite(777_777, 100), 1000 + 9000);
    assert.equal(rewriter.rewrite(777_777 + 3000, 133), 1000 + 9000 + 3000);
  });

  it('translates the timestamps of sender reports without taking note of them', () => {
    const rewriter = new TimestampRewriter(90_000);
    rewriter.rewrite(1000, 0);
    rewriter.restart();
    rewriter.rewrite(5000, 100);
    assert.equal(rewriter.translate(5000 - 90), 1000 + 9000 - 90);
    assert.equal(rewriter.translate(5000), 1000 + 9000);
  });

  it('goes forward even when no time passed, and by the alignment where there is one', () => {
    const rewriter = new TimestampRewriter(90_000);
    rewriter.rewrite(1000, 50);
    rewriter.restart();
    assert.equal(rewriter.rewrite(5, 50), 1001);
    rewriter.restart();
    assert.equal(rewriter.rewrite(900_000, 60, 5 + 3000), 1001 + 3000);
    rewriter.restart();
    assert.equal(rewriter.rewrite(9, 160, 4_000_000_000), 4001 + 9000, 'an absurd alignment');
  });
});

describe('LayerSwitch', () => {
  it('changes at a key frame of the wanted layer, and forwards the other one until then', () => {
    const layers = new LayerSwitch();
    layers.want(0);
    assert.equal(layers.decide(0, false), 'drop');
    assert.equal(layers.waiting, true);
    assert.equal(layers.decide(0, true), 'switch');
    assert.equal(layers.waiting, false);
    layers.want(2);
    assert.equal(layers.decide(0, true), 'forward');
    assert.equal(layers.decide(2, false), 'drop');
    assert.equal(layers.decide(1, true), 'drop');
    assert.equal(layers.decide(2, true), 'switch');
    assert.equal(layers.decide(2, false), 'forward');
    assert.equal(layers.decide(0, true), 'drop');
    layers.want(-1);
    assert.equal(layers.decide(2, true), 'drop');
    assert.deepEqual([layers.current, layers.target, layers.waiting], [-1, -1, false]);
  });
});

describe('RequestThrottle', () => {
  it('lets one request an interval pass and remembers the one that came too early', () => {
    const throttle = new RequestThrottle(1000);
    assert.equal(throttle.request(0), true);
    assert.equal(throttle.request(500), false);
    assert.equal(throttle.due(999), false);
    assert.equal(throttle.due(1000), true);
    assert.equal(throttle.due(5000), false);
    throttle.request(1500);
    throttle.satisfied();
    assert.equal(throttle.due(2500), false);
  });
});

describe('ForwardedExtensions', () => {
  const incoming = Uint8Array.from([
    ...[0x90, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
    ...[0xbe, 0xde, 0, 2, 0x10, 0xc3, 0x22, 1, 2, 3, 0x31 - 1, 9],
  ]);

  function forward(plan: ConstructorParameters<typeof ForwardedExtensions>[0]) {
    const [packet, extensions] = [new RtpPacket(), new HeaderExtensions()];
    assert.ok(packet.read(incoming));
    extensions.read(packet);
    const forwarded = new ForwardedExtensions(plan);
    forwarded.build(packet, extensions, 0xabcd, 1000);
    const target = new Uint8Array(100);
    const end = writeForwarded(target, 0, packet, packet, forwarded.block);
    assert.ok(packet.read(target, 0, end));
    extensions.read(packet);
    return { packet, extensions };
  }

  it('writes the ids of the receiver: own values, and the copied ones moved', () => {
    const { packet, extensions } = forward({
      copied: [{ from: 1, to: 6 }],
      mid: { id: 4, value: 'v1' },
      absSendTimeId: 2,
      transportSequenceId: 5,
    });
    assert.equal(extensionText(packet, extensions, 4), 'v1');
    assert.equal(transportSequence(packet, extensions, 5), 0xabcd);
    assert.equal(sendTime(packet, extensions, 2), 1 << 18);
    assert.equal(packet.bytes[extensions.offsetOf(6)], 0xc3);
    assert.deepEqual([extensions.has(1), extensions.has(3)], [false, false]);
  });

  it('uses the two-byte form for ids above 14, and no block for nothing', () => {
    const wide = forward({ copied: [{ from: 1, to: 20 }] });
    assert.equal(wide.packet.extensionProfile, 0x1000);
    assert.equal(wide.extensions.lengthOf(20), 1);
    assert.equal(forward({ copied: [{ from: 9, to: 9 }] }).packet.extensionProfile, 0);
  });
});

/** A payload with long picture id, TL0PICIDX and temporal layer. */
function vp8Payload(picture: number, tl0: number, layer: number, sync = false, key = false) {
  const octet = (layer << 6) | (sync ? 0x20 : 0);
  return Uint8Array.of(0x90, 0xe0, 0x80 | (picture >> 8), picture, tl0, octet, key ? 0 : 1);
}

describe('Vp8Rewriter', () => {
  function feed(rewriter: Vp8Rewriter, payload: Uint8Array) {
    const descriptor = new Vp8Descriptor();
    assert.ok(descriptor.read(payload, 0, payload.length));
    const note = rewriter.forward(descriptor);
    if (note < 0) return undefined;
    applyPictureNote(descriptor, payload, 0, note);
    assert.ok(descriptor.read(payload, 0, payload.length));
    return { picture: descriptor.pictureId, tl0: descriptor.tl0PicIdx, note };
  }

  it('counts on across layers whose numbers have nothing in common', () => {
    const rewriter = new Vp8Rewriter();
    assert.deepEqual(feed(rewriter, vp8Payload(32_767, 255, 0, false, true)), {
      picture: 0,
      tl0: 0,
      note: 0,
    });
    assert.equal(feed(rewriter, vp8Payload(0, 0, 0))?.picture, 1);
    rewriter.restart();
    const next = feed(rewriter, vp8Payload(5000, 77, 0, false, true));
    assert.deepEqual([next?.picture, next?.tl0], [2, 2]);
    const same = feed(rewriter, vp8Payload(5000, 77, 0));
    assert.deepEqual([same?.picture, same?.tl0], [2, 2]);
  });

  it('leaves out temporal layers without a gap, and takes them up again at a sync', () => {
    const rewriter = new Vp8Rewriter();
    feed(rewriter, vp8Payload(10, 5, 0, false, true));
    rewriter.limitTemporalLayer(0);
    assert.equal(feed(rewriter, vp8Payload(11, 5, 2)), undefined);
    assert.equal(feed(rewriter, vp8Payload(11, 5, 2)), undefined);
    assert.equal(feed(rewriter, vp8Payload(12, 6, 0))?.picture, 1);
    rewriter.limitTemporalLayer(2);
    assert.equal(feed(rewriter, vp8Payload(13, 6, 2)), undefined);
    assert.equal(feed(rewriter, vp8Payload(14, 6, 1, true))?.picture, 2);
    assert.equal(feed(rewriter, vp8Payload(15, 6, 2)), undefined, 'only up to the synced layer');
    assert.equal(feed(rewriter, vp8Payload(16, 7, 0, false, true))?.picture, 3);
    assert.equal(feed(rewriter, vp8Payload(17, 7, 2))?.picture, 4);
  });

  it('writes the same numbers into a retransmission', () => {
    const rewriter = new Vp8Rewriter();
    feed(rewriter, vp8Payload(10, 5, 0, false, true));
    const original = vp8Payload(11, 6, 0);
    const sent = original.slice();
    const { note } = feed(rewriter, sent) ?? { note: -1 };
    const descriptor = new Vp8Descriptor();
    assert.ok(descriptor.read(original, 0, original.length));
    applyPictureNote(descriptor, original, 0, note);
    assert.deepEqual(original, sent);
  });

  it('follows short picture ids around their wrap, and a stream without any', () => {
    const rewriter = new Vp8Rewriter();
    const short = (picture: number) => Uint8Array.of(0x90, 0x80, picture, 1);
    assert.equal(feed(rewriter, short(126))?.picture, 0);
    assert.equal(feed(rewriter, short(127))?.picture, 1);
    assert.equal(feed(rewriter, short(0))?.picture, 2);
    assert.ok(feed(rewriter, Uint8Array.of(0x10, 1)));
  });
});

describe('Vp9LayerFilter', () => {
  function packet(options: {
    spatial: number;
    temporal?: number;
    key?: boolean;
    up?: boolean;
  }): Vp9Descriptor {
    const { spatial, temporal = 0, key = false, up = false } = options;
    const flags = 0b0010_1100 | (key ? 0 : 0x40);
    const layers = (temporal << 5) | (up ? 0x10 : 0) | (spatial << 1);
    const descriptor = new Vp9Descriptor();
    assert.ok(descriptor.read(Uint8Array.of(flags, layers, 0, 0), 0, 4));
    return descriptor;
  }

  it('goes down with the next picture, not within one, and marks its last packet', () => {
    const filter = new Vp9LayerFilter(2, 2);
    assert.equal(filter.accepts(packet({ spatial: 0, key: true }), 1), true);
    filter.want(1, 2);
    assert.equal(filter.accepts(packet({ spatial: 2 }), 1), true);
    assert.equal(filter.accepts(packet({ spatial: 0 }), 2), true);
    assert.equal(filter.marker(packet({ spatial: 0 }), false), false);
    assert.equal(filter.accepts(packet({ spatial: 1 }), 2), true);
    assert.equal(filter.marker(packet({ spatial: 1 }), false), true);
    assert.equal(filter.accepts(packet({ spatial: 2 }), 2), false);
    assert.equal(filter.marker(packet({ spatial: 0 }), true), true);
  });

  it('goes up by spatial layers at a key frame only', () => {
    const filter = new Vp9LayerFilter(0, 0);
    filter.want(2, 0);
    assert.equal(filter.waiting, true);
    assert.equal(filter.accepts(packet({ spatial: 1 }), 1), false);
    assert.equal(filter.accepts(packet({ spatial: 0, key: true }), 2), true);
    assert.equal(filter.accepts(packet({ spatial: 2, key: true }), 2), true);
    assert.deepEqual([filter.waiting, filter.spatialLayer], [false, 2]);
  });

  it('goes up by temporal layers where the stream allows it', () => {
    const filter = new Vp9LayerFilter(0, 0);
    filter.want(0, 2);
    assert.equal(filter.accepts(packet({ spatial: 0, temporal: 2, up: true }), 1), false);
    assert.equal(filter.accepts(packet({ spatial: 0, temporal: 0 }), 2), true);
    assert.equal(filter.accepts(packet({ spatial: 0, temporal: 1 }), 3), false);
    assert.equal(filter.accepts(packet({ spatial: 0, temporal: 0, up: true }), 4), true);
    assert.equal(filter.accepts(packet({ spatial: 0, temporal: 2 }), 5), true);
    assert.equal(filter.temporalLayer, 2);
  });
});
