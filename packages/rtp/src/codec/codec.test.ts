import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { startsAv1KeyFrame } from './av1.ts';
import { startsH264KeyFrame } from './h264.ts';
import { keyFrameDetector } from './key-frame.ts';
import { Vp8Descriptor } from './vp8-descriptor.ts';
import { Vp9Descriptor } from './vp9-descriptor.ts';

function vp8(...octets: readonly number[]): Vp8Descriptor {
  const descriptor = new Vp8Descriptor();
  assert.equal(descriptor.read(Uint8Array.from(octets), 0, octets.length), true);
  return descriptor;
}

function vp9(...octets: readonly number[]): Vp9Descriptor {
  const descriptor = new Vp9Descriptor();
  assert.equal(descriptor.read(Uint8Array.from(octets), 0, octets.length), true);
  return descriptor;
}

function starts(detector: (bytes: Uint8Array, start: number, end: number) => boolean) {
  return (...octets: readonly number[]) => detector(Uint8Array.from(octets), 0, octets.length);
}

describe('Vp8Descriptor', () => {
  it('reads the examples of RFC 7741 section 4.6', () => {
    // 4.6.1: key frame in one packet, no picture id; the fragment of 4.6.4 with a long one.
    const whole = vp8(0x10, 0x00);
    assert.deepEqual([whole.length, whole.startsKeyFrame, whole.pictureId], [1, true, -1]);
    const long = vp8(0x90, 0x80, 0x92, 0x34, 0x01);
    assert.deepEqual([long.pictureId, long.longPictureId, long.length], [0x1234, true, 4]);
    assert.equal(long.startsKeyFrame, false);
    const short = vp8(0x90, 0x80, 0x11, 0x00);
    assert.deepEqual([short.pictureId, short.longPictureId, short.length], [17, false, 3]);
    assert.equal(short.startsKeyFrame, true);
  });

  it('reads every field of the extension', () => {
    const descriptor = vp8(0xb3, 0xf0, 0xff, 0xff, 0xab, 0b10_1_10101, 0x00);
    assert.equal(descriptor.nonReference, true);
    assert.equal(descriptor.partition, 3);
    assert.equal(descriptor.pictureId, 0x7fff);
    assert.equal(descriptor.tl0PicIdx, 0xab);
    assert.equal(descriptor.temporalLayer, 2);
    assert.equal(descriptor.layerSync, true);
    assert.equal(descriptor.keyIdx, 0b10101);
    assert.equal(descriptor.length, 6);
    assert.equal(descriptor.startsKeyFrame, false, 'a partition that is not the first');
  });

  it('ignores a temporal layer or key index that is not announced', () => {
    const keyIdx = vp8(0x90, 0x10, 0xff, 0x01);
    assert.deepEqual([keyIdx.temporalLayer, keyIdx.layerSync, keyIdx.keyIdx], [-1, false, 31]);
    const temporal = vp8(0x90, 0x20, 0xff, 0x01);
    assert.deepEqual([temporal.temporalLayer, temporal.keyIdx], [3, -1]);
  });

  it('refuses a payload that is shorter than its descriptor', () => {
    const descriptor = new Vp8Descriptor();
    assert.equal(descriptor.read(new Uint8Array(0), 0, 0), false);
    for (const octets of [[0x90], [0x90, 0x80], [0x90, 0x80, 0x80], [0x90, 0xe0, 0, 0]])
      assert.equal(descriptor.read(Uint8Array.from(octets), 0, octets.length), false);
  });

  it('writes picture id and TL0PICIDX in the width that is there, and nothing else', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.nat(0x7fff), fc.nat(0xff), (long, pictureId, tl0) => {
        const bytes = Uint8Array.from([
          ...[7, 0x90, 0xe0],
          ...(long ? [0x80, 0x00] : [0]),
          ...[0, 0x20, 0x55],
        ]);
        const descriptor = new Vp8Descriptor();
        assert.ok(descriptor.read(bytes, 1, bytes.length));
        descriptor.writePictureId(bytes, 1, pictureId);
        descriptor.writeTl0PicIdx(bytes, 1, tl0);
        const again = new Vp8Descriptor();
        assert.ok(again.read(bytes, 1, bytes.length));
        assert.equal(again.pictureId, long ? pictureId : pictureId & 0x7f);
        assert.equal(again.tl0PicIdx, tl0);
        assert.equal(again.longPictureId, long);
        assert.deepEqual([bytes[0], bytes.at(-1), again.length], [7, 0x55, descriptor.length]);
      }),
    );
  });

  it('writes nothing into a packet that carries neither', () => {
    const bytes = Uint8Array.of(0x10, 0x00);
    const descriptor = new Vp8Descriptor();
    assert.ok(descriptor.read(bytes, 0, 2));
    descriptor.writePictureId(bytes, 0, 99);
    descriptor.writeTl0PicIdx(bytes, 0, 99);
    assert.deepEqual([...bytes], [0x10, 0x00]);
  });
});

