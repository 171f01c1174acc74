import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RtpPacket } from '../packet/rtp-packet.ts';
import { writeRtpHeader } from '../packet/write-packet.ts';
import { NACK_LIMITS, NackGenerator } from './nack-generator.ts';
import { PacketHistory } from './packet-history.ts';
import { restoreFromRtx, writeRtx } from './rtx.ts';
import { SentPackets } from './sent-packets.ts';

function generatorAfter(...sequences: readonly number[]): NackGenerator {
  const generator = new NackGenerator();
  for (const sequence of sequences) generator.receive(sequence, 0);
  return generator;
}

describe('NackGenerator', () => {
  it('asks for a gap across the wrap once reordering is out of question', () => {
    const generator = generatorAfter(65_534, 1);
    assert.deepEqual(generator.due(NACK_LIMITS.reorderMs - 1, 50), []);
    assert.deepEqual(generator.due(NACK_LIMITS.reorderMs, 50), [65_535, 0]);
  });

  it('asks again after a round trip, until the packet comes', () => {
    const generator = generatorAfter(1, 3);
    assert.deepEqual(generator.due(10, 50), [2]);
    assert.deepEqual(generator.due(59, 50), []);
    assert.deepEqual(generator.due(60, 50), [2]);
    assert.equal(generator.receive(2, 61), true);
    assert.deepEqual(generator.due(200, 50), []);
    assert.equal(generator.takeKeyFrameNeed(), false);
  });

  it('gives up after the last attempt and says that a key frame is needed', () => {
    const generator = generatorAfter(1, 3);
    for (let i = 0; i < NACK_LIMITS.maxAttempts; i += 1)
      assert.deepEqual(generator.due(10 + i * 50, 50), [2]);
    assert.equal(generator.missingCount, 1);
    assert.deepEqual(generator.due(10 + NACK_LIMITS.maxAttempts * 50, 50), []);
    assert.equal(generator.missingCount, 0);
    assert.equal(generator.takeKeyFrameNeed(), true);
    assert.equal(generator.takeKeyFrameNeed(), false);
  });

  it('gives up what is too old', () => {
    const generator = generatorAfter(1, 3);
    assert.deepEqual(generator.due(NACK_LIMITS.maxAgeMs + 1, 50), []);
    assert.equal(generator.takeKeyFrameNeed(), true);
  });

  it('drops a list that grows out of bounds and needs a key frame instead', () => {
    const generator = generatorAfter(1, 3, 2000);
    assert.equal(generator.missingCount, 0);
    assert.equal(generator.takeKeyFrameNeed(), true);
    generator.receive(2002, 0);
    assert.deepEqual(generator.due(10, 50), [2001]);
  });

  it('forgets what lies before a key frame', () => {
    const generator = generatorAfter(1, 3, 5);
    generator.forgetBefore(3);
    assert.deepEqual(generator.due(10, 50), [4]);
  });

  it('asks for exactly what did not come, whatever the order', () => {
    const arrivals = fc
      .uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1 })
      .chain((kept) => fc.tuple(fc.constant(kept), fc.shuffledSubarray(kept)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), arrivals, (base, [, order]) => {
        const generator = new NackGenerator();
        generator.receive(base, 0);
        for (const offset of order) generator.receive((base + offset) & 0xffff, 0);
        const last = Math.max(0, ...order);
        const missing: number[] = [];
        for (let i = 1; i < last; i += 1) if (!order.includes(i)) missing.push((base + i) & 0xffff);
        const asked = generator.due(10, 50);
        assert.deepEqual(
          [...asked].sort((a, b) => a - b),
          missing.sort((a, b) => a - b),
        );
      }),
    );
  });
});

