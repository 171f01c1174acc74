import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { parseRtcp, RtpPacket, type TelephoneEvent } from '@sky-genesis/rtp';
import type { LegSettings } from './leg-settings.ts';
import { PhoneLeg } from './phone-leg.ts';
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
  });
  it.connect(settings(change));
  return { leg: it, rtp, rtcp, keys, heard: () => heard };
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
    for (const name of ['pcmu', 'pcma', 'opus'] as const) {
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
