import assert from 'node:assert/strict';
import test from 'node:test';
import { accepted } from '../testing/accepted.ts';
import { wire } from '../testing/wire.ts';
import { buildRequest, buildResponse } from './build.ts';
import { tagOf } from './routing.ts';
import { serialise } from './serialise.ts';

const parts = {
  method: 'OPTIONS',
  uri: 'sip:a@example.com',
  from: '<sip:b@example.com>;tag=1',
  to: '<sip:a@example.com>',
  callId: 'x',
  sequence: 1,
};

test('a built request is one that the parser takes, with the length of its body', () => {
  const request = buildRequest({
    ...parts,
    content: { type: 'text/plain', bytes: Buffer.from('é') },
  });
  request.headers.prepend('Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa');
  const message = accepted(serialise(request));
  assert.equal(message.headers.get('content-length'), '2');
  assert.equal(Buffer.from(message.body).toString(), 'é');
});

test('a response copies what leads it back, and tags To once', () => {
  const request = buildRequest(parts);
  request.headers.prepend(
    'Via',
    'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa, SIP/2.0/UDP b;branch=z9hG4bKb',
  );
  request.headers.append('Record-Route', '<sip:p.example.com;lr>');
  const response = buildResponse(request, 486, { toTag: 'abc' });
  assert.equal(response.reason, 'Busy Here');
  assert.deepEqual(response.headers.lines('via'), request.headers.lines('via'));
  assert.equal(tagOf(response.headers, 'To'), 'abc');
  assert.equal(response.headers.has('record-route'), false);
  assert.equal(buildResponse(request, 200).headers.get('record-route'), '<sip:p.example.com;lr>');
  request.headers.set('To', '<sip:a@example.com>;tag=here');
  assert.equal(tagOf(buildResponse(request, 200, { toTag: 'abc' }).headers, 'To'), 'here');
});

test('a line break in a value smuggles no header field in', () => {
  const request = buildRequest({ ...parts, headers: [['Subject', 'a\r\nX-Evil: 1']] });
  request.headers.prepend('Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa');
  const message = accepted(serialise(request));
  assert.equal(message.headers.has('X-Evil'), false);
  assert.equal(message.headers.get('subject'), 'a X-Evil: 1');
});

test('bytes that are no UTF-8 go out of an unknown field as they came in', () => {
  const [before = '', after = ''] = wire([
    'OPTIONS sip:a@example.com SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
    'To: <sip:a@example.com>',
    'From: <sip:b@example.com>;tag=1',
    'Call-ID: latin1',
    'CSeq: 1 OPTIONS',
    'X-Latin: caf?',
    'Content-Length: 0',
  ])
    .toString()
    .split('?');
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]);
  assert.deepEqual(Buffer.from(serialise(accepted(bytes))), bytes);
});
