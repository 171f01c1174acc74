import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptedRequest, problemIn } from '../testing/accepted.ts';
import { torturedSdp, wire } from '../testing/wire.ts';
import { parseNameAddr } from './name-addr.ts';
import type { ProblemCode } from './problem.ts';
import { StreamFramer } from './stream-framer.ts';

// RFC 4475 §3.1.2: invalid messages, each with the response that the RFC gives it.

const base = {
  via: 'Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw',
  to: 'To: sip:user@example.com',
  from: 'From: sip:caller@example.net;tag=341518',
  callId: 'Call-ID: torture.0ha0isndaksdjasdf3234nas',
  hops: 'Max-Forwards: 70',
} as const;

function request(
  startLine: string,
  cseq: string,
  changes: Partial<typeof base> | object = {},
  ...more: string[]
) {
  return wire([startLine, ...Object.values({ ...base, ...changes }), `CSeq: ${cseq}`, ...more]);
}

const options = 'OPTIONS sip:user@example.com SIP/2.0';
const invite = 'INVITE sip:user@example.com SIP/2.0';
const register = 'REGISTER sip:example.com SIP/2.0';

const refused: readonly (readonly [
  name: string,
  bytes: Uint8Array,
  code: ProblemCode,
  status?: number,
])[] = [
  [
    '3.1.2.1 badinv01: separators with nothing between them',
    request(
      invite,
      '8 INVITE',
      { via: 'Via: SIP/2.0/UDP 192.0.2.15;;,;,,' },
      'Contact: "Joe" <sip:joe@example.org>;;;;',
      'l: 0',
    ),
    'header-value',
  ],
  [
    '3.1.2.1 badinv01: a Contact with nothing between its semicolons',
    request(invite, '8 INVITE', {}, 'Contact: "Joe" <sip:joe@example.org>;;;;', 'l: 0'),
    'header-value',
  ],
  [
    '3.1.2.2 clerr: a Content-Length beyond the datagram',
    Buffer.concat([
      request(invite, '8 INVITE', {}, 'Content-Length: 9999', 'Content-Type: application/sdp'),
      Buffer.from(torturedSdp('192.0.2.155')),
    ]),
    'content-length',
  ],
  [
    '3.1.2.3 ncl: a negative Content-Length',
    Buffer.concat([
      request(invite, '8 INVITE', {}, 'Content-Length: -999', 'Content-Type: application/sdp'),
      Buffer.from(torturedSdp('192.0.2.53')),
    ]),
    'header-value',
  ],
  [
    '3.1.2.4 scalar02: a CSeq beyond 2³¹',
    request(
      register,
      '36893488147419103232 REGISTER',
      { hops: 'Max-Forwards: 300' },
      'Expires: 1000000000000000000000000000000000',
      'Contact: <sip:user@host129.example.com> ;expires=280297596632815',
      'Content-Length: 0',
    ),
    'header-value',
  ],
  [
    '3.1.2.5 scalarlg: a response with a CSeq beyond 2³¹ is dropped',
    wire([
      'SIP/2.0 503 Service Unavailable',
      base.via,
      base.to,
      base.from,
      base.callId,
      'CSeq: 9292394834772304023312 OPTIONS',
      'Retry-After: 949302838503028349304023988',
      'Warning: 1812 overture "In Progress"',
      'Content-Length: 0',
    ]),
    'header-value',
  ],
  [
    '3.1.2.6 quotbal: a quoted name that never closes',
    request(invite, '3413 INVITE', { to: 'To: "Mr. J. User <sip:j.user@example.com>' }, 'l: 0'),
    'header-value',
  ],
  [
    '3.1.2.7 ltgtruri: angle brackets around the Request-URI',
    request('INVITE <sip:user@example.com> SIP/2.0', '1 INVITE', {}, 'l: 0'),
    'request-uri',
  ],
  [
    '3.1.2.8 lwsruri: blanks within the Request-URI',
    request('INVITE sip:user@example.com; lr SIP/2.0', '2130706432 INVITE', {}, 'l: 0'),
    'request-uri',
  ],
  [
    '3.1.2.9 lwsstart: more than one blank in the request line',
    request('INVITE  sip:user@example.com  SIP/2.0', '2130706432 INVITE', {}, 'l: 0'),
    'start-line',
  ],
  [
    '3.1.2.10 trws: a blank at the end of the request line',
    request('OPTIONS sip:remote-target@example.com SIP/2.0  ', '238 OPTIONS', {}, 'l: 0'),
    'start-line',
  ],
  [
    '3.1.2.11 escruri: header fields in the Request-URI',
    request(
      'INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0',
      '149209342 INVITE',
      {},
      'l: 0',
    ),
    'request-uri',
  ],
  [
    '3.1.2.13 regbadct: a Contact with a question mark outside brackets',
    request(
      register,
      '8 REGISTER',
      {},
      'Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E',
      'l: 0',
    ),
    'header-value',
  ],
  [
    '3.1.2.15 baddn: a comma in a display name without quotes',
    request(
      'OPTIONS sip:t.watson@example.org SIP/2.0',
      '3923239 OPTIONS',
      {
        from: 'From:    Bell, Alexander <sip:a.g.bell@example.com>;tag=43',
        to: 'To:      Watson, Thomas <sip:t.watson@example.org>',
      },
      'l: 0',
    ),
    'header-value',
  ],
  [
    '3.1.2.16 badvers: another version of the protocol',
    request(
      'OPTIONS sip:t.watson@example.org SIP/7.0',
      '1 OPTIONS',
      { via: 'Via:     SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw' },
      'l: 0',
    ),
    'version',
    505,
  ],
  [
    '3.1.2.17 mismatch01: CSeq names another method',
    request(options, '8 INVITE', {}, 'l: 0'),
    'method-mismatch',
  ],
  [
    '3.1.2.18 mismatch02: CSeq names another method than the unknown one',
    request('NEWMETHOD sip:user@example.com SIP/2.0', '8 INVITE', {}, 'l: 0'),
    'method-mismatch',
  ],
  [
    '3.1.2.19 bigcode: a status code that overflows 32 bits is dropped',
    wire([
      'SIP/2.0 4294967301 better not break the receiver',
      base.via,
      base.to,
      base.from,
      base.callId,
      'CSeq: 353494 INVITE',
      'Content-Length: 0',
    ]),
    'status-code',
  ],
];

