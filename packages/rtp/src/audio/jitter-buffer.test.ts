import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { JitterBuffer } from './jitter-buffer.ts';

const SETTINGS = { clockRate: 8000, frameMs: 20, minDelayMs: 20, maxDelayMs: 200 } as const;

interface Arrival {
  readonly packet: number;
  readonly atMs: number;
}

/** Delivers 20 ms packets as told and plays without pause; returns what was played, by packet. */
function play(
  arrivals: readonly Arrival[],
  durationMs: number,
  firstSequence = 0,
  firstTimestamp = 0,
  minDelayMs = 20,
) {
  const buffer = new JitterBuffer({ ...SETTINGS, minDelayMs });
  const played: (number | 'lost' | 'empty')[] = [];
  const delays: number[] = [];
  const queue = [...arrivals].sort((a, b) => a.atMs - b.atMs);
  let nextPullMs = 0;
  for (let nowMs = 0; nowMs < durationMs; nowMs += 1) {
    while ((queue[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const { packet } = queue.shift() ?? { packet: 0 };
      const payload = Uint8Array.of(packet >> 8, packet);
      const sequence = (firstSequence + packet) & 0xffff;
      buffer.insert(sequence, (firstTimestamp + packet * 160) >>> 0, payload, 20, nowMs);
    }
    if (nowMs < nextPullMs) continue;
    const step = buffer.pull(nowMs);
    nextPullMs += step.durationMs;
    if (step.kind !== 'frame') played.push(step.kind);
    else {
      const packet = ((step.payload[0] ?? 0) << 8) | (step.payload[1] ?? 0);
      played.push(packet);
      delays.push(nowMs - packet * 20);
    }
  }
  return { played, delays, buffer };
}

function steady(count: number, lateMs: (packet: number) => number): readonly Arrival[] {
  return Array.from({ length: count }, (_, packet) => ({
    packet,
    atMs: packet * 20 + lateMs(packet),
  }));
}

function frames(played: readonly (number | 'lost' | 'empty')[]): readonly number[] {
  return played.filter((step) => typeof step === 'number');
}

describe('JitterBuffer', () => {
  it('plays a steady stream completely and with little delay, over both wraps', () => {
    const { played, delays } = play(
      steady(100, () => 5),
      2200,
      65_500,
      0xffffffff - 8000,
    );
    assert.deepEqual(
      frames(played),
      Array.from({ length: 100 }, (_, i) => i),
    );
    assert.ok(Math.max(...delays) <= 60, `${Math.max(...delays)}`);
    assert.equal(played.includes('lost'), false);
  });

  it('puts packets in order, and plays a duplicate once', () => {
    const arrivals = steady(50, (packet) => (packet % 10 === 4 ? 45 : 0));
    const { played } = play([...arrivals, { packet: 20, atMs: 405 }], 1300);
    const numbers = frames(played);
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].sort((a, b) => a - b),
    );
  });

  it('says which packets are lost', () => {
    const arrivals = steady(100, () => 3).filter(({ packet }) => packet % 10 !== 7);
    // With a packet in reserve, the one behind a loss is there when the lost one is due.
    const { played } = play(arrivals, 2100, 0, 0, 40);
    assert.equal(played.filter((step) => step === 'lost').length, 10);
    const at = played.indexOf(16);
    assert.deepEqual(played.slice(at, at + 3), [16, 'lost', 18]);
  });

  it('adapts its delay to jitter, so that nearly nothing is late', () => {
    const { played, buffer } = play(
      steady(600, (packet) => (packet * 7919) % 80),
      12_500,
    );
    const later = frames(played).filter((packet) => packet >= 200);
    assert.ok(later.length >= 390, `${later.length} of 400`);
    assert.ok(buffer.targetDelayMs >= 80 && buffer.targetDelayMs <= 110);
  });

  it('gets the delay down again once the jitter is over', () => {
    const { delays, buffer } = play(
      steady(1500, (packet) => (packet < 300 ? (packet * 7919) % 120 : 0)),
      30_500,
    );
    assert.ok(buffer.skippedPackets > 0);
    assert.ok((delays.at(-1) ?? 999) <= 80, `${delays.at(-1)}`);
  });

  it('takes a pause of the sender for silence, not for loss', () => {
    const buffer = new JitterBuffer(SETTINGS);
    const steps: string[] = [];
    let nextPullMs = 0;
    for (let nowMs = 0; nowMs < 1000; nowMs += 1) {
      const spoken = nowMs < 200 || nowMs >= 600;
      if (nowMs % 20 === 0 && spoken) {
        const sequence = nowMs < 200 ? nowMs / 20 : (nowMs - 400) / 20;
        buffer.insert(sequence, nowMs * 8, Uint8Array.of(1), 20, nowMs);
      }
      if (nowMs < nextPullMs) continue;
      const step = buffer.pull(nowMs);
      nextPullMs += step.durationMs;
      steps.push(step.kind);
    }
    assert.equal(steps.includes('lost'), false);
    assert.ok(steps.filter((kind) => kind === 'frame').length >= 28);
  });

  it('plays a lone packet once its delay has passed', () => {
    const buffer = new JitterBuffer({ ...SETTINGS, minDelayMs: 100 });
    buffer.insert(1, 1000, Uint8Array.of(1), 20, 0);
    assert.equal(buffer.pull(79).kind, 'empty');
    assert.equal(buffer.pull(80).kind, 'frame');
  });

  it('plays nothing twice, even after it ran dry', () => {
    const buffer = new JitterBuffer(SETTINGS);
    buffer.insert(1, 1000, Uint8Array.of(1), 20, 0);
    assert.equal(buffer.pull(0).kind, 'frame');
    assert.equal(buffer.pull(20).kind, 'empty');
    buffer.insert(1, 1000, Uint8Array.of(1), 20, 25);
    assert.equal(buffer.pull(60).kind, 'empty');
    assert.equal(buffer.latePackets, 1);
  });

  it('begins anew with a source that restarts its timestamps', () => {
    const buffer = new JitterBuffer(SETTINGS);
    buffer.insert(1, 1000, Uint8Array.of(1), 20, 0);
    buffer.insert(2, 1160, Uint8Array.of(2), 20, 20);
    assert.equal(buffer.pull(30).kind, 'frame');
    buffer.insert(9, 2_000_000_000, Uint8Array.of(9), 20, 40);
    buffer.insert(10, 2_000_000_160, Uint8Array.of(10), 20, 60);
    const step = buffer.pull(70);
    assert.ok(step.kind === 'frame');
    assert.deepEqual([...step.payload], [9]);
  });

  it('stays bounded and always advances, whatever comes', () => {
    const packet = fc.record({
      sequence: fc.nat(0xffff),
      timestamp: fc.oneof(fc.nat(0xffffffff), fc.nat(20_000)),
      durationMs: fc.constantFrom(0, 2.5, 20, 60, 120),
      pulls: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 400 }), (packets) => {
        const buffer = new JitterBuffer(SETTINGS);
        packets.forEach(({ sequence, timestamp, durationMs, pulls }, i) => {
          buffer.insert(sequence, timestamp, new Uint8Array(1), durationMs, i * 20);
          for (let pull = 0; pull < pulls; pull += 1)
            assert.ok(buffer.pull(i * 20 + pull).durationMs > 0);
          assert.ok(buffer.targetDelayMs >= 20 && buffer.targetDelayMs <= 200);
        });
      }),
    );
  });
});
