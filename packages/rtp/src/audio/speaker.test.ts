import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeaderExtensions } from '../packet/header-extensions.ts';
import { RtpPacket } from '../packet/rtp-packet.ts';
import { ActiveSpeaker } from './active-speaker.ts';
import {
  audioLevelOctet,
  audioLevelOf,
  levelDbov,
  measureLevel,
  SILENCE_DBOV,
  voiceBit,
} from './audio-level.ts';

describe('audio level', () => {
  it('is read from the extension of RFC 6464 in either form', () => {
    const [packet, extensions] = [new RtpPacket(), new HeaderExtensions()];
    const header = [0x90, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
    for (const block of [
      [0xbe, 0xde, 0, 1, 0x10, 0x9e, 0, 0],
      [0x10, 0x00, 0, 1, 1, 1, 0x9e, 0],
    ]) {
      assert.ok(packet.read(Uint8Array.from([...header, ...block])));
      extensions.read(packet);
      const octet = audioLevelOctet(packet, extensions, 1);
      assert.deepEqual([voiceBit(octet), levelDbov(octet)], [true, 30]);
      assert.equal(audioLevelOctet(packet, extensions, 2), -1);
    }
    assert.equal(audioLevelOf(29.6, true), 0x9e);
    assert.deepEqual([audioLevelOf(-4, false), audioLevelOf(500, false)], [0, 127]);
  });

  it('is measured against the overload point', () => {
    assert.equal(measureLevel(new Int16Array(160)), SILENCE_DBOV);
    assert.equal(measureLevel(new Int16Array(0)), SILENCE_DBOV);
    assert.ok(measureLevel(new Int16Array(160).fill(-32_768)) < 1e-9);
    const sine = Int16Array.from({ length: 480 }, (_, i) => 32_767 * Math.sin((i * Math.PI) / 24));
    assert.ok(Math.abs(measureLevel(sine) - 3.01) < 0.01, 'a full sine is 3 dB below a square');
  });
});

/** Feeds levels every 20 ms and asks every 100 ms; returns who spoke at each question. */
function conversation(
  speakers: ActiveSpeaker,
  fromMs: number,
  toMs: number,
  levels: Readonly<Record<string, number>>,
): readonly (string | undefined)[] {
  const heard: (string | undefined)[] = [];
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 20) {
    for (const [source, level] of Object.entries(levels)) speakers.hear(source, level, nowMs);
    if (nowMs % 100 === 0) heard.push(speakers.speaker(nowMs));
  }
  return heard;
}

describe('ActiveSpeaker', () => {
  it('names nobody until somebody speaks, then keeps the speaker through silence', () => {
    const speakers = new ActiveSpeaker();
    assert.deepEqual(
      new Set(conversation(speakers, 0, 1000, { a: 127, b: 60 })),
      new Set([undefined]),
    );
    assert.equal(conversation(speakers, 1000, 1500, { a: 20, b: 60 }).at(-1), 'a');
    assert.equal(conversation(speakers, 1500, 9000, { a: 127, b: 60 }).at(-1), 'a');
  });

  it('changes to who speaks louder for long enough, not to who coughs', () => {
    const speakers = new ActiveSpeaker();
    conversation(speakers, 0, 3000, { a: 25, b: 127 });
    assert.ok(conversation(speakers, 3000, 3200, { a: 25, b: 5 }).every((name) => name === 'a'));
    assert.ok(conversation(speakers, 3200, 5000, { a: 25, b: 127 }).every((name) => name === 'a'));
    assert.equal(conversation(speakers, 5000, 7000, { a: 127, b: 25 }).at(-1), 'b');
  });

  it('does not add up coughs', () => {
    const speakers = new ActiveSpeaker();
    conversation(speakers, 0, 3000, { a: 25, b: 127 });
    for (let fromMs = 3000; fromMs < 9000; fromMs += 1000) {
      const cough = conversation(speakers, fromMs, fromMs + 200, { a: 25, b: 5 });
      const rest = conversation(speakers, fromMs + 200, fromMs + 1000, { a: 25, b: 127 });
      assert.deepEqual(new Set([...cough, ...rest]), new Set(['a']));
    }
  });

  it('does not flutter between two who are about as loud', () => {
    const speakers = new ActiveSpeaker();
    conversation(speakers, 0, 1000, { a: 25 });
    const heard = conversation(speakers, 1000, 6000, { a: 25, b: 24 });
    assert.deepEqual(new Set(heard), new Set(['a']));
  });

  it('lets a source that falls silent by sending nothing fade', () => {
    const speakers = new ActiveSpeaker();
    conversation(speakers, 0, 2000, { a: 15, b: 127 });
    assert.equal(conversation(speakers, 2000, 6000, { b: 35 }).at(-1), 'b');
  });

  it('ranks the loudest, and forgets who leaves', () => {
    const speakers = new ActiveSpeaker();
    conversation(speakers, 0, 1000, { a: 30, b: 10, c: 20, d: 127 });
    assert.deepEqual(speakers.loudest(2, 1000), ['b', 'c']);
    assert.deepEqual(speakers.loudest(9, 1000), ['b', 'c', 'a']);
    speakers.remove('b');
    assert.deepEqual(speakers.loudest(1, 1000), ['c']);
    assert.equal(speakers.speaker(1000), 'c');
  });
});