for (const [name, bytes, code, status = 400] of refused)
  test(name, () => {
    const problem = problemIn(bytes);
    assert.deepEqual([problem.code, problem.status], [code, status]);
    assert.ok(problem.message?.headers.has('via'), 'the answer has a way back');
  });

test('3.1.2.3 ncl: a negative Content-Length breaks a stream', () => {
  const [event] = new StreamFramer().push(request(invite, '8 INVITE', {}, 'Content-Length: -999'));
  assert.ok(event?.kind === 'broken');
  assert.equal(event.problem.code, 'content-length');
});

test('3.1.2.12 baddate: a Date that is not in GMT is ignored, as the RFC allows', () => {
  const message = acceptedRequest(
    request(invite, '1392934 INVITE', {}, 'Date: Fri, 01 Jan 2010 16:00:00 EST', 'l: 0'),
  );
  assert.equal(message.headers.get('date'), 'Fri, 01 Jan 2010 16:00:00 EST');
});

test('3.1.2.14 badaspec: blanks around a bracketed URI are forgiven, as the RFC allows', () => {
  const message = acceptedRequest(
    request(
      options,
      '3923239 OPTIONS',
      { to: 'To: "Watson, Thomas" < sip:t.watson@example.org >' },
      'l: 0',
    ),
  );
  assert.equal(parseNameAddr(message.headers.get('to') ?? '')?.displayName, 'Watson, Thomas');
});
