import assert from 'node:assert/strict';
import { createCipheriv, createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Authentication } from './authentication.ts';
import { KeyStream } from './key-stream.ts';
import { PacketIndices } from './packet-index.ts';
import { deriveKeys } from './session-keys.ts';
import { SrtcpReceiver, SrtcpSender } from './srtcp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
// RFC 3711 appendix B.3.
const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');

function rtp(sequence: number, ssrc = 0xcafebabe): Uint8Array {
  const header = hex('800f1234decafbad00000000');
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, Buffer.alloc(16, 0xab)]);
}

describe('the keys of SRTP', () => {
  it('are derived as RFC 3711 appendix B.3 has it', () => {
    const keys = deriveKeys(master, 'rtp');
    assert.deepEqual(Buffer.from(keys.cipher), hex('C61E7A93744F39EE10734AFE3FF7A087'));
    assert.deepEqual(Buffer.from(keys.salt), hex('30CBBC08863D8C85D49DB34A9AE1'));
    assert.deepEqual(
      Buffer.from(keys.authentication),
      hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'),
    );
  });

  it('make the key stream of RFC 3711 appendix B.2', () => {
    const key = hex('2B7E151628AED2A6ABF7158809CF4F3C');
    const stream = new KeyStream(key, hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'));
    const bytes = Buffer.alloc(48);
    stream.apply(bytes, bytes, 0, bytes.length, 0, 0);
    const expected = `E03EAD0935C95E80E166B16DD92B4EB4
      D23513162B02D0F72A43A2FE4A5F97AB
      41E95B3BB0A2E8DD477901E4FCA894C0`;
    assert.deepEqual(bytes, hex(expected));
  });

  it('make what Node’s own ciphers make, of packets of any length', () => {
    const { cipher, salt, authentication } = deriveKeys(master, 'rtp');
    const [stream, tags] = [new KeyStream(cipher, salt), new Authentication(authentication)];
    const [ssrc, index] = [0xcafebabe, 0x8001_fffe_1234];
    const vector = Buffer.alloc(16);
    vector.set(salt);
    for (const [i, octet] of hex('cafebabe8001fffe1234').entries())
      vector[4 + i] = (vector[4 + i] ?? 0) ^ octet;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000, size: 'max' }), (bytes) => {
        const plain = Buffer.from(bytes);
        const hidden = Buffer.from(bytes);
        stream.apply(plain, hidden, 0, plain.length, ssrc, index);
        assert.deepEqual(hidden, createCipheriv('aes-128-ctr', cipher, vector).update(plain));
        const hmac = createHmac('sha1', authentication).update(plain);
        assert.deepEqual(tags.tag(plain, 7), hmac.update(hex('00000007')).digest().subarray(0, 10));
        const bare = createHmac('sha1', authentication).update(plain).digest();
        assert.deepEqual(tags.tag(plain), bare.subarray(0, 10));
      }),
    );
  });
});

