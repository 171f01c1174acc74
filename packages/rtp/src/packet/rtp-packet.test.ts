import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packetKind } from './packet-kind.ts';
import { RtpPacket } from './rtp-packet.ts';
import { appendPadding, rewriteInPlace, writeForwarded, writeRtpHeader } from './write-packet.ts';

const header = [0x80, 0xe0, 0x12, 0x34, 0xde, 0xad, 0xbe, 0xef, 0xca, 0xfe, 0xba, 0xbe] as const;

function read(...octets: readonly number[]): RtpPacket {
  const packet = new RtpPacket();
  assert.equal(packet.read(Uint8Array.from(octets)), true);
  return packet;
}

function refuses(...octets: readonly number[]): void {
  assert.equal(new RtpPacket().read(Uint8Array.from(octets)), false);
}

const fields = fc.record(
  {
    marker: fc.boolean(),
    payloadType: fc.integer({ min: 0, max: 127 }),
    sequenceNumber: fc.integer({ min: 0, max: 0xffff }),
    timestamp: fc.integer({ min: 0, max: 0xffffffff }),
    ssrc: fc.integer({ min: 0, max: 0xffffffff }),
  },
  { noNullPrototype: true },
);

describe('RtpPacket', () => {
  it('reads the fixed header of RFC 3550 section 5.1', () => {
    const packet = read(...header, 1, 2, 3);
    assert.equal(packet.marker, true);
    assert.equal(packet.payloadType, 96);
    assert.equal(packet.sequenceNumber, 0x1234);
    assert.equal(packet.timestamp, 0xdeadbeef);
    assert.equal(packet.ssrc, 0xcafebabe);
    assert.deepEqual([...packet.payload()], [1, 2, 3]);
  });

  it('finds contributing sources, extension, payload and padding', () => {
    const packet = read(
      ...[0xb2, ...header.slice(1), 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff],
      ...[0xbe, 0xde, 0, 1, 0x10, 0x55, 0, 0],
      ...[9, 8, 7, 0, 0, 3],
    );
    assert.deepEqual([packet.csrc(0), packet.csrc(1), packet.csrc(2)], [1, 0xffffffff, 0]);
    assert.equal(packet.extensionProfile, 0xbede);
    assert.deepEqual([packet.extensionStart, packet.extensionEnd], [24, 28]);
    assert.deepEqual([...packet.payload()], [9, 8, 7]);
    assert.equal(packet.paddingBytes, 3);
  });

  it('reads a packet that consists of padding only, as probes do', () => {
    const packet = read(0xa0, ...header.slice(1), 0, 0, 0, 4);
    assert.deepEqual([packet.payloadBytes, packet.paddingBytes], [0, 4]);
  });

  it('refuses what is short, of another version, or longer by its own account than it is', () => {
    refuses(...header.slice(0, 11));
    refuses(0x40, ...header.slice(1));
    refuses(0x81, ...header.slice(1));
    refuses(0x90, ...header.slice(1), 0xbe, 0xde);
    refuses(0x90, ...header.slice(1), 0xbe, 0xde, 0, 1, 0, 0, 0);
    refuses(0xa0, ...header.slice(1));
    refuses(0xa0, ...header.slice(1), 0);
    refuses(0xa0, ...header.slice(1), 2);
  });

  it('reads inside a larger buffer and refuses bounds outside of it', () => {
    const packet = new RtpPacket();
    const bytes = Uint8Array.from([7, 7, ...header, 5, 7]);
    assert.equal(packet.read(bytes, 2, 15), true);
    assert.deepEqual([...packet.payload()], [5]);
    assert.equal(packet.read(bytes, 2, 17), false);
    assert.equal(packet.read(bytes, -1, 15), false);
  });

  it('reads back every header that is written', () => {
    fc.assert(
      fc.property(fields, fc.uint8Array({ maxLength: 40 }), (wanted, payload) => {
        const target = new Uint8Array(64);
        const at = writeRtpHeader(target, 0, wanted);
        target.set(payload, at);
        const packet = new RtpPacket();
        assert.equal(packet.read(target, 0, at + payload.length), true);
        const { marker, payloadType, sequenceNumber, timestamp, ssrc } = packet;
        assert.deepEqual({ marker, payloadType, sequenceNumber, timestamp, ssrc }, wanted);
        assert.deepEqual(packet.payload(), payload);
      }),
    );
  });
});

