import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildRtcp } from './build-rtcp.ts';
import { parseRtcp, rtcpSenderSsrc } from './parse-rtcp.ts';
import { referenceTimeDeltaMs } from './parse-transport-feedback.ts';
import type { RtcpPacket, TransportFeedback } from './rtcp-packets.ts';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const octet = fc.integer({ min: 0, max: 255 });
const plain = { noNullPrototype: true } as const;
const text = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });

const reports = fc.array(
  fc.record(
    {
      ssrc: u32,
      fractionLost: octet,
      cumulativeLost: fc.integer({ min: -0x800000, max: 0x7fffff }),
      highestSequence: u32,
      jitter: u32,
      lastSenderReport: u32,
      delaySinceLastSenderReport: u32,
    },
    plain,
  ),
  { maxLength: 31 },
);

/** Nacks come back in the order they were asked in when that order is that of the stream. */
const sequenceNumbers = fc
  .tuple(u16, fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 }))
  .map(([first, offsets]) =>
    offsets.sort((a, b) => a - b).map((offset) => (first + offset) & 0xffff),
  );

const feedback = fc
  .tuple(
    u16,
    u32,
    fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -300, max: 900 })), {
      maxLength: 80,
    }),
    fc.integer({ min: 0, max: 30 }),
  )
  .map(([baseSequence, ssrc, steps, lostAtEnd]): TransportFeedback => {
    let index = -1;
    let quarters = 0;
    const received = steps.map(([gap, delta]) => {
      index += gap;
      quarters += delta;
      return { sequenceNumber: (baseSequence + index) & 0xffff, offsetMs: quarters / 4 };
    });
    return {
      kind: 'transport-feedback',
      senderSsrc: ssrc,
      mediaSsrc: 1,
      feedbackCount: 7,
      baseSequence,
      statusCount: index + 1 + lostAtEnd,
      referenceTimeMs: 64 * 0xabcdef,
      received,
    };
  });

const packet: fc.Arbitrary<RtcpPacket> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('sender-report' as const),
      ssrc: u32,
      ntpSeconds: u32,
      ntpFraction: u32,
      rtpTimestamp: u32,
      packetCount: u32,
      octetCount: u32,
      reports,
    },
    plain,
  ),
  fc.record({ kind: fc.constant('receiver-report' as const), ssrc: u32, reports }, plain),
  fc.record(
    {
      kind: fc.constant('source-description' as const),
      chunks: fc.array(fc.record({ ssrc: u32, cname: text }, plain), { maxLength: 31 }),
    },
    plain,
  ),
  fc.record(
    { kind: fc.constant('bye' as const), ssrcs: fc.array(u32, { maxLength: 31 }), reason: text },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('application' as const),
      ssrc: u32,
      subtype: fc.integer({ min: 0, max: 31 }),
      name: fc.constant('test'),
      data: fc.array(u32, { maxLength: 8 }).map((words) => new Uint8Array(words.length * 4)),
    },
    plain,
  ),
  fc.record(
    { kind: fc.constant('nack' as const), senderSsrc: u32, mediaSsrc: u32, sequenceNumbers },
    plain,
  ),
  fc.record({ kind: fc.constant('picture-loss' as const), senderSsrc: u32, mediaSsrc: u32 }, plain),
  fc.record(
    {
      kind: fc.constant('full-intra-request' as const),
      senderSsrc: u32,
      requests: fc.array(fc.record({ ssrc: u32, sequenceNumber: octet }, plain), { maxLength: 9 }),
    },
    plain,
  ),
  feedback,
);

function parseOne(...octets: readonly number[]): RtcpPacket | undefined {
  const packets = parseRtcp(Uint8Array.from(octets));
  assert.ok(packets.length <= 1);
  return packets[0];
}

