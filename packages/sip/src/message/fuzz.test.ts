import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { composed, damaged } from '../testing/mutations.ts';
import { examineRequest } from './examine.ts';
import { assertedIdentities, diversions, privacy, reasons } from './identity.ts';
import type { SipMessage } from './message.ts';
import { bodyParts } from './multipart.ts';
import { parseMessage } from './parse-message.ts';
import { serialise } from './serialise.ts';
import { parseReferTo } from './session-headers.ts';
import { StreamFramer } from './stream-framer.ts';

const seeds = [
  'INVITE sip:bob@192.0.2.2;transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP [2001:db8::9]:5060;branch=z9hG4bKa;rport, SIP/2.0/UDP b;received=192.0.2.1\r\nMax-Forwards: 70\r\nFrom: "A, \\"B\\"" <sip:alice@192.0.2.1>;tag=1\r\nTo: <sip:bob@192.0.2.2>\r\nCall-ID: c@d\r\nCSeq: 1 INVITE\r\nContact: <sip:alice@192.0.2.1:5060;ob>;+sip.instance="<urn:uuid:1>";q=0.5\r\nRecord-Route: <sip:p1;lr>,<sip:p2;lr>\r\nSupported: 100rel, timer\r\nSession-Expires: 90;refresher=uac\r\nPrivacy: id;critical\r\nReason: Q.850;cause=16;text="x"\r\nContent-Type: multipart/mixed;boundary="b"\r\nContent-Length: 54\r\n\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b--\r\n\r\n',
  'SIP/2.0 183 Session Progress\r\nv: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\r\nf: <sip:a@b>;tag=1\r\nt: <sip:b@c>;tag=2\r\ni: c\r\nCSeq: 1 INVITE\r\nRequire: 100rel\r\nRSeq: 7\r\nWWW-Authenticate: Digest realm="a, b", nonce="c", qop="auth,auth-int"\r\nl: 0\r\n\r\n',
];

/** Everything that reads a message further. */
function readAll(message: SipMessage): void {
  const { headers, body } = message;
  bodyParts(headers, body);
  assertedIdentities(headers);
  diversions(headers);
  privacy(headers);
  reasons(headers);
  parseReferTo(headers.get('refer-to') ?? '');
  if (message.kind === 'request')
    examineRequest(message, {
      methods: ['INVITE'],
      extensions: [],
      contentTypes: ['application/sdp'],
      schemes: ['sip'],
    });
}

/** What is accepted has to come out as it went in. */
function checkRoundTrip(bytes: Uint8Array): void {
  const parsed = parseMessage(bytes);
  const message = parsed.ok ? parsed.message : parsed.problem.message;
  if (message) readAll(message);
  if (!parsed.ok) return;
  const again = parseMessage(serialise(parsed.message));
  assert.ok(again.ok);
  assert.deepEqual(
    [...again.message.headers].filter(({ name }) => !/^(content-length|l)$/i.test(name)),
    [...parsed.message.headers].filter(({ name }) => !/^(content-length|l)$/i.test(name)),
  );
  assert.deepEqual(Buffer.from(again.message.body), Buffer.from(parsed.message.body));
}

test('damaged messages are refused or read, and what is read comes out as it went in', () => {
  fc.assert(fc.property(damaged(seeds), checkRoundTrip), { seed: 11, numRuns: 3_000 });
});

test('messages by the grammar are read, and come out as they went in', () => {
  let accepted = 0;
  const check = (text: string) => {
    const bytes = Buffer.from(text);
    if (parseMessage(bytes).ok) accepted += 1;
    checkRoundTrip(bytes);
  };
  fc.assert(fc.property(composed, check), { seed: 12, numRuns: 1_500 });
  // A generator whose messages are all refused would prove nothing.
  assert.ok(accepted > 1_450, `${accepted}`);
});

test('a stream of damaged messages is cut or given up, in whatever pieces it comes', () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(damaged(seeds), damaged(seeds), pieces, (first, second, sizes) => {
      const stream = Buffer.concat([first, second]);
      const framer = new StreamFramer();
      for (let at = 0, turn = 0; at < stream.byteLength; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        for (const event of framer.push(stream.subarray(at, at + size)))
          if (event.kind === 'message') checkRoundTrip(event.bytes);
        at += size;
      }
    }),
    { seed: 13, numRuns: 1_000 },
  );
});
