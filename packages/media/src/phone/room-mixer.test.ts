import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { G711Codec, RtpPacket } from '@sky-genesis/rtp';
import { Producer } from '../router/producer.ts';
import type { LegCodecName } from './leg-codec.ts';
import { PhoneLeg } from './phone-leg.ts';
import { PhoneVoice } from './phone-voice.ts';
import { type MixedPhone, RoomMixer } from './room-mixer.ts';

const RATE = 8000;
const alaw = new G711Codec('pcma');

/** A telephone that speaks a tone, and what it is sent. */
class Stand {
  readonly sent: RtpPacket[] = [];
  readonly phone: MixedPhone;
  readonly #hertz: number;
  readonly #codec: LegCodecName;
  #step = 0;

  constructor(
    slot: number,
    hertz: number,
    hears?: ReadonlySet<string>,
    codec: LegCodecName = 'pcma',
  ) {
    this.#hertz = hertz;
    this.#codec = codec;
    const leg = new PhoneLeg({
      identity: { ssrc: slot, cname: 'c', firstSequence: 0, firstTimestamp: 0 },
      epochMs: 0,
      sendRtp: (bytes) => {
        const packet = new RtpPacket();
        assert.ok(packet.read(bytes));
        this.sent.push(packet);
      },
      sendRtcp: () => undefined,
      onHeard: () => undefined,
      onKey: () => undefined,
      onPlayed: () => undefined,
    });
    const voice = new PhoneVoice(1000 + slot, 0, 0);
    const producer = new Producer(`phone-${slot}`, slot, voice.uplink);
    this.phone = { slot, leg, voice, producer, hears };
    leg.connect({
      remote: this.#source,
      codec: { name: codec, payloadType: 8 },
      latch: 'none',
      sends: true,
      receives: true,
    });
  }

  speak(nowMs: number): void {
    const samples = Int16Array.from(
      { length: 160 },
      (_, i) => 6000 * Math.sin((2 * Math.PI * this.#hertz * (this.#step * 160 + i)) / RATE),
    );
    const bytes = new Uint8Array(172);
    bytes.set([0x80, 8, this.#step >> 8, this.#step & 0xff]);
    new DataView(bytes.buffer).setUint32(4, this.#step * 160);
    bytes[11] = this.phone.slot;
    alaw.encode(samples, bytes.subarray(12));
    this.#step += 1;
    this.phone.leg.takeRtp(bytes, this.#source, nowMs);
  }

  /** How loud a tone is in the last quarter of a second that it was sent. */
  loudness(hertz: number): number {
    assert.equal(this.#codec, 'pcma');
    let [real, imaginary, count] = [0, 0, 0];
    for (const packet of this.sent.slice(-12)) {
      const samples = new Int16Array(160);
      alaw.decode(packet.payload(), samples);
      for (const sample of samples) {
        real += sample * Math.cos((2 * Math.PI * hertz * count) / RATE);
        imaginary += sample * Math.sin((2 * Math.PI * hertz * count) / RATE);
        count += 1;
      }
    }
    return (2 * Math.hypot(real, imaginary)) / count;
  }

  get #source() {
    return { address: '192.0.2.1', port: 4000 };
  }
}

describe('RoomMixer', () => {
  let mixer: RoomMixer;
  let nowMs: number;

  beforeEach(() => {
    nowMs = 1000;
    mixer = new RoomMixer(nowMs);
  });

  const producersOf = (stands: readonly Stand[]) =>
    new Map(stands.map(({ phone: { producer } }) => [producer.id, producer]));

  function run(stands: readonly Stand[], forMs: number): void {
    const phones = stands.map(({ phone }) => phone);
    for (let t = 0; t < forMs; t += 20) {
      nowMs += 20;
      for (const stand of stands) stand.speak(nowMs);
      mixer.run(phones, producersOf(stands), nowMs, () => undefined);
    }
  }

  it('gives each all others without itself, and a moderator’s mute counts', () => {
    const stands = [new Stand(1, 500), new Stand(2, 900), new Stand(3, 1700)] as const;
    run(stands, 1000);
    const [one, two, three] = stands;
    assert.ok(one.loudness(900) > 3000 && one.loudness(1700) > 3000 && one.loudness(500) < 300);
    assert.ok(three.loudness(500) > 3000);
    two.phone.producer.blocked = true;
    run(stands, 1000);
    assert.ok(one.loudness(900) < 300 && one.loudness(1700) > 3000);
  });

  it('gives who chooses only what it has chosen, and never itself', () => {
    const chosen = new Set(['phone-2', 'phone-3']);
    const stands = [new Stand(1, 500), new Stand(2, 900), new Stand(3, 1700, chosen)] as const;
    run(stands, 1000);
    const [, , three] = stands;
    assert.ok(three.loudness(900) > 3000);
    assert.ok(three.loudness(500) < 300 && three.loudness(1700) < 300);
  });

  it('sends a packet every 20 ms, and catches up with a short delay', () => {
    const stands = [new Stand(1, 500), new Stand(2, 900), new Stand(3, 1700)];
    run(stands, 1000);
    const [one] = stands;
    const before = one?.sent.length ?? 0;
    assert.ok(before >= 50 && before <= 51, `${before}`);
    nowMs += 60;
    run(stands, 20);
    assert.equal(one?.sent.length, before + 4);
  });

  it('leaves out a long pause, with timestamps that know of it', () => {
    const stands = [new Stand(1, 500), new Stand(2, 900), new Stand(3, 1700)];
    run(stands, 200);
    const [one] = stands;
    const last = one?.sent.at(-1);
    nowMs += 3000;
    run(stands, 20);
    const next = one?.sent.at(-1);
    assert.ok(last && next);
    assert.equal(next.sequenceNumber, last.sequenceNumber + 1);
    assert.ok(Math.abs(next.timestamp - last.timestamp - 3020 * 8) <= 160);
  });

  it('puts two alone through, unless they speak differently', () => {
    const same = [new Stand(1, 500), new Stand(2, 900)] as const;
    run(same, 200);
    assert.ok(same[0].phone.leg.silent, 'nothing is decoded');
    assert.ok(same[0].loudness(900) > 3000);
    const different = [new Stand(3, 500), new Stand(4, 900, undefined, 'pcmu')] as const;
    mixer = new RoomMixer(nowMs);
    run(different, 200);
    assert.ok(!different[0].phone.leg.silent);
  });
});