describe('RTCP', () => {
  it('reads back every compound that is built', () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 6 }), (packets) => {
        const bytes = buildRtcp(packets);
        assert.equal(bytes.length % 4, 0);
        assert.deepEqual(parseRtcp(bytes), packets);
      }),
      { numRuns: 300 },
    );
  });

  it('reads a report beside a description in one compound, at an offset', () => {
    const compound = [
      ...[0x81, 201, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 64, 0xff, 0xff, 0xfe, 0, 1, 0, 9],
      ...[0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7],
      ...[0x81, 202, 0, 3, 0, 0, 0, 1, 1, 3, 0x61, 0x62, 0x63, 0, 0, 0],
    ];
    const bytes = Uint8Array.from([9, 9, ...compound]);
    assert.deepEqual(parseRtcp(bytes, 2), [
      {
        kind: 'receiver-report',
        ssrc: 1,
        reports: [
          {
            ssrc: 2,
            fractionLost: 64,
            cumulativeLost: -2,
            highestSequence: 0x10009,
            jitter: 5,
            lastSenderReport: 6,
            delaySinceLastSenderReport: 7,
          },
        ],
      },
      { kind: 'source-description', chunks: [{ ssrc: 1, cname: 'abc' }] },
    ]);
    assert.equal(rtcpSenderSsrc(bytes, 2), 1);
    assert.equal(rtcpSenderSsrc(bytes, 2, 10), 1);
    assert.equal(rtcpSenderSsrc(bytes, 2, 9), 0);
  });

  it('keeps what stands before a packet that overruns the buffer, and drops the rest', () => {
    const pictureLoss = { kind: 'picture-loss', senderSsrc: 1, mediaSsrc: 2 } as const;
    const good = buildRtcp([pictureLoss]);
    assert.deepEqual(parseRtcp(Uint8Array.from([...good, 0x80, 201, 0, 2, 0, 0, 0, 1])), [
      pictureLoss,
    ]);
    assert.deepEqual(parseRtcp(good.subarray(0, 11)), []);
    assert.deepEqual(parseRtcp(Uint8Array.of(0x40, 201, 0, 1, 0, 0, 0, 1)), []);
  });

  it('leaves out unknown types and content that does not fit its count', () => {
    assert.equal(parseOne(0x80, 207, 0, 1, 0, 0, 0, 1), undefined);
    assert.equal(parseOne(0x80, 200, 0, 1, 0, 0, 0, 1), undefined);
    assert.equal(parseOne(0x9f, 203, 0, 1, 0, 0, 0, 1), undefined);
    assert.equal(parseOne(0x81, 206, 0, 1, 0, 0, 0, 1), undefined);
    assert.equal(parseOne(0xa1, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 200), undefined);
  });

  it('reads as many reports as both the count and the room allow', () => {
    const block = [0, 0, 0, 9, ...Array(20).fill(0)];
    const reports = (count: number, blocks: number) => {
      const words = 1 + 6 * blocks;
      const octets = [0x80 | count, 201, 0, words, 0, 0, 0, 1];
      const parsed = parseOne(...octets, ...Array(blocks).fill(block).flat());
      return parsed?.kind === 'receiver-report' ? parsed.reports.length : -1;
    };
    assert.deepEqual([reports(1, 2), reports(3, 2), reports(0, 0), reports(2, 2)], [1, 2, 0, 2]);
  });

  it('reads a description whose last item has no zero behind it', () => {
    assert.deepEqual(parseOne(0x81, 202, 0, 2, 0, 0, 0, 1, 1, 2, 0x61, 0x62), {
      kind: 'source-description',
      chunks: [{ ssrc: 1, cname: 'ab' }],
    });
  });

  it('cuts lists and texts to what a header can carry', () => {
    const ssrcs = Array.from({ length: 40 }, (_, i) => i);
    const [bye] = parseRtcp(buildRtcp([{ kind: 'bye', ssrcs, reason: 'é'.repeat(200) }]));
    assert.ok(bye?.kind === 'bye');
    assert.equal(bye.ssrcs.length, 31);
    assert.equal(bye.reason, 'é'.repeat(127));
  });
});

describe('nack', () => {
  it('packs the seventeen packets of one pair (RFC 4585 section 6.2.1)', () => {
    const sequenceNumbers = Array.from({ length: 17 }, (_, i) => (65_530 + i) & 0xffff);
    const nack = { kind: 'nack', senderSsrc: 1, mediaSsrc: 2, sequenceNumbers } as const;
    const bytes = buildRtcp([nack]);
    assert.deepEqual([...bytes], [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xfa, 0xff, 0xff]);
    assert.deepEqual(parseRtcp(bytes), [nack]);
  });

  it('keeps packets apart that are half the counter from one another', () => {
    const nack = {
      kind: 'nack',
      senderSsrc: 1,
      mediaSsrc: 2,
      sequenceNumbers: [1, 0x8005],
    } as const;
    assert.deepEqual(parseRtcp(buildRtcp([nack])), [nack]);
  });
});

