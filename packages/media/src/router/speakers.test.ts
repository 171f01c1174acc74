import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ExtensionBlock, HeaderExtensions, RtpPacket } from '@sky-genesis/rtp';
import type { Uplink } from '../negotiation/browser-session.ts';
import { Producer } from './producer.ts';
import { Speakers } from './speakers.ts';

const uplink: Uplink = {
  mid: '0',
  kind: 'audio',
  codec: {
    name: 'opus',
    payloadType: 111,
    clockRate: 48_000,
    channels: 2,
    parameters: '',
    feedback: [],
  },
  extensions: { audioLevel: 1 },
  direction: 'recvonly',
  rids: [],
  ssrcs: [],
};

/** A packet that says how loud it is. */
function packetOf(levelDbov: number): [RtpPacket, HeaderExtensions] {
  const block = new ExtensionBlock().begin();
  block.add(1, Uint8Array.of(0x80 | levelDbov));
  const length = block.end();
  const header = Buffer.alloc(12);
  header.set([0x90, 111]);
  const packet = new RtpPacket();
  assert.ok(packet.read(Buffer.concat([header, block.bytes.subarray(0, length), Buffer.alloc(4)])));
  const extensions = new HeaderExtensions();
  extensions.read(packet);
  return [packet, extensions];
}

describe('Speakers', () => {
  let speakers: Speakers;
  let nowMs: number;
  const anna = new Producer('anna-mic', 0, uplink);
  const ben = new Producer('ben-mic', 1, uplink);
  const producers = new Map([anna, ben].map((producer) => [producer.id, producer]));

  beforeEach(() => {
    speakers = new Speakers();
    nowMs = 0;
  });

  /** Two seconds of these levels; returns the lists that were told. */
  function hear(levels: readonly (readonly [Producer, number])[]): readonly (readonly string[])[] {
    const told: (readonly string[])[] = [];
    for (let i = 0; i < 20; i += 1) {
      for (const [producer, level] of levels)
        for (let packet = 0; packet < 5; packet += 1) producer.hear(...packetOf(level));
      nowMs += 100;
      const list = speakers.poll(producers, nowMs);
      if (list !== undefined) told.push(list.map(({ producer }) => producer));
    }
    return told;
  }

  it('tells once who begins to speak, and once that all are silent', () => {
    assert.deepEqual(hear([[anna, 20]]), [['anna-mic']]);
    assert.deepEqual(hear([[anna, 127]]), [[]]);
  });

  it('names the one who has the floor first, and all who are heard', () => {
    hear([[ben, 30]]);
    const told = hear([
      [ben, 30],
      [anna, 10],
    ]);
    assert.deepEqual(told.at(-1), ['anna-mic', 'ben-mic']);
  });

  it('does not hear what is blocked', () => {
    anna.blocked = true;
    assert.deepEqual(hear([[anna, 10]]), []);
    anna.blocked = false;
  });
});
