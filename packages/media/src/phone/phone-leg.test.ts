import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { parseRtcp, RtpPacket, type TelephoneEvent } from '@sky-genesis/rtp';
import type { LegSettings } from './leg-settings.ts';
import { PhoneLeg } from './phone-leg.ts';
import { Prompt } from './prompt.ts';
import { STEP_SAMPLES } from './sound.ts';

const anna = { address: '192.0.2.1', port: 4000 };
const ben = { address: '192.0.2.2', port: 5000 };

const settings = (change: Partial<LegSettings> = {}): LegSettings => ({
  remote: ben,
  codec: { name: 'pcma', payloadType: 8 },
  telephoneEvent: { payloadType: 101, clockRate: 8000 },
  latch: 'none',
  sends: true,
  receives: true,
  ...change,
});

/** A leg and what it sends, tells and is sent. */
function leg(ssrc: number, change: Partial<LegSettings> = {}) {
  const rtp: Uint8Array[] = [];
  const rtcp: Uint8Array[] = [];
  const keys: TelephoneEvent[] = [];
  let heard = 0;
  let played = 0;
  const it = new PhoneLeg({
    identity: { ssrc, cname: 'c', firstSequence: 65_530, firstTimestamp: 2 ** 32 - 500 },
    epochMs: 0,
    sendRtp: (packet) => void rtp.push(packet),
    sendRtcp: (packet, to) => {
      assert.equal(to.port % 2, 1);
      rtcp.push(packet);
    },
    onHeard: () => {
      heard += 1;
    },
    onKey: (key) => void keys.push(key),
    onPlayed: () => {
      played += 1;
    },
  });
  it.connect(settings(change));
  return { leg: it, rtp, rtcp, keys, heard: () => heard, played: () => played };
}

const tone = Int16Array.from({ length: STEP_SAMPLES }, (_, i) => 8000 * Math.sin(i / 4));

let nowMs = 10_000;

/** Lets `from` speak to `to` for a second; returns how many steps were heard. */
function talk(from: ReturnType<typeof leg>, to: ReturnType<typeof leg>, source = ben): number {
  let steps = 0;
  for (let i = 0; i < 50; i += 1) {
    nowMs += 20;
    from.leg.speak(tone, nowMs);
    for (const packet of from.rtp.splice(0)) to.leg.takeRtp(packet, source, nowMs);
    to.leg.step(nowMs);
    if (!to.leg.silent && Math.max(...to.leg.frame) > 4000) steps += 1;
  }
  return steps;
}