describe('SrtpSender and SrtpReceiver', () => {
  it('agree with the packet that other implementations are tested by', () => {
    const protectedPacket = hex(`800f1234decafbadcafebabe
      4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb`);
    assert.deepEqual(Buffer.from(new SrtpSender(master).protect(rtp(0x1234))), protectedPacket);
    assert.deepEqual(
      Buffer.from(new SrtpReceiver(master).unprotect(protectedPacket) ?? []),
      Buffer.from(rtp(0x1234)),
    );
  });

  it('leave headers of any length readable', () => {
    const extended = Buffer.concat([
      hex('9201 0001 00000001 00000002 00000003 00000004 BEDE0001 10AA0000'),
      Buffer.from('sound'),
    ]);
    const hidden = new SrtpSender(master).protect(extended);
    assert.deepEqual(Buffer.from(hidden.subarray(0, 28)), extended.subarray(0, 28));
    assert.notDeepEqual(Buffer.from(hidden.subarray(28, 33)), Buffer.from('sound'));
    assert.deepEqual(Buffer.from(new SrtpReceiver(master).unprotect(hidden) ?? []), extended);
  });

  it('go on over the end of the sequence numbers, in any order', () => {
    const [sender, receiver] = [new SrtpSender(master), new SrtpReceiver(master)];
    const sent = [65_533, 65_534, 65_535, 0, 1, 2].map((sequence) => sender.protect(rtp(sequence)));
    const order = [0, 1, 3, 2, 5, 4].map((i) => sent[i] ?? Buffer.alloc(0));
    for (const packet of order) assert.ok(receiver.unprotect(packet));
  });

  it('take no packet twice, and none that was changed anywhere', () => {
    const sender = new SrtpSender(master);
    const receiver = new SrtpReceiver(master);
    const sent = sender.protect(rtp(7));
    for (let at = 0; at < sent.length; at += 1) {
      const forged = Uint8Array.from(sent);
      forged[at] = (forged[at] ?? 0) ^ 1;
      assert.equal(receiver.unprotect(forged), undefined);
    }
    assert.ok(receiver.unprotect(Uint8Array.from(sent)));
    assert.equal(receiver.unprotect(Uint8Array.from(sent)), undefined);
    for (let i = 8; i < 100; i += 1) assert.ok(receiver.unprotect(sender.protect(rtp(i))));
    assert.equal(receiver.unprotect(sent), undefined);
  });

  it('keep the sources of a peer apart', () => {
    const [sender, receiver] = [new SrtpSender(master), new SrtpReceiver(master)];
    for (const ssrc of [1, 2]) assert.ok(receiver.unprotect(sender.protect(rtp(60_000, ssrc))));
    for (const ssrc of [1, 2]) assert.ok(receiver.unprotect(sender.protect(rtp(60_001, ssrc))));
  });

  it('never throw on what is no packet', () => {
    const receivers = [new SrtpReceiver(master), new SrtcpReceiver(master)];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        for (const receiver of receivers) assert.equal(receiver.unprotect(bytes), undefined);
      }),
    );
  });
});

describe('SrtcpSender and SrtcpReceiver', () => {
  const report = Buffer.concat([hex('81c8000bcafebabe'), Buffer.alloc(16, 0xab)]);

  it('agree with the packet that other implementations are tested by', () => {
    const protectedPacket = hex(`81c8000bcafebabe
      7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798`);
    assert.deepEqual(Buffer.from(new SrtcpSender(master).protect(report)), protectedPacket);
    assert.deepEqual(
      Buffer.from(new SrtcpReceiver(master).unprotect(protectedPacket) ?? []),
      report,
    );
  });

  it('take no packet twice, and none that was changed anywhere', () => {
    const receiver = new SrtcpReceiver(master);
    const sent = new SrtcpSender(master).protect(report);
    for (let at = 0; at < sent.length; at += 1) {
      const forged = Uint8Array.from(sent);
      forged[at] = (forged[at] ?? 0) ^ 1;
      assert.equal(receiver.unprotect(forged), undefined);
    }
    assert.ok(receiver.unprotect(Uint8Array.from(sent)));
    assert.equal(receiver.unprotect(Uint8Array.from(sent)), undefined);
  });
});

describe('PacketIndices', () => {
  it('guesses any index that is less than half a cycle away', () => {
    const start = fc.integer({ min: 0x8000, max: 2 ** 40 });
    const offset = fc.integer({ min: -0x7fff, max: 0x7fff });
    fc.assert(
      fc.property(start, offset, (newest, away) => {
        const indices = new PacketIndices();
        indices.accept(newest);
        assert.equal(indices.guess((newest + away) % 0x10000), newest + away);
      }),
    );
  });

  it('takes each index once, and none that is too old to know', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (order) => {
        const indices = new PacketIndices();
        const taken = new Set<number>();
        for (const index of order) {
          const tooOld = Math.max(-1, ...taken) - index >= 1024;
          assert.equal(indices.isReplay(index), taken.has(index) || tooOld);
          if (indices.isReplay(index)) continue;
          indices.accept(index);
          taken.add(index);
        }
      }),
    );
  });
});