describe('receiver bitrate', () => {
  it('reads and writes a packet seen in the wild', () => {
    const octets = [
      ...[0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 0x52, 0x45, 0x4d, 0x42],
      ...[1, 26, 32, 223, 72, 116, 237, 22],
    ];
    const wanted = {
      kind: 'receiver-bitrate',
      senderSsrc: 1,
      bitrateBps: 8_927_168,
      ssrcs: [1_215_622_422],
    } as const;
    assert.deepEqual(parseOne(...octets), wanted);
    assert.deepEqual([...buildRtcp([wanted])], octets);
  });

  it('is written to 17 bits of precision, whatever the rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bitrateBps) => {
        const bytes = buildRtcp([
          { kind: 'receiver-bitrate', senderSsrc: 1, bitrateBps, ssrcs: [] },
        ]);
        const [read] = parseRtcp(bytes);
        assert.ok(read?.kind === 'receiver-bitrate');
        assert.ok(read.bitrateBps <= bitrateBps);
        assert.ok(read.bitrateBps >= bitrateBps * (1 - 2 ** -17));
      }),
    );
  });
});

describe('transport-wide feedback', () => {
  it('reads and writes a packet seen in the wild', () => {
    const octets = [
      ...[0xaf, 205, 0, 5, 0xfa, 0x17, 0xfa, 0x17, 0x43, 0x03, 0x2f, 0xa0],
      ...[0, 153, 0, 1, 0x3d, 0xe8, 0x02, 0x17, 0x20, 0x01, 0x94, 0x01],
    ];
    const wanted = {
      kind: 'transport-feedback',
      senderSsrc: 4_195_875_351,
      mediaSsrc: 1_124_282_272,
      feedbackCount: 23,
      baseSequence: 153,
      statusCount: 1,
      referenceTimeMs: 4_057_090 * 64,
      received: [{ sequenceNumber: 153, offsetMs: 37 }],
    } as const;
    assert.deepEqual(parseOne(...octets), wanted);
    assert.deepEqual([...buildRtcp([wanted])], octets);
  });

  it('reads the chunks of the draft: sections 3.1.3 and 3.1.4', () => {
    const feedbackOf = (chunks: readonly number[], statusCount: number, deltas: number) => {
      const size = 20 + chunks.length + deltas;
      const words = Math.ceil(size / 4);
      const body = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, statusCount >> 8, statusCount & 255, 0, 0, 0, 0];
      const octets = [0x8f, 205, 0, words - 1, ...body, ...chunks, ...Array(deltas).fill(4)];
      const parsed = parseOne(...octets, ...Array(words * 4 - size).fill(0));
      assert.ok(parsed === undefined || parsed.kind === 'transport-feedback');
      return parsed?.received.map(({ sequenceNumber }) => sequenceNumber);
    };
    assert.deepEqual(feedbackOf([], 0, 0), []);
    assert.deepEqual(feedbackOf([0x00, 0xdd], 221, 0), []);
    // One-bit vector 0 1 1 1 1 1 0 0 0 1 1 1 0 0, the draft's first example.
    assert.deepEqual(feedbackOf([0x9f, 0x1c], 14, 8), [1, 2, 3, 4, 5, 9, 10, 11]);
    // Two-bit vector 0 0 1 1 1 0 0, after its second example with small deltas throughout.
    assert.deepEqual(feedbackOf([0xc0, 0b0101_0100 | 0], 7, 3), [3, 4, 5]);
    assert.equal(feedbackOf([0x60, 0x18], 24, 48), undefined, 'a reserved symbol');
    assert.equal(feedbackOf([0x20, 0x08], 8, 3), undefined, 'deltas that end early');
    assert.equal(feedbackOf([0x00, 0x00], 8, 0), undefined, 'an empty run');
  });

  it('bounds what a small packet can claim', () => {
    const runs = Array.from({ length: 8 }, () => [0x1f, 0xff]).flat();
    const octets = [0x8f, 205, 0, 8, ...Array(8).fill(0), 0, 0, 0xff, 0xf8, 0, 0, 0, 0, ...runs];
    const parsed = parseOne(...octets);
    assert.ok(parsed?.kind === 'transport-feedback');
    assert.deepEqual([parsed.statusCount, parsed.received.length], [0xfff8, 0]);
  });

  it('says fourteen packets of which every other one came in one chunk', () => {
    const received = [0, 2, 4, 6, 8, 10, 12].map((i) => ({ sequenceNumber: i, offsetMs: i }));
    const feedback = {
      kind: 'transport-feedback',
      senderSsrc: 1,
      mediaSsrc: 2,
      feedbackCount: 0,
      baseSequence: 0,
      statusCount: 14,
      referenceTimeMs: 0,
      received,
    } as const;
    assert.equal(buildRtcp([feedback]).length, Math.ceil((20 + 2 + 7) / 4) * 4);
  });

  it('measures reference times across their wrap', () => {
    assert.equal(referenceTimeDeltaMs(64 * 0xffffff, 64), 128);
    assert.equal(referenceTimeDeltaMs(64, 64 * 0xffffff), -128);
  });
});