describe('writeForwarded', () => {
  it('gives a new identity and extension, and keeps sources and payload', () => {
    fc.assert(
      fc.property(
        fields,
        fields,
        fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 15 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.boolean(),
        (before, after, sources, payload, extended) => {
          const from = new Uint8Array(200);
          writeRtpHeader(from, 0, before);
          from[0] = 0x80 | sources.length;
          sources.forEach((source, i) => {
            new DataView(from.buffer).setUint32(12 + 4 * i, source);
          });
          const payloadAt = 12 + 4 * sources.length;
          from.set(payload, payloadAt);
          const packet = new RtpPacket();
          assert.equal(packet.read(from, 0, payloadAt + payload.length), true);
          const block = Uint8Array.of(0xbe, 0xde, 0, 1, 0x10, 0x61, 0, 0);
          const extension = extended ? { bytes: block, length: 8 } : undefined;
          const target = new Uint8Array(200);
          const end = writeForwarded(target, 3, packet, after, extension);
          const sent = new RtpPacket();
          assert.equal(sent.read(target, 3, end), true);
          const { marker, payloadType, sequenceNumber, timestamp, ssrc } = sent;
          assert.deepEqual({ marker, payloadType, sequenceNumber, timestamp, ssrc }, after);
          assert.deepEqual(sent.payload(), payload);
          assert.equal(sent.extensionProfile, extended ? 0xbede : 0);
          sources.forEach((source, i) => {
            assert.equal(sent.csrc(i), source);
          });
        },
      ),
    );
  });

  it('writes nothing where there is no room', () => {
    const packet = read(...header, 1, 2, 3);
    const target = new Uint8Array(14);
    assert.equal(writeForwarded(target, 0, packet, packet), -1);
    assert.equal(writeRtpHeader(target, 3, packet), -1);
    assert.deepEqual(target, new Uint8Array(14));
    assert.equal(writeRtpHeader(target, 2, packet), 14);
    assert.equal(writeForwarded(new Uint8Array(15), 0, packet, packet), 15);
  });
});

describe('rewriteInPlace and appendPadding', () => {
  it('changes only the identity', () => {
    const bytes = Uint8Array.from([...header, 1, 2, 3]);
    const after = { marker: false, payloadType: 97, sequenceNumber: 1, timestamp: 2, ssrc: 3 };
    rewriteInPlace(bytes, 0, after);
    assert.deepEqual([...bytes], [0x80, 97, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3]);
  });

  it('pads so that the payload reads as before', () => {
    const bytes = new Uint8Array(300);
    bytes.set([...header, 1, 2, 3]);
    const end = appendPadding(bytes, 0, 15, 255);
    const packet = new RtpPacket();
    assert.equal(packet.read(bytes, 0, end), true);
    assert.deepEqual([...packet.payload()], [1, 2, 3]);
    assert.equal(packet.paddingBytes, 255);
    assert.equal(appendPadding(bytes, 0, 15, 256), -1);
    assert.equal(appendPadding(bytes, 0, 299, 2), -1);
  });
});

describe('packetKind', () => {
  it('tells apart what shares one port (RFC 7983, RFC 5761)', () => {
    const kinds = [
      [[0x80, 0xe0], 'rtp'],
      [[0x80, 200], 'rtcp'],
      [[0x8f, 206], 'rtcp'],
      [[0x80, 63], 'rtp'],
      [[0x80, 192], 'rtcp'],
      [[0x80, 224], 'rtp'],
      [[0, 1], 'stun'],
      [[20, 254], 'dtls'],
      [[63, 254], 'dtls'],
      [[3, 1], 'stun'],
      [[64, 0], 'unknown'],
      [[4, 0], 'unknown'],
      [[0x40, 0], 'unknown'],
      [[0xff, 0], 'unknown'],
    ] as const;
    for (const [[first, second], kind] of kinds)
      assert.equal(packetKind(Uint8Array.of(first, second, 0, 0, 0, 0, 0, 0)), kind);
    assert.equal(packetKind(new Uint8Array(0)), 'unknown');
    assert.equal(packetKind(Uint8Array.of(0x80, 200)), 'unknown');
  });
});
