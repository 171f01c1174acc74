import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offerAudio, writeTelephony } from '@sky-genesis/sdp';
import type { PhoneLine } from '../../domain/telephony/index.ts';
import { PhoneAudio } from './phone-audio.ts';

const line: PhoneLine = {
  address: '198.51.100.2',
  port: 40_010,
  dtls: null,
  connect: () => Promise.resolve(),
  play: () => Promise.resolve(),
  dial: () => undefined,
  close: () => undefined,
};
const options = { codecs: ['opus', 'pcma', 'pcmu'], srtp: 'off', latch: 'any' } as const;
const key = {
  tag: 1,
  suite: 'AES_CM_128_HMAC_SHA1_80',
  keyAndSalt: 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz',
} as const;

/** What a phone at 192.0.2.9 says. */
function phoneSays(
  codecs: readonly ('opus' | 'pcma' | 'pcmu' | 'g722')[],
  direction: 'sendrecv' | 'sendonly' | 'inactive' = 'sendrecv',
  secured = false,
): Uint8Array {
  const means = { address: '192.0.2.9', port: 5004, codecs, direction };
  const audio = offerAudio(secured ? { ...means, key } : means);
  return Buffer.from(writeTelephony({ sessionId: '1', version: 1 }, audio));
}

const ice = {
  ...{ iceUfrag: 'some', icePwd: 'p'.repeat(22), candidates: [] },
  fingerprint: `sha-256 ${Array(32).fill('AB').join(':')}`,
};
const secureLine: PhoneLine = { ...line, dtls: { ...ice, setup: 'actpass' } };

function webrtcSays(setup: 'active' | 'passive' | 'actpass'): Uint8Array {
  const means = {
    address: '192.0.2.9',
    port: 5004,
    codecs: ['pcma'],
    direction: 'sendrecv',
  } as const;
  const audio = offerAudio({ ...means, dtls: { ...ice, setup, mid: 'audio-0' } });
  const written = writeTelephony({ sessionId: '1', version: 1 }, audio);
  // A full ICE agent, and one that has chosen.
  const said = written.replace('a=ice-lite\r\n', '').replace('actpass', setup);
  return Buffer.from(said);
}

describe('the sound of a phone', () => {
  it('is agreed on by the phone’s own preference', () => {
    const audio = new PhoneAudio(line, options);
    const answer = audio.answer(phoneSays(['g722', 'pcmu', 'pcma']));
    assert.match(Buffer.from(answer ?? []).toString(), /m=audio 40010 RTP\/AVP 0 101/);
    assert.partialDeepStrictEqual(audio.agreed, {
      remote: { address: '192.0.2.9', port: 5004, rtcpPort: 5005 },
      codec: 'pcmu',
      payloadType: 0,
      telephoneEvent: 101,
      sends: true,
      receives: true,
      srtp: null,
    });
  });

  it('is agreed on in what the other end speaks, where the phone offers that, and stays so', () => {
    const audio = new PhoneAudio(line, options);
    audio.answer(phoneSays(['pcmu', 'pcma']), 'pcma');
    assert.equal(audio.agreed?.codec, 'pcma');
    audio.answer(phoneSays(['pcmu', 'pcma'], 'sendonly'));
    assert.equal(audio.agreed?.codec, 'pcma');
    audio.answer(phoneSays(['pcmu']), 'opus');
    assert.equal(audio.agreed?.codec, 'pcmu');
  });

  it('is not agreed on where nothing fits', () => {
    assert.equal(new PhoneAudio(line, options).answer(phoneSays(['g722'])), undefined);
    assert.equal(new PhoneAudio(line, options).answer(Buffer.from('nonsense')), undefined);
    const secured = new PhoneAudio(line, { ...options, srtp: 'sdes' });
    assert.equal(secured.answer(phoneSays(['pcma'])), undefined);
  });

  it('is held by the phone, and comes back', () => {
    const audio = new PhoneAudio(line, options);
    audio.answer(phoneSays(['pcma']));
    const held = audio.answer(phoneSays(['pcma'], 'sendonly'));
    assert.match(Buffer.from(held ?? []).toString(), /a=recvonly/);
    assert.equal(audio.heldByPhone, true);
    assert.partialDeepStrictEqual(audio.agreed, { sends: false, receives: true });
    audio.answer(phoneSays(['pcma']));
    assert.equal(audio.heldByPhone, false);
    assert.partialDeepStrictEqual(audio.agreed, { sends: true, receives: true });
  });

  it('is secured by the keys of both ends', () => {
    const audio = new PhoneAudio(line, { ...options, srtp: 'sdes' });
    const offer = Buffer.from(audio.offer()).toString();
    const ours = /inline:(\S+)/.exec(offer)?.[1];
    assert.ok(audio.accept(phoneSays(['pcma'], 'sendrecv', true)));
    assert.deepEqual(audio.agreed?.srtp, { local: ours, remote: key.keyAndSalt });
    const plain = new PhoneAudio(line, { ...options, srtp: 'sdes' });
    plain.offer();
    assert.equal(plain.accept(phoneSays(['pcma'])), false);
  });

  it('is secured by the key that the answer chose, whatever other suites the phone offers first', () => {
    const audio = new PhoneAudio(line, { ...options, srtp: 'sdes' });
    const weaker = `a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:${'x'.repeat(40)}`;
    const offer = Buffer.from(phoneSays(['pcma'], 'sendrecv', true))
      .toString()
      .replace('a=crypto:1', `${weaker}\r\na=crypto:2`);
    const answer = Buffer.from(audio.answer(Buffer.from(offer)) ?? []).toString();
    assert.match(answer, /a=crypto:2 AES_CM_128_HMAC_SHA1_80 /);
    assert.equal(audio.agreed?.srtp?.remote, key.keyAndSalt);
  });

  it('keeps the DTLS roles of the first exchange, whoever offers next (RFC 8842 §5.2)', () => {
    const audio = new PhoneAudio(secureLine, { ...options, srtp: 'dtls' });
    const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
    assert.match(text(audio.answer(webrtcSays('actpass'))), /a=setup:active\r\n/);
    assert.partialDeepStrictEqual(audio.agreed, { rtcpMux: true, dtls: { setup: 'passive' } });
    assert.match(text(audio.offer('sendonly')), /a=setup:actpass\r\n/);
    assert.ok(audio.accept(webrtcSays('passive')));
    assert.equal(audio.agreed?.dtls?.setup, 'passive');
    assert.match(text(audio.answer(webrtcSays('actpass'))), /a=setup:active\r\n/);
  });

  it('leaves who opens the DTLS handshake to the phone that answers', () => {
    for (const [said, ours] of [
      ['active', 'active'],
      ['passive', 'passive'],
    ] as const) {
      const audio = new PhoneAudio(secureLine, { ...options, srtp: 'dtls' });
      audio.offer();
      assert.ok(audio.accept(webrtcSays(said)));
      assert.equal(audio.agreed?.dtls?.setup, ours);
    }
    const audio = new PhoneAudio(secureLine, { ...options, srtp: 'dtls' });
    audio.offer();
    assert.equal(audio.accept(phoneSays(['pcma'])), false);
  });

  it('raises the version of its description each time (RFC 3264 §8)', () => {
    const audio = new PhoneAudio(line, options);
    const versions = [audio.offer(), audio.offer('sendonly')].map(
      (bytes) => /^o=- \d+ (\d+)/m.exec(Buffer.from(bytes).toString())?.[1],
    );
    assert.deepEqual(versions, ['1', '2']);
  });
});
