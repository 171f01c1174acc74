import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw, G711Codec } from './g711.ts';

/** One segment of ITU-T G.711 tables 1 and 2: how many intervals, of which size. */
type Segment = readonly [intervals: number, size: number];

/** Columns 1 and 2 of table 1a: thirteen-segment A-law, 4,096 being the virtual decision value. */
const ALAW_SEGMENTS: readonly Segment[] = [
  [32, 2],
  [16, 4],
  [16, 8],
  [16, 16],
  [16, 32],
  [16, 64],
  [16, 128],
];
/** Columns 1 and 2 of table 2a: fifteen-segment µ-law, 8,159 being the virtual decision value. */
const ULAW_SEGMENTS: readonly Segment[] = [
  [15, 2],
  [16, 4],
  [16, 8],
  [16, 16],
  [16, 32],
  [16, 64],
  [16, 128],
  [16, 256],
];

/** Column 3 of the tables: the decision values x, from `first` on. */
function decisionValues(segments: readonly Segment[], first: number): readonly number[] {
  const values = [first];
  for (const [intervals, size] of segments)
    for (let i = 0; i < intervals; i += 1) values.push((values.at(-1) ?? 0) + size);
  return values;
}

/** Column 7 of the tables: the values at the decoder's output, half way between decision values. */
function outputs(decisions: readonly number[]): readonly number[] {
  return decisions.slice(0, -1).map((x, i) => (x + (decisions[i + 1] ?? 0)) / 2);
}

const alawDecisions = decisionValues(ALAW_SEGMENTS, 0);
const ulawDecisions = decisionValues(ULAW_SEGMENTS, 1);
const alawOutputs = outputs(alawDecisions);
/** The first interval of µ-law, 0 to 1, decodes to 0. */
const ulawOutputs = [0, ...outputs(ulawDecisions)];

describe('the tables of G.711, as this test builds them', () => {
  it('have the published ends', () => {
    assert.deepEqual([alawDecisions.at(-1), ulawDecisions.at(-1)], [4096, 8159]);
    assert.deepEqual([alawOutputs.length, ulawOutputs.length], [128, 128]);
    assert.deepEqual([alawOutputs[0], alawOutputs.at(-1)], [1, 4032]);
    assert.deepEqual([ulawOutputs[1], ulawOutputs.at(-1)], [2, 8031]);
  });
});

describe('A-law', () => {
  it('decodes all 256 octets to the values of table 1', () => {
    for (let value = 0; value < 128; value += 1) {
      const expected = (alawOutputs[value] ?? 0) * 8;
      assert.equal(decodeAlaw((0x80 | value) ^ 0x55), expected, `+${value + 1}`);
      assert.equal(decodeAlaw(value ^ 0x55), -expected, `-${value + 1}`);
    }
  });

  it('encodes both sides of every decision value to its two intervals', () => {
    alawDecisions.slice(1, -1).forEach((decision, i) => {
      const sample = decision * 8;
      assert.equal(encodeAlaw(sample), (0x80 | (i + 1)) ^ 0x55);
      assert.equal(encodeAlaw(sample - 1), (0x80 | i) ^ 0x55);
      assert.equal(encodeAlaw(-sample - 1), (i + 1) ^ 0x55);
      assert.equal(encodeAlaw(-sample), i ^ 0x55);
    });
  });

  it('gives every octet back that it decoded', () => {
    for (let code = 0; code < 256; code += 1) assert.equal(encodeAlaw(decodeAlaw(code)), code);
  });

  it('encodes the extremes and silence to the octets everybody knows', () => {
    assert.deepEqual(
      [encodeAlaw(0), encodeAlaw(-1), encodeAlaw(32_767), encodeAlaw(-32_768)],
      [0xd5, 0x55, 0xaa, 0x2a],
    );
  });
});

describe('µ-law', () => {
  it('decodes all 256 octets to the values of table 2', () => {
    for (let value = 0; value < 128; value += 1) {
      const expected = (ulawOutputs[value] ?? 0) * 4;
      assert.equal(decodeUlaw(0xff - value), expected, `+${value}`);
      assert.equal(decodeUlaw(0x7f - value) + 0, expected === 0 ? 0 : -expected, `-${value}`);
    }
  });

  it('encodes both sides of every decision value to its two intervals', () => {
    ulawDecisions.slice(0, -1).forEach((decision, i) => {
      const sample = decision * 4;
      assert.equal(encodeUlaw(sample), 0xff - (i + 1));
      assert.equal(encodeUlaw(sample - 1), 0xff - i);
      assert.equal(encodeUlaw(-sample), 0x7f - (i + 1));
    });
  });

  it('gives every octet back that it decoded, but for the negative zero', () => {
    for (let code = 0; code < 256; code += 1)
      assert.equal(encodeUlaw(decodeUlaw(code)), code === 0x7f ? 0xff : code);
  });

  it('encodes the extremes and silence to the octets everybody knows', () => {
    assert.deepEqual([encodeUlaw(0), encodeUlaw(32_767), encodeUlaw(-32_768)], [0xff, 0x80, 0x00]);
  });
});

describe('G711Codec', () => {
  it('agrees with the laws on every sample and octet', () => {
    const samples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const codes = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const [law, encode, decode] of [
      ['pcmu', encodeUlaw, decodeUlaw],
      ['pcma', encodeAlaw, decodeAlaw],
    ] as const) {
      const codec = new G711Codec(law);
      const encoded = new Uint8Array(65_536);
      assert.equal(codec.encode(samples, encoded), 65_536);
      assert.deepEqual(encoded, Uint8Array.from(samples, encode));
      const decoded = new Int16Array(300);
      assert.equal(codec.decode(codes, decoded), 256);
      assert.deepEqual(decoded.subarray(0, 256), Int16Array.from(codes, decode));
    }
  });

  it('writes no more than there is room for', () => {
    const codec = new G711Codec('pcma');
    assert.equal(codec.decode(new Uint8Array(10), new Int16Array(4)), 4);
    assert.equal(codec.encode(new Int16Array(10), new Uint8Array(4)), 4);
  });
});
