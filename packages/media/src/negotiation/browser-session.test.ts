import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseSessionDescription } from '@sky-genesis/sdp';
import { BrowserSession } from './browser-session.ts';
import { type CodecName, DescriptionRefused, type NegotiatedCodec } from './media-description.ts';

const fixtures = new URL('../../../sdp/src/fixtures/', import.meta.url);
const chromium = readFileSync(new URL('chromium-offer.sdp', fixtures), 'utf8');
const firefox = readFileSync(new URL('firefox-offer.sdp', fixtures), 'utf8');
/** simple-whip-client’s, and that of a player on webrtcbin. */
const publisher = readFileSync(new URL('gstreamer-publisher-offer.sdp', fixtures), 'utf8');
const player = readFileSync(new URL('gstreamer-player-offer.sdp', fixtures), 'utf8');
const local = {
  iceUfrag: 'ours',
  icePwd: 'p'.repeat(22),
  fingerprint: `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  setup: 'active',
  candidates: ['candidate:1 1 UDP 2114977791 127.0.0.1 4000 typ host'],
} as const;
const outgoing = { ssrc: 11, rtxSsrc: 12, cname: 'c', streamId: 'anna', trackId: 'camera' };

function sections(sdp: string): readonly string[] {
  const parsed = parseSessionDescription(sdp);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.message);
  return sdp.split(/(?=^m=)/m).slice(1);
}

function joined(): BrowserSession {
  const session = new BrowserSession('1');
  session.takeOffer(chromium);
  session.answer(local);
  return session;
}

const codec = (name: CodecName, parameters = ''): NegotiatedCodec => ({
  name,
  payloadType: 127,
  clockRate: 90_000,
  parameters,
  feedback: [],
});

function downlink(session: BrowserSession): string {
  const section = session.addDownlink('video', codec('vp8'), outgoing);
  assert.ok(section);
  return section.mid;
}

describe('BrowserSession', () => {
  it('answers a Chromium offer: receives what it can serve, refuses the data channel', () => {
    const session = new BrowserSession('1');
    const remote = session.takeOffer(chromium);
    assert.deepEqual([remote.iceUfrag, remote.setup], ['LMpf', 'actpass']);
    const answer = session.answer(local);
    const [audio = '', video = '', simulcast = '', data = ''] = sections(answer);
    assert.match(answer, /a=group:BUNDLE 0 1 2\r\n/);
    assert.match(audio, /^m=audio 9 UDP\/TLS\/RTP\/SAVPF 111\r\n/);
    assert.match(video, /^m=video 9 UDP\/TLS\/RTP\/SAVPF 96 97\r\n/);
    for (const section of [audio, video, simulcast]) {
      assert.match(section, /a=recvonly\r\n/);
      assert.match(section, /a=setup:active\r\n/);
      assert.match(section, /a=ice-ufrag:ours\r\n/);
      assert.match(section, /a=candidate:1 1 UDP/);
    }
    assert.match(simulcast, /a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n/);
    assert.match(data, /^m=application 0 /);
  });

  it('keeps the ids of the offer', () => {
    const uplinks = joined().uplinks();
    assert.deepEqual(
      uplinks.map(({ mid, kind, rids }) => [mid, kind, rids]),
      [
        ['0', 'audio', []],
        ['1', 'video', []],
        ['2', 'video', ['h', 'l']],
      ],
    );
    assert.deepEqual(uplinks[0]?.extensions, {
      audioLevel: 1,
      absSendTime: 2,
      transportSequence: 3,
      mid: 4,
    });
    assert.deepEqual(uplinks[1]?.ssrcs, [{ ssrc: 2750634769, rtxSsrc: 2190567676 }]);
  });

  it('answers a Firefox offer', () => {
    const session = new BrowserSession('1');
    session.takeOffer(firefox);
    sections(session.answer(local));
    assert.ok(session.uplinks().length > 0);
  });

  it('offers downlinks behind the sections there are, with a rising version and actpass', () => {
    const session = joined();
    const mid = downlink(session);
    const offer = session.offer();
    const all = sections(offer);
    assert.equal(all.length, 5);
    const last = all[4] ?? '';
    assert.match(offer, /^o=- 1 2 IN/m);
    assert.match(offer, /a=group:BUNDLE 0 1 2 s4\r\n/);
    assert.equal(mid, 's4');
    assert.match(last, /a=sendonly\r\n/);
    assert.match(last, /a=setup:actpass\r\n/);
    assert.match(last, /a=msid:anna camera\r\na=ssrc-group:FID 11 12\r\n/);
    assert.match(last, /a=rtcp-fb:96 nack pli\r\n/);
    assert.match(session.offer(), /^o=- 1 3 IN/m);
  });

  it('makes a stopped downlink inactive, and uses its section again', () => {
    const session = joined();
    const mid = downlink(session);
    session.stopDownlink(mid);
    const stopped = sections(session.offer())[4] ?? '';
    assert.match(stopped, /a=inactive\r\n/);
    assert.doesNotMatch(stopped, /a=msid|a=ssrc/);
    assert.equal(downlink(session), mid);
    assert.notEqual(downlink(session), mid);
    assert.equal(sections(session.offer()).length, 6);
  });

  it('tells which downlinks an answer refuses', () => {
    const session = joined();
    session.addDownlink('audio', codec('opus'), outgoing);
    const mid = downlink(session);
    const offer = session.offer();
    const answer = chromiumAnswer(offer).replace(
      new RegExp(String.raw`(a=mid:${mid}[\s\S]*?)a=recvonly`),
      '$1a=inactive',
    );
    assert.deepEqual(session.takeAnswer(answer), [mid]);
  });

  it('refuses a lite agent, which would wait for our checks as we wait for its', () => {
    const lite = chromium.replace('t=0 0', 't=0 0\r\na=ice-lite');
    assert.throws(() => new BrowserSession('1').takeOffer(lite), DescriptionRefused);
  });

  it('refuses what changes the connection or its sections', () => {
    const session = joined();
    const refused = (text: string) =>
      assert.throws(() => session.takeOffer(text), DescriptionRefused);
    refused('v=0');
    refused(chromium.replaceAll('a=ice-ufrag:LMpf', 'a=ice-ufrag:Other'));
    refused(chromium.replace(/m=application[\s\S]*/, '').replace('BUNDLE 0 1 2 3', 'BUNDLE 0 1 2'));
    refused(chromium.replaceAll('a=mid:2', 'a=mid:7').replace('BUNDLE 0 1 2', 'BUNDLE 0 1 7'));
    session.addDownlink('video', codec('vp8'), outgoing);
    assert.throws(() => session.takeAnswer(chromium), DescriptionRefused);
    assert.equal(session.uplinks().length, 3);
  });

  it('sends a browser any codec that it offered, and no other', () => {
    const session = joined();
    assert.ok(session.addDownlink('video', codec('h264', 'profile-level-id=42e01f'), outgoing));
    const last = sections(session.offer()).at(-1) ?? '';
    assert.match(last, /a=rtpmap:108 H264\/90000\r\n/);
    assert.match(last, /a=fmtp:108 .*packetization-mode=1;profile-level-id=42/);
    const poorer = new BrowserSession('1');
    poorer.takeOffer(publisher);
    poorer.answer(local);
    assert.equal(poorer.addDownlink('video', codec('h264'), outgoing), undefined);
  });

  it('takes what a publisher bundles at port 0 (RFC 9143), and answers only the feedback it offers', () => {
    const session = new BrowserSession('1');
    session.takeOffer(publisher);
    const [video = '', audio = ''] = sections(session.answer(local));
    assert.match(audio, /^m=audio 9 [\s\S]*a=recvonly\r\n/);
    assert.deepEqual(video.match(/a=rtcp-fb:.*/g), [
      'a=rtcp-fb:96 nack pli',
      'a=rtcp-fb:96 ccm fir',
    ]);
    assert.deepEqual(
      session.uplinks().map(({ mid, ssrcs }) => [mid, ssrcs]),
      [
        ['video0', [{ ssrc: 2 }]],
        ['audio1', [{ ssrc: 1 }]],
      ],
    );
    session.takeOffer(publisher.replace('a=bundle-only\r\n', ''));
    assert.deepEqual(
      session.uplinks().map(({ mid }) => mid),
      ['video0'],
    );
  });

  it('answers a player in the sections it has for receiving, once each', () => {
    const session = new BrowserSession('1');
    session.takeOffer(player);
    assert.equal(session.fillDownlink('video', codec('h264'), outgoing), undefined);
    assert.equal(session.fillDownlink('video', codec('vp8'), outgoing)?.mid, 'video0');
    assert.equal(session.fillDownlink('video', codec('vp8'), outgoing), undefined);
    const [video = '', audio = ''] = sections(session.answer(local));
    assert.match(video, /a=sendonly\r\n[\s\S]*a=msid:anna camera\r\n/);
    assert.match(audio, /a=inactive\r\n/);
    assert.deepEqual(session.uplinks(), []);
  });

  it('does not offer before the browser has', () => {
    assert.throws(() => new BrowserSession('1').offer(), DescriptionRefused);
  });
});

/** The offer as a browser answers it: its own credentials, the directions turned round. */
function chromiumAnswer(offer: string): string {
  const { fingerprint } = /a=fingerprint:(?<fingerprint>.*)\r?\n/.exec(chromium)?.groups ?? {};
  return offer
    .replace('a=ice-lite\r\n', '')
    .replaceAll('a=ice-ufrag:ours', 'a=ice-ufrag:LMpf')
    .replaceAll(/a=fingerprint:.*/g, `a=fingerprint:${fingerprint?.trim()}`)
    .replaceAll('a=setup:actpass', 'a=setup:passive')
    .replaceAll('a=sendonly', 'a=TURNED')
    .replaceAll('a=recvonly', 'a=sendonly')
    .replaceAll('a=TURNED', 'a=recvonly');
}