describe('Vp9Descriptor', () => {
  it('reads a base layer key frame in non-flexible mode with its scalability structure', () => {
    const structure = [0b001_11_000, 0x01, 0x40, 0x00, 0xb4, 0x02, 0x80, 0x01, 0x68];
    const pictures = [2, 0b000_1_00_00, 0b001_0_01_00, 1];
    const descriptor = vp9(0xaa, 0x81, 0x02, 0b000_1_000_0, 0x2a, ...structure, ...pictures, 0x77);
    assert.equal(descriptor.pictureId, 0x102);
    assert.equal(descriptor.startsKeyFrame, true);
    assert.equal(descriptor.switchingUp, true);
    assert.equal(descriptor.tl0PicIdx, 0x2a);
    assert.equal(descriptor.announcedSpatialLayers, 2);
    assert.equal(descriptor.length, 5 + structure.length + pictures.length);
  });

  it('reads layers, and references in flexible mode', () => {
    const descriptor = vp9(0b1111_1101, 0x05, 0b010_0_010_1, 0x03, 0x02, 0x99);
    assert.equal(descriptor.pictureId, 5);
    assert.deepEqual([descriptor.temporalLayer, descriptor.spatialLayer], [2, 2]);
    assert.equal(descriptor.interLayer, true);
    assert.equal(descriptor.notForUpperLayers, true);
    assert.deepEqual([descriptor.startOfFrame, descriptor.endOfFrame], [true, true]);
    assert.equal(descriptor.tl0PicIdx, -1);
    assert.equal(descriptor.length, 5);
    assert.equal(descriptor.startsKeyFrame, false);
  });

  it('takes no upper layer of a key picture for its beginning', () => {
    assert.equal(vp9(0b0010_1000, 0b000_0_001_1, 0, 0).startsKeyFrame, false);
    assert.equal(vp9(0b0010_1000, 0b000_0_000_0, 0, 0).startsKeyFrame, true);
  });

  it('reads at most three references', () => {
    assert.equal(vp9(0b0101_0000, 1, 1, 1, 1).length, 4);
  });

  it('refuses a payload that is shorter than its descriptor', () => {
    const descriptor = new Vp9Descriptor();
    for (const octets of [[], [0x80], [0x80, 0x80], [0xa0, 1, 0], [0x02], [0x02, 0x10, 0]])
      assert.equal(descriptor.read(Uint8Array.from(octets), 0, octets.length), false);
  });
});

describe('startsH264KeyFrame', () => {
  const starts264 = starts(startsH264KeyFrame);

  it('finds an IDR slice alone, aggregated and fragmented', () => {
    assert.equal(starts264(0x65, 0x88), true);
    assert.equal(starts264(0x67, 0x42), true);
    assert.equal(starts264(0x78, 0, 2, 0x68, 0, 0, 2, 0x65, 0), true);
    assert.equal(starts264(0x7c, 0x85, 0), true);
  });

  it('passes over other slices, later fragments and what is cut off', () => {
    assert.equal(starts264(), false);
    assert.equal(starts264(0x61, 0x88), false);
    assert.equal(starts264(0x61, 0x85), false);
    assert.equal(starts264(0x7c, 0x05, 0), false);
    assert.equal(starts264(0x7c), false);
    assert.equal(starts264(0x78, 0, 2, 0x61, 0), false);
    assert.equal(starts264(0x78, 0, 0, 0x65), false);
    assert.equal(starts264(0x78, 0, 9, 0x61, 0x65), false);
  });
});

describe('startsAv1KeyFrame', () => {
  const startsAv1 = starts(startsAv1KeyFrame);

  it('wants the N bit and a sequence header in front', () => {
    assert.equal(startsAv1(0b0001_1000, 0x08, 0), true, 'one unit, without a length');
    assert.equal(startsAv1(0b0010_1000, 0x0b, 0x0a, 0), true, 'two units, the first with one');
    assert.equal(startsAv1(0b0000_1000, 0x80, 0x01, 0x08), true, 'a length of two octets');
    assert.equal(startsAv1(0b0001_0000, 0x08, 0), false);
    assert.equal(startsAv1(0b1001_1000, 0x08, 0), false);
    assert.equal(startsAv1(0b0001_1000, 0x30, 0), false);
    assert.equal(startsAv1(0b0010_1000, 0x80, 0x80), false);
    assert.equal(startsAv1(0b0001_1000), false);
  });
});

describe('keyFrameDetector', () => {
  it('knows the codecs that are forwarded', () => {
    assert.equal(starts(keyFrameDetector('vp8'))(0x10, 0x00), true);
    assert.equal(starts(keyFrameDetector('vp8'))(0x00, 0x00), false);
    assert.equal(starts(keyFrameDetector('vp9'))(0x08, 0x00), true);
    assert.equal(starts(keyFrameDetector('vp9'))(0x48, 0x00), false);
    assert.equal(starts(keyFrameDetector('h264'))(0x65), true);
    assert.equal(starts(keyFrameDetector('av1'))(0x18, 0x08), true);
  });
});
