import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { SrtcpReceiver, SrtcpSender } from '../srtp/srtcp.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp.ts';
import {
  type KeyingMaterial,
  SRTP_AEAD_AES_128_GCM,
  SRTP_AES128_CM_SHA1_80,
} from './dtls-session.ts';
import { loadForeign } from './foreign.ts';
import { Memory } from './memory.ts';
import { GcmCipher } from './packet-cipher.ts';
import { SrtpSession } from './srtp-session.ts';

const foreign = await loadForeign();
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const PROFILES = { SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80 } as const;
const alice = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
const bob = hex('0102030405060708090A0B0C0D0E0F10 1112131415161718191A1B1C1D1E');

/** Both ends of an association, and the memory that packets go through. */
class Stage {
  readonly plain = new Memory(foreign, 4096);
  readonly sealed = new Memory(foreign, 4096);
  readonly left: SrtpSession;
  readonly right: SrtpSession;

  constructor(profile: KeyingMaterial['profile']) {
    const length = profile === SRTP_AEAD_AES_128_GCM ? 28 : 30;
    const [local, remote] = [alice.subarray(0, length), bob.subarray(0, length)];
    this.left = new SrtpSession(foreign, { profile, local, remote });
    this.right = new SrtpSession(foreign, { profile, local: remote, remote: local });
  }

  /** What leaves the left end, at another place than it was. */
  protect(packet: Uint8Array): Buffer {
    this.plain.bytes.set(packet);
    const length = this.left.protect(this.plain, packet.length, this.sealed, 40);
    return Buffer.from(this.sealed.bytes.slice(40, 40 + length));
  }

  unprotect(packet: Uint8Array, by = this.right): Buffer {
    this.sealed.bytes.set(packet, 8);
    const length = by.unprotect(this.sealed, 8, packet.length);
    return Buffer.from(this.sealed.bytes.slice(8, 8 + length));
  }

  free(): void {
    this.left.free();
    this.right.free();
  }
}

function rtp(sequence: number, payload: Uint8Array, ssrc = 0xcafebabe): Buffer {
  const header = hex('906f1234decafbad00000000 bede0001 10ff0000');
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}

function rtcp(payload: Uint8Array): Buffer {
  return Buffer.concat([hex('80c90001cafebabe'), payload]);
}

for (const [name, profile] of Object.entries(PROFILES))
  describe(`SRTP by ${name}`, () => {
    const stage = new Stage(profile);
    const tag = profile === SRTP_AEAD_AES_128_GCM ? 16 : 10;
    after(() => stage.free());

    it('opens what it has sealed, hides what it says and shows its header', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 16, maxLength: 1400 }), (payload) => {
          const local = new Stage(profile);
          for (const packet of [rtp(7, payload), rtcp(payload)]) {
            const header = packet.length - payload.length;
            const sealed = local.protect(packet);
            assert.deepEqual(sealed.subarray(0, header), packet.subarray(0, header));
            assert.notDeepEqual(sealed.subarray(header, packet.length), Buffer.from(payload));
            assert.deepEqual(local.unprotect(sealed), packet);
          }
          local.free();
        }),
        { numRuns: 50 },
      );
    });

    it('goes on behind the last sequence number, and back across it', () => {
      const sequences = [0xfffe, 0xffff, 1, 0, 2];
      for (const sequence of sequences) {
        const packet = rtp(sequence, Buffer.alloc(20, sequence & 0xff), 5);
        const sealed = stage.protect(packet);
        assert.equal(sealed.length, packet.length + tag);
        assert.deepEqual(stage.unprotect(sealed), packet, `${sequence}`);
      }
    });

    it('takes reports of each source, whatever the others have counted', () => {
      const ends = [new Stage(profile), new Stage(profile)] as const;
      const [video, audio] = [rtcp(Buffer.alloc(20, 1)), rtcp(Buffer.alloc(20, 1))];
      video.writeUInt32BE(4, 4);
      audio.writeUInt32BE(5, 4);
      // As libsrtp counts: each source from the beginning.
      for (let i = 0; i < 100; i += 1)
        assert.deepEqual(stage.unprotect(ends[0].protect(video)), video);
      const sealed = ends[1].protect(audio);
      assert.deepEqual(stage.unprotect(sealed), audio);
      assert.equal(stage.unprotect(sealed).length, 0);
      for (const end of ends) end.free();
    });

    it('seals what comes late into its place, and opens it', () => {
      const late = 512;
      const packets = Array.from({ length: late + 2 }, (_, i) => rtp(i, Buffer.alloc(20, i), 77));
      const [first, missing, ...others] = packets;
      assert.ok(first !== undefined && missing !== undefined);
      for (const packet of [first, ...others, missing])
        assert.deepEqual(stage.unprotect(stage.protect(packet)), packet);
    });

    it('takes no packet twice, none that was changed, and none of its own', () => {
      for (const packet of [rtp(9, Buffer.alloc(30, 1), 6), rtcp(Buffer.alloc(24, 2))]) {
        const sealed = stage.protect(packet);
        assert.equal(stage.unprotect(sealed, stage.left).length, 0);
        for (let at = 0; at < sealed.length; at += 1) {
          const changed = Buffer.from(sealed);
          changed[at] = (changed[at] ?? 0) ^ 0x10;
          assert.equal(stage.unprotect(changed).length, 0, `octet ${at}`);
        }
        assert.deepEqual(stage.unprotect(sealed), packet);
        assert.equal(stage.unprotect(sealed).length, 0);
      }
    });

    it('takes no garbage', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(255), (bytes, first) => {
          for (const garbage of [bytes, Uint8Array.of(0x80 | (first & 0x3f), first, ...bytes)]) {
            assert.equal(stage.unprotect(garbage).length, 0);
            stage.protect(garbage);
          }
        }),
      );
    });
  });

