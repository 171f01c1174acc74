import assert from 'node:assert/strict';
import test from 'node:test';
import { accepted, acceptedRequest, acceptedResponse } from '../testing/accepted.ts';
import { torturedSdp, wire } from '../testing/wire.ts';
import { bodyParts } from './multipart.ts';
import { StreamFramer } from './stream-framer.ts';

// RFC 4475 §3.1.1, those messages that are about where a message, a part or a phrase ends.

const twoRequests = Buffer.concat([
  wire([
    'REGISTER sip:example.com SIP/2.0',
    'To: sip:j.user@example.com',
    'From: sip:j.user@example.com;tag=43251j3j324',
    'Max-Forwards: 8',
    'I: dblreq.0ha0isndaksdj99sdfafnl3lk233412',
    'Contact: sip:j.user@host.example.com',
    'CSeq: 8 REGISTER',
    'Via: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492',
    'Content-Length: 0',
  ]),
  Buffer.from('\r\n'),
  wire(
    [
      'INVITE sip:joe@example.com SIP/2.0',
      't: sip:joe@example.com',
      'From: sip:caller@example.net;tag=141334',
      'Max-Forwards: 8',
      'Call-ID: dblreq.0ha0isnda977644900765@192.0.2.15',
      'CSeq: 8 INVITE',
      'Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw380234',
      'Content-Type: application/sdp',
      'Content-Length: 152',
    ],
    torturedSdp('192.0.2.15'),
  ),
]);

test('3.1.1.8 dblreq: in a datagram the second request is noise', () => {
  const request = acceptedRequest(twoRequests);
  assert.equal(request.method, 'REGISTER');
  assert.equal(request.body.byteLength, 0);
});

test('3.1.1.8 dblreq: on a stream both requests count', () => {
  const messages = new StreamFramer().push(twoRequests).filter(({ kind }) => kind === 'message');
  assert.equal(messages.length, 2);
});

test('3.1.1.11 mpart01: a multipart body with binary content is cut as it stands', () => {
  const signature = Uint8Array.from([0x30, 0x82, 0x01, 0x52, 0x00, 0x0d, 0x0a, 0x2d, 0x2d, 0xff]);
  const body = Buffer.concat([
    Buffer.from(
      '--7a9cbec02ceef655\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHello\r\n--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n',
    ),
    signature,
    Buffer.from('\r\n--7a9cbec02ceef655--'),
  ]);
  const head = wire([
    'MESSAGE sip:kumiko@example.org SIP/2.0',
    'Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport',
    'Max-Forwards: 70',
    'Route: <sip:127.0.0.1:5080>',
    'Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuLIK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZngQmXc9WNZSDNGCzA+fWl9MEUHWIZo1CeJebdY/XlgKeTa0Olvq0rt70Q5jiSfbqMJmQFteeivUhkMWYUA=',
    'Contact: <sip:fluffy@127.0.0.1:5070>',
    'To: <sip:kumiko@example.org>',
    'From: <sip:fluffy@example.com>;tag=2fb0dcc9',
    'Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..',
    'CSeq: 1 MESSAGE',
    'Content-Transfer-Encoding: binary',
    'Content-Type: multipart/mixed;boundary=7a9cbec02ceef655',
    'Date: Sat, 15 Oct 2005 04:44:56 GMT',
    'User-Agent: SIPimp.org/0.2.5 (curses)',
    `Content-Length: ${body.byteLength}`,
  ]);
  const message = accepted(Buffer.concat([head, body]));
  const parts = bodyParts(message.headers, message.body);
  assert.deepEqual(
    parts?.map(({ type }) => type),
    ['text/plain', 'application/octet-stream'],
  );
  assert.equal(Buffer.from(parts?.[0]?.bytes ?? []).toString(), 'Hello');
  assert.deepEqual(Uint8Array.from(parts?.[1]?.bytes ?? []), signature);
});

const answer = (startLine: string) =>
  wire([
    startLine,
    'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
    'Call-ID: unreason.1234ksdfak3j2erwedfsASdf',
    'CSeq: 35 INVITE',
    'From: sip:user@example.com;tag=11141343',
    'To: sip:user@example.edu;tag=2229',
    'Content-Length: 0',
  ]);

test('3.1.1.12 unreason: a reason phrase may be in any script', () => {
  const phrase = '= 2**3 * 5**2 но сто девяносто девять - простое';
  assert.equal(acceptedResponse(answer(`SIP/2.0 200 ${phrase}`)).reason, phrase);
});

test('3.1.1.13 noreason: a reason phrase may be empty', () => {
  const response = acceptedResponse(answer('SIP/2.0 100 '));
  assert.equal(response.status, 100);
  assert.equal(response.reason, '');
});
