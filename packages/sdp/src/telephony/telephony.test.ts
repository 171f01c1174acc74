import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type AudioMeans,
  answerAudio,
  type Direction,
  type DtlsDescription,
  mirrored,
  misfitOf,
  narrowed,
  offerAudio,
  readTelephony,
  writeTelephony,
} from './index.ts';

const KEY = 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
const head = (address = '192.0.2.1') =>
  `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\n`;
const origin = { sessionId: '7', version: 3 };
const means: AudioMeans = {
  address: '198.51.100.2',
  port: 40_000,
  codecs: ['opus', 'g722', 'pcma', 'pcmu'],
  direction: 'sendrecv',
};

const FINGERPRINT = `sha-256 ${Array(32).fill('AB').join(':')}`;
const dtls: DtlsDescription = {
  ...{ iceUfrag: 'ours', icePwd: 'p'.repeat(22), fingerprint: FINGERPRINT, setup: 'actpass' },
  candidates: ['candidate:1 1 UDP 2130706431 198.51.100.2 40000 typ host'],
  mid: '0',
};
/** What Asterisk offers with `webrtc=yes`, without what is of no use here. */
const WEBRTC =
  'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:audio-0\r\na=ice-ufrag:theirs\r\n' +
  `a=ice-pwd:${'q'.repeat(22)}\r\na=fingerprint:${FINGERPRINT}\r\na=setup:actpass\r\na=rtcp-mux\r\n`;

function read(text: string) {
  const parsed = readTelephony(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.message);
  return parsed.value;
}