describe('AES_CM_128_HMAC_SHA1_80', () => {
  it('is what our own SRTP in JavaScript makes of it, both ways', () => {
    const stage = new Stage(SRTP_AES128_CM_SHA1_80);
    const ends = {
      rtp: [new SrtpSender(bob), new SrtpReceiver(alice)],
      rtcp: [new SrtcpSender(bob), new SrtcpReceiver(alice)],
    } as const;
    const packets = { rtp: rtp(0x8001, Buffer.alloc(333, 3)), rtcp: rtcp(Buffer.alloc(20, 4)) };
    for (const protocol of ['rtp', 'rtcp'] as const) {
      const [sender, receiver] = ends[protocol];
      const packet = packets[protocol];
      assert.deepEqual(Buffer.from(receiver.unprotect(stage.protect(packet)) ?? []), packet);
      assert.deepEqual(stage.unprotect(sender.protect(packet), stage.left), packet);
    }
    stage.free();
  });

  it('repeats a packet that was lost', () => {
    const stage = new Stage(SRTP_AES128_CM_SHA1_80);
    const packet = rtp(1, Buffer.alloc(10));
    assert.deepEqual(stage.protect(packet), stage.protect(packet));
    stage.free();
  });
});

describe('AEAD_AES_128_GCM', () => {
  const key = hex('000102030405060708090a0b0c0d0e0f');
  const salt = hex('517569642070726f2071756f');

  it('seals the packet of RFC 7714 section 16.1.1', () => {
    const packet = hex(`8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973
      20646976 69736120 696e2070 61727465 73207472 6573`);
    const expected = hex(`8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5
      0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce`);
    const cipher = new GcmCipher(foreign, { cipher: key, salt }, false);
    const memory = new Memory(foreign, 100);
    memory.bytes.set(packet);
    const { address, bytes } = memory;
    cipher.seal(address, address, 12, packet.length, 0x5501a0b2, 0xf17b);
    const whole = Buffer.concat([bytes.subarray(0, packet.length), cipher.tag]);
    assert.deepEqual(whole, expected);
    assert.equal(cipher.open(address, 12, packet.length, 0x5501a0b2, 0xf17b), true);
    assert.deepEqual(Buffer.from(bytes.subarray(0, packet.length)), packet);
    cipher.free();
  });

  it('authenticates the index of SRTCP as RFC 7714 section 9.2 orders it', () => {
    const cipher = new GcmCipher(foreign, { cipher: key, salt }, true);
    const packet = rtcp(Buffer.alloc(24, 5));
    const memory = new Memory(foreign, 100);
    memory.bytes.set(packet);
    cipher.trailer.setUint32(0, 0x8000_0123);
    cipher.seal(memory.address, memory.address, 8, packet.length, 0xcafebabe, 0x123);
    const vector = Buffer.from(salt);
    for (const [i, octet] of hex('0000cafebabe000000000123').entries())
      vector[i] = (vector[i] ?? 0) ^ octet;
    const node = createCipheriv('aes-128-gcm', key, vector);
    node.setAAD(Buffer.concat([packet.subarray(0, 8), hex('80000123')]));
    const hidden = Buffer.concat([node.update(packet.subarray(8)), node.final()]);
    assert.deepEqual(Buffer.from(memory.bytes.slice(8, packet.length)), hidden);
    assert.deepEqual(Buffer.from(cipher.tag), node.getAuthTag());
    cipher.free();
  });

  it('seals nothing twice under one index, which would give the key away', () => {
    const stage = new Stage(SRTP_AEAD_AES_128_GCM);
    const packet = rtp(1, Buffer.alloc(10));
    assert.notEqual(stage.protect(packet).length, 0);
    assert.equal(stage.protect(packet).length, 0);
    stage.free();
  });
});
