import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SDP_LIMITS } from './limits.ts';
import { parseSessionDescription } from './session-description.ts';

const FIXTURES = [
  'chromium-offer',
  'chromium-answer',
  'chromium-empty',
  'firefox-offer',
  'firefox-answer',
  'firefox-empty',
  'gstreamer-publisher-offer',
  'gstreamer-player-offer',
];
const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}.sdp`, import.meta.url), 'utf8');

const SESSION = 'v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\ns=-\r\nt=0 0\r\n';
const AUDIO =
  'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\n';

function problemOf(text: string): { line?: number; message: string } {
  const parsed = parseSessionDescription(text);
  assert.ok(!parsed.ok, 'it was accepted');
  return parsed.problem;
}

describe('parseSessionDescription', () => {
  for (const name of FIXTURES) {
    it(`accepts what a browser or GStreamer made: ${name}`, () => {
      const parsed = parseSessionDescription(fixture(name));
      assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.message);
    });
  }

  it('gives the media sections as they stand', () => {
    const parsed = parseSessionDescription(fixture('chromium-offer'));
    assert.ok(parsed.ok);
    assert.deepEqual(
      parsed.value.media.map((section) => section.type),
      ['audio', 'video', 'video', 'application'],
    );
  });

  it('accepts a minimal description, with and without media, with LF and without a last line end', () => {
    for (const text of [SESSION, SESSION + AUDIO, (SESSION + AUDIO).replaceAll('\r\n', '\n')]) {
      assert.ok(parseSessionDescription(text).ok, text);
      assert.ok(parseSessionDescription(text.trimEnd()).ok, text);
    }
  });

  it('refuses the literal dots of an abridged example, naming their line', () => {
    assert.equal(problemOf('v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\n...').line, 3);
  });

  for (const type of ['v', 'o', 's', 't']) {
    it(`refuses a description without its ${type}= line`, () => {
      const lines = SESSION.split('\r\n').filter((line) => !line.startsWith(`${type}=`));
      assert.match(problemOf(lines.join('\r\n')).message, new RegExp(`${type}= line is missing`));
    });
  }

  const broken: readonly (readonly [what: string, text: string])[] = [
    ['nothing', ''],
    ['prose', 'hello'],
    ['another version', SESSION.replace('v=0', 'v=1')],
    ['an origin of too few fields', SESSION.replace(' IN IP4 192.168.1.1', '')],
    ['a second origin', SESSION.replace('s=-', 'o=- 1 1 IN IP4 0.0.0.0\r\ns=-')],
    ['session lines out of order', SESSION.replace('s=-\r\nt=0 0', 't=0 0\r\ns=-')],
    ['a time that is none', SESSION.replace('t=0 0', 't=now')],
    ['an unknown line type', `${SESSION}q=1\r\n`],
    ['an unknown line type in a media section', `${SESSION}${AUDIO}o=1\r\n`],
    ['an empty line in the middle', SESSION.replace('s=-', '\r\ns=-')],
    ['a lone carriage return', SESSION.replace('s=-', 's=a\rb')],
    ['a NUL', SESSION.replace('s=-', 's=a\0b')],
    ['a media line without formats', `${SESSION}m=audio 9 RTP/AVP\r\n`],
    ['a port above 65535', `${SESSION}m=audio 65536 RTP/AVP 0\r\n`],
    ['a payload type above 127', `${SESSION}m=audio 9 RTP/AVP 128\r\n`],
    ['a payload type that is a word', `${SESSION}m=audio 9 UDP/TLS/RTP/SAVPF opus\r\n`],
    ['an rtpmap of a payload type the section lacks', `${SESSION}${AUDIO}a=rtpmap:112 x/8000\r\n`],
    ['an rtpmap without a clock rate', `${SESSION}${AUDIO}a=rtpmap:111 opus\r\n`],
    ['a short ICE password', `${SESSION}a=ice-pwd:short\r\n${AUDIO}`],
    ['a fingerprint that is not hexadecimal', `${SESSION}a=fingerprint:sha-256 XY:00\r\n${AUDIO}`],
    ['an unknown DTLS role', `${SESSION}${AUDIO}a=setup:maybe\r\n`],
    ['a broken candidate', `${SESSION}${AUDIO}a=candidate:1 1 udp 1 nowhere! 9 typ host\r\n`],
    ['the same mid twice', `${SESSION}${AUDIO}a=mid:0\r\n${AUDIO}a=mid:0\r\n`],
    [
      'a bundle of a section that is not there',
      `${SESSION}a=group:BUNDLE 0 1\r\n${AUDIO}a=mid:0\r\n`,
    ],
    ['a broken connection line', `${SESSION}${AUDIO.replace('IN IP4', 'IP4')}`],
    ['a broken bandwidth', `${SESSION}${AUDIO}b=AS:much\r\n`],
  ];
  for (const [what, text] of broken) {
    it(`refuses ${what}`, () => {
      const { message } = problemOf(text);
      assert.match(message, /^[\x20-\x7e’…]+\.$/, 'one printable sentence');
      assert.ok(message.length < 200);
    });
  }

  it('takes 256 media sections and refuses 257', () => {
    const { maxMediaSections } = SDP_LIMITS;
    assert.ok(parseSessionDescription(SESSION + AUDIO.repeat(maxMediaSections)).ok);
    assert.match(problemOf(SESSION + AUDIO.repeat(maxMediaSections + 1)).message, /media sections/);
  });

  it('refuses a description or a line over its limit', () => {
    const line = 'a=x:'.padEnd(SDP_LIMITS.maxLineLength, 'x');
    assert.ok(parseSessionDescription(`${SESSION}${line}\r\n`).ok);
    assert.match(problemOf(`${SESSION}${line}x\r\n`).message, /longer than 4096/);
    const filler = `${line}\r\n`.repeat(SDP_LIMITS.maxLength / SDP_LIMITS.maxLineLength);
    assert.match(problemOf(SESSION + filler).message, /longer than 131072/);
  });

  it('never throws on a mutated description', () => {
    const originals = FIXTURES.map(fixture);
    const mutation = fc.record({
      at: fc.nat(12_000),
      remove: fc.nat(40),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.constantFrom('\r\n', 'm=', 'a=', '\0'),
      ),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(mutation, { minLength: 1, maxLength: 8 }),
        (original, mutations) => {
          let text = original;
          for (const { at, remove, insert } of mutations) {
            text = text.slice(0, at) + insert + text.slice(at + remove);
          }
          const parsed = parseSessionDescription(text);
          return parsed.ok ? Array.isArray(parsed.value.media) : parsed.problem.message !== '';
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('never throws on lines of any content after a valid start', () => {
    const line = fc.tuple(
      fc.constantFrom('a', 'm', 'c', 'b', 'i', 'k', 't', 'z', 'u'),
      fc.oneof(
        fc.string({ maxLength: 60 }),
        fc
          .tuple(
            fc.constantFrom(
              'rtpmap:',
              'fmtp:',
              'candidate:',
              'group:',
              'simulcast:',
              'imageattr:',
              '__proto__:',
              'constructor',
            ),
            fc.string({ maxLength: 60 }),
          )
          .map(([name, value]) => name + value),
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        parseSessionDescription(
          SESSION + lines.map(([type, value]) => `${type}=${value}\r\n`).join(''),
        );
      }),
      { numRuns: 1500 },
    );
  });
});