describe('telephone descriptions', () => {
  it('know static payload types without their rtpmap (RFC 3551)', () => {
    const { audio } = read(`${head()}m=audio 4000 RTP/AVP 9 8 0 18 101\r\n`);
    assert.deepEqual(
      audio.codecs.map(({ name, payloadType }) => `${name} ${payloadType}`),
      ['g722 9', 'pcma 8', 'pcmu 0'],
    );
    assert.equal(audio.telephoneEvent, null);
    assert.deepEqual([audio.port, audio.rtcpPort, audio.rtcpMux], [4000, 4001, false]);
  });

  it('read dynamic ones, events and parameters by their maps', () => {
    const { audio } = read(
      `${head()}m=audio 4000 RTP/AVP 111 8 96\r\na=rtpmap:111 OPUS/48000/2\r\n` +
        'a=fmtp:111 useinbandfec=1\r\na=rtpmap:8 PCMA/8000/1\r\n' +
        'a=rtpmap:96 telephone-event/8000\r\na=ptime:30\r\na=rtcp:5000\r\na=sendonly\r\n',
    );
    assert.deepEqual(audio.codecs, [
      { name: 'opus', payloadType: 111, parameters: 'useinbandfec=1' },
      { name: 'pcma', payloadType: 8 },
    ]);
    assert.deepEqual([audio.telephoneEvent, audio.ptimeMs, audio.rtcpPort], [96, 30, 5000]);
    assert.equal(audio.direction, 'sendonly');
  });

  it('take an address of zeros for hold (RFC 3264 §8.4)', () => {
    assert.equal(read(`${head('0.0.0.0')}m=audio 4000 RTP/AVP 0\r\n`).audio.direction, 'sendonly');
  });

  it('refuse what has no audio that could be used', () => {
    const refusals = [
      `${head()}m=video 4000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n`,
      `${head()}m=audio 0 RTP/AVP 0\r\n`,
      `${head()}m=audio 4000 RTP/AVP 18\r\n`,
      `${head()}m=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n`,
      `${head()}m=audio 4000 RTP/SAVP 0\r\n`,
      `${head()}m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:short\r\n`,
      '',
    ];
    for (const text of refusals) assert.equal(readTelephony(text).ok, false, text);
  });

  it('are answered with the codec that the offerer prefers, by its numbers', () => {
    const offer = read(
      `${head()}m=audio 4000 RTP/AVP 8 120 100\r\na=rtpmap:120 opus/48000/2\r\n` +
        'a=rtpmap:100 telephone-event/8000\r\n',
    );
    const answer = answerAudio(offer.audio, { ...means, codecs: ['opus', 'pcma'] });
    assert.deepEqual(answer?.codecs, [{ name: 'pcma', payloadType: 8 }]);
    assert.equal(answer?.telephoneEvent, 100);
    const opus = answerAudio(offer.audio, { ...means, codecs: ['opus'] });
    assert.partialDeepStrictEqual(opus?.codecs, [{ name: 'opus', payloadType: 120 }]);
    assert.equal(answerAudio(offer.audio, { ...means, codecs: ['g722'] }), undefined);
  });

  it('are answered section by section; other media are refused', () => {
    const offer = read(
      `${head()}m=video 6000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\nm=audio 4000 RTP/AVP 0\r\n` +
        'm=application 5000 TCP/BFCP *\r\n',
    );
    const answer = answerAudio(offer.audio, means);
    assert.ok(answer);
    const text = writeTelephony(origin, answer, offer.sections);
    const mediaLines = text.split('\r\n').filter((line) => line.startsWith('m='));
    assert.deepEqual(mediaLines, [
      'm=video 0 RTP/AVP 96',
      'm=audio 40000 RTP/AVP 0',
      'm=application 0 TCP/BFCP *',
    ]);
  });

  it('agree on SRTP by the offered key of a suite both have, or not at all (RFC 4568)', () => {
    const key = { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keyAndSalt: KEY } as const;
    const secured = read(
      `${head()}m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:${KEY}\r\n` +
        `a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^31\r\n`,
    );
    const answer = answerAudio(secured.audio, { ...means, key });
    assert.deepEqual(answer?.keys, [{ ...key, tag: 2 }]);
    assert.match(
      writeTelephony(origin, answer, secured.sections),
      /m=audio 40000 RTP\/SAVP 0\r\n[\s\S]*a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:/,
    );
    assert.equal(answerAudio(secured.audio, means), undefined);
    const plain = read(`${head()}m=audio 4000 RTP/AVP 0\r\n`);
    assert.equal(answerAudio(plain.audio, { ...means, key }), undefined);
  });

  it('agree on DTLS-SRTP over ICE, with a role each, in the offer’s own section (RFC 8842)', () => {
    const offered = read(`${head('0.0.0.0')}${WEBRTC}`);
    assert.partialDeepStrictEqual(offered.audio, {
      ...{ direction: 'sendrecv', keys: [], rtcpMux: true },
      dtls: { iceUfrag: 'theirs', setup: 'actpass', mid: 'audio-0' },
    });
    const answer = answerAudio(offered.audio, { ...means, dtls });
    assert.ok(answer);
    const lines = writeTelephony(origin, answer, offered.sections).split('\r\n');
    for (const line of [
      ...['a=ice-lite', 'a=group:BUNDLE audio-0', 'a=mid:audio-0', 'a=setup:active', 'a=rtcp-mux'],
      ...['m=audio 40000 UDP/TLS/RTP/SAVPF 0', 'a=ice-ufrag:ours', `a=${dtls.candidates[0]}`],
    ])
      assert.ok(lines.includes(line), line);
    const active = read(`${head()}${WEBRTC.replace('actpass', 'active')}`).audio;
    assert.equal(answerAudio(active, { ...means, dtls })?.dtls?.setup, 'passive');
    assert.equal(answerAudio(offered.audio, means), undefined);
    const plain = read(`${head()}m=audio 4000 RTP/AVP 0\r\n`).audio;
    assert.equal(answerAudio(plain, { ...means, dtls }), undefined);
  });

  it('show before there is a place for media whether there could be an answer, and if not why', () => {
    const offers = {
      off: read(`${head()}m=audio 4000 RTP/AVP 0\r\n`).audio,
      sdes: read(
        `${head()}m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}\r\n`,
      ).audio,
      dtls: read(`${head('0.0.0.0')}${WEBRTC}`).audio,
    };
    const ways = ['off', 'sdes', 'dtls'] as const;
    for (const offered of ways) {
      for (const srtp of ways) {
        const misfit = misfitOf(offers[offered], { codecs: ['pcmu'], srtp });
        assert.equal(misfit, offered === srtp ? undefined : 'srtp', `${offered} for ${srtp}`);
      }
      assert.equal(misfitOf(offers[offered], { codecs: ['opus'], srtp: offered }), 'codec');
    }
  });

  it('offer DTLS-SRTP with both roles open', () => {
    const text = writeTelephony(
      origin,
      offerAudio({ ...means, dtls: { ...dtls, setup: 'active' } }),
    );
    assert.match(text, /m=audio 40000 UDP\/TLS\/RTP\/SAVPF [\s\S]*a=setup:actpass\r\n/);
  });

  it('say why DTLS-SRTP that is offered cannot be used', () => {
    const why = (text: string) => {
      const parsed = readTelephony(text);
      return parsed.ok ? undefined : parsed.problem.message;
    };
    assert.match(why(`${head()}${WEBRTC.replace(/a=ice-.*\r\n/g, '')}`) ?? '', /with ICE only/);
    assert.match(why(`${head()}${WEBRTC.replace('a=rtcp-mux\r\n', '')}`) ?? '', /rtcp-mux only/);
    assert.match(why(`${head()}a=ice-lite\r\n${WEBRTC}`) ?? '', /full ICE agents only/);
  });

  it('come out of writing as they went in', () => {
    const key = { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keyAndSalt: KEY } as const;
    for (const offer of [
      offerAudio(means),
      offerAudio({ ...means, address: '2001:db8::1', key }),
    ]) {
      assert.deepEqual(read(writeTelephony(origin, offer)).audio, offer);
    }
  });

  it('let flow what both ends allow', () => {
    const cases: readonly [Direction, Direction, Direction][] = [
      ['sendonly', 'sendrecv', 'recvonly'],
      ['recvonly', 'sendrecv', 'sendonly'],
      ['inactive', 'sendrecv', 'inactive'],
      ['sendrecv', 'sendonly', 'sendonly'],
      ['sendonly', 'sendonly', 'inactive'],
    ];
    for (const [offered, ours, expected] of cases) {
      assert.equal(narrowed(mirrored(offered), ours), expected);
    }
  });

  it('take for text what is all digits', () => {
    const { audio } = read(`${head()}m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 8/8000\r\n`);
    assert.equal(audio.telephoneEvent, null);
    const numbered = WEBRTC.replace(/(a=ice-ufrag:).*/, '$11234');
    assert.equal(read(`${head()}${numbered}`).audio.dtls?.iceUfrag, '1234');
  });

  it('never throw, whatever comes', () => {
    const valid = writeTelephony(origin, offerAudio(means));
    fc.assert(
      fc.property(
        fc.nat(valid.length),
        fc.nat(40),
        fc.string({ maxLength: 30 }),
        (at, cut, put) => {
          readTelephony(valid.slice(0, at) + put + valid.slice(at + cut));
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });
});