describe('PhoneLeg', () => {
  it('carries sound in every codec, over the ends of all counters', () => {
    for (const name of ['pcmu', 'pcma', 'g722', 'opus'] as const) {
      const codec = { name, payloadType: 96 };
      const [from, to] = [leg(1, { codec }), leg(2, { codec })];
      assert.ok(talk(from, to) > 45, name);
      assert.equal(to.heard(), 1);
      const [up] = to.leg.takeQuality(1000);
      assert.equal(up?.lossFraction, 0);
      assert.ok((up?.mos ?? 0) > 4);
    }
  });

  it('carries sound, keys and reports under SRTP, and takes nothing else', () => {
    const [a, b] = [randomBytes(30), randomBytes(30)];
    const from = leg(1, { srtp: { local: a, remote: b } });
    const to = leg(2, { srtp: { local: b, remote: a } });
    assert.equal(talk(leg(1), to), 0);
    assert.equal(to.heard(), 0);
    assert.ok(talk(from, to) > 45);
    assert.ok(from.leg.press('7', 100));
    talk(from, to);
    assert.deepEqual(to.keys, [{ digit: '7', durationMs: 100 }]);
    const [report] = from.rtcp;
    assert.ok(report);
    assert.deepEqual(parseRtcp(report, 8), []);
    to.leg.takeRtcp(report, ben, 9000);
  });

  it('stays with its source when signaling agrees on the same again', () => {
    const from = leg(1);
    const to = leg(2, { latch: 'any', remote: anna });
    assert.ok(talk(from, to) > 40);
    to.leg.connect(settings({ latch: 'any', remote: anna, sends: false }));
    assert.equal(talk(leg(3), to, { address: '203.0.113.9', port: 1 }), 0);
    to.leg.connect(settings({ latch: 'any', remote: anna }));
    assert.ok(talk(from, to) > 40);
    talk(to, from, ben);
    const [, down] = to.leg.takeQuality(1000);
    assert.ok((down?.bitrateBps ?? 0) > 60_000);
  });

  it('keeps its numbers when the codec changes', () => {
    const from = leg(1);
    const read = () => {
      const packet = new RtpPacket();
      assert.ok(packet.read(from.rtp.at(-1) ?? new Uint8Array(0)));
      return packet;
    };
    from.leg.speak(tone, 0);
    const before = read().sequenceNumber;
    from.leg.connect(settings({ codec: { name: 'opus', payloadType: 111 } }));
    from.leg.speak(tone, 20);
    const after = read();
    assert.equal(after.sequenceNumber, before + 1);
    assert.deepEqual([after.payloadType, after.marker], [111, true]);
  });

  it('plays a recording on top of what is heard, once or until it is stopped', () => {
    const silence = new Int16Array(STEP_SAMPLES);
    const recording = Int16Array.from({ length: 10 * STEP_SAMPLES }, (_, i) => tone[i % 320] ?? 0);
    const hears = (from: ReturnType<typeof leg>) => {
      const to = leg(2);
      let steps = 0;
      for (let i = 0; i < 30; i += 1) {
        nowMs += 20;
        from.leg.speak(silence.slice(), nowMs);
        for (const packet of from.rtp.splice(0)) to.leg.takeRtp(packet, ben, nowMs);
        to.leg.step(nowMs);
        if (!to.leg.silent && Math.max(...to.leg.frame) > 4000) steps += 1;
      }
      return steps;
    };
    const from = leg(1);
    from.leg.play(new Prompt(recording, false));
    assert.ok(Math.abs(hears(from) - 10) <= 1);
    assert.equal(from.played(), 1);
    from.leg.play(new Prompt(recording, true));
    assert.ok(hears(from) > 25);
    from.leg.play(undefined);
    assert.ok(hears(from) <= 1);
    assert.equal(from.played(), 1);
  });

  it('passes packets on as they are, under its own identity, before and after it speaks itself', () => {
    const [caller, near, far] = [leg(1), leg(2), leg(3)];
    const numbers: number[] = [];
    const payloads: string[] = [];
    const collect = () => {
      for (const bytes of far.rtp.splice(0)) {
        const packet = new RtpPacket();
        assert.ok(packet.read(bytes));
        assert.equal(packet.ssrc, 3);
        numbers.push(packet.sequenceNumber, packet.timestamp);
        payloads.push(Buffer.from(packet.payload()).toString('hex'));
      }
    };
    far.leg.speak(new Int16Array(STEP_SAMPLES), nowMs);
    near.leg.bridge(far.leg);
    const sent: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      caller.leg.speak(tone.slice(), nowMs);
      const [packet = new Uint8Array(0)] = caller.rtp.splice(0);
      sent.push(Buffer.from(packet.subarray(12)).toString('hex'));
      near.leg.takeRtp(packet, ben, nowMs);
    }
    near.leg.bridge(undefined);
    far.leg.speak(new Int16Array(STEP_SAMPLES), nowMs);
    collect();
    assert.deepEqual(payloads.slice(1, 4), sent);
    const [sequence = 0, timestamp = 0] = numbers;
    const expected = Array.from({ length: 5 }, (_, i) => [
      (sequence + i) & 0xffff,
      (timestamp + 160 * i) >>> 0,
    ]);
    assert.deepEqual(numbers, expected.flat());
    near.leg.step(nowMs);
    assert.equal(near.leg.silent, true);
  });

  it('tells keys instead of passing them on, without a gap; and passes nothing while it is held', () => {
    const [caller, near] = [leg(1), leg(2)];
    const far = leg(3, { telephoneEvent: { payloadType: 96, clockRate: 8000 } });
    near.leg.bridge(far.leg);
    talk(caller, near);
    assert.ok(caller.leg.press('9', 60));
    talk(caller, near);
    assert.deepEqual(
      near.keys.map(({ digit }) => digit),
      ['9'],
    );
    const passed = far.rtp.splice(0).map((bytes) => {
      const packet = new RtpPacket();
      assert.ok(packet.read(bytes));
      assert.equal(packet.payloadType, 8);
      return { sequence: packet.sequenceNumber, timestamp: packet.timestamp };
    });
    assert.equal(passed.length, 95);
    const [first, last] = [passed.at(0), passed.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    assert.equal((last.sequence - first.sequence) & 0xffff, 94);
    assert.equal((last.timestamp - first.timestamp) >>> 0, 99 * 160);
    far.leg.connect(settings({ sends: false }));
    talk(caller, near);
    assert.equal(far.rtp.length, 0);
  });

  it('can be put through to who speaks the same, unless it has something to say itself', () => {
    const [one, same, other] = [
      leg(1),
      leg(2),
      leg(3, { codec: { name: 'pcmu', payloadType: 0 } }),
    ];
    assert.ok(one.leg.canBridge(same.leg));
    assert.ok(!one.leg.canBridge(other.leg));
    one.leg.play(new Prompt(tone, true));
    assert.ok(!one.leg.canBridge(same.leg));
    one.leg.play(undefined);
    one.leg.press('1', 60);
    assert.ok(!one.leg.canBridge(same.leg));
  });

  it('reports, and says good-bye', () => {
    const [from, to] = [leg(1), leg(2)];
    for (let i = 0; i < 6; i += 1) talk(from, to);
    const [report] = from.rtcp.flatMap((packet) => parseRtcp(packet));
    assert.ok(report?.kind === 'sender-report');
    assert.equal(report.ssrc, 1);
    from.leg.end();
    const last = parseRtcp(from.rtcp.at(-1) ?? new Uint8Array(0));
    assert.ok(last.some(({ kind }) => kind === 'bye'));
  });

  it('is moved by no garbage', () => {
    const to = leg(2, { latch: 'any' });
    for (let length = 0; length < 60; length += 1)
      for (const first of [0x80, 0x81, 0xff, 0])
        for (const type of [8, 101, 200, 0xff]) {
          const packet = new Uint8Array(length).fill(length);
          packet.set([first, type].slice(0, length));
          to.leg.takeRtp(packet, ben, 0);
          to.leg.takeRtcp(packet, ben, 0);
        }
    to.leg.step(20);
  });
});