describe('PacketHistory', () => {
  it('finds the newest packets byte for byte, and never one that was overwritten', () => {
    const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 100 });
    fc.assert(
      fc.property(packets, (stored) => {
        const history = new PacketHistory(200, 16);
        stored.forEach((bytes, id) => {
          history.store(id, bytes, 0, bytes.length);
        });
        stored.forEach((bytes, id) => {
          const found = history.find(id);
          if (id >= stored.length - 3) assert.equal(found, true);
          if (!found) return;
          const copy = history.bytes.subarray(history.offset, history.offset + history.length);
          assert.deepEqual(copy, bytes);
        });
      }),
    );
  });

  it('keeps nothing that it has no room for, and finds nothing unknown', () => {
    const history = new PacketHistory(10, 4);
    history.store(0, new Uint8Array(11), 0, 11);
    assert.equal(history.find(0), false);
    assert.equal(history.find(-1), false);
    assert.equal(history.find(4), false);
  });
});

describe('SentPackets', () => {
  it('tells what was sent, and at most once a round trip', () => {
    const sent = new SentPackets(4);
    sent.record(65_535, 1e9, 0xffffffff, 5, 1000);
    assert.equal(sent.takeForResend(65_535, 1010, 50), undefined);
    assert.deepEqual(sent.takeForResend(65_535, 1050, 50), {
      sourceId: 1e9,
      timestamp: 0xffffffff,
      note: 5,
    });
    assert.equal(sent.takeForResend(65_535, 1090, 50), undefined);
    assert.ok(sent.takeForResend(65_535, 1100, 50));
  });

  it('knows only the newest packets, and works beyond 32 bits of milliseconds', () => {
    const sent = new SentPackets(4);
    const nowMs = 1.8e12;
    for (let i = 0; i < 20; i += 1) sent.record(i, i, 0, 0, nowMs);
    assert.equal(sent.takeForResend(3, nowMs + 500, 50), undefined);
    assert.equal(sent.takeForResend(4, nowMs + 500, 50)?.sourceId, 4);
  });
});

describe('RTX', () => {
  it('restores the very packet that was repeated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.uint8Array({ minLength: 1, maxLength: 50 }),
        fc.boolean(),
        (sequenceNumber, payload, extended) => {
          const original = new Uint8Array(100);
          const fields = { marker: true, payloadType: 96, sequenceNumber, timestamp: 9, ssrc: 1 };
          const payloadAt = writeRtpHeader(original, 0, fields);
          original.set(payload, payloadAt);
          const packet = new RtpPacket();
          assert.ok(packet.read(original, 0, payloadAt + payload.length));
          const wire = new Uint8Array(200);
          const own = { marker: true, payloadType: 97, sequenceNumber: 3, timestamp: 9, ssrc: 2 };
          const block = { bytes: Uint8Array.of(0xbe, 0xde, 0, 1, 0x10, 7, 0, 0), length: 8 };
          const end = writeRtx(wire, 5, packet, own, sequenceNumber, extended ? block : undefined);
          const repeated = new RtpPacket();
          assert.ok(repeated.read(wire, 5, end));
          assert.equal(repeated.ssrc, 2);
          assert.equal(repeated.payloadBytes, payload.length + 2);
          const restored = restoreFromRtx(repeated, 1, 96);
          const again = new RtpPacket();
          assert.ok(again.read(wire, restored, end));
          const { marker, payloadType, timestamp, ssrc } = again;
          assert.deepEqual(
            { marker, payloadType, sequenceNumber: again.sequenceNumber, timestamp, ssrc },
            fields,
          );
          assert.deepEqual(again.payload(), payload);
          assert.equal(again.extensionEnd - again.extensionStart, extended ? 4 : 0);
        },
      ),
    );
  });

  it('takes a packet of mere padding for a probe, and writes nothing that does not fit', () => {
    const probe = new RtpPacket();
    const octets = [0xa0, 97, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 2];
    assert.ok(probe.read(Uint8Array.from(octets)));
    assert.equal(restoreFromRtx(probe, 1, 96), -1);
    assert.equal(writeRtx(new Uint8Array(14), 0, probe, probe, 1), -1);
    assert.equal(writeRtx(new Uint8Array(11), 0, probe, probe, 1), -1);
  });
});
