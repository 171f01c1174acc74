import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptedRequest, problemIn } from '../testing/accepted.ts';
import { wire } from '../testing/wire.ts';
import { parseContacts } from './contact.ts';
import { bareAddress } from './host.ts';
import { topVia } from './routing.ts';
import { parseUri } from './uri.ts';
import { parseVia } from './via.ts';

// RFC 5118: IPv6 in SIP, each message with the verdict that the RFC gives it.

function message(startLine: string, via: string, contact = '<sip:caller@[2001:db8::1]>'): Buffer {
  const method = startLine.split(' ')[0];
  return wire([
    startLine,
    'To: sip:user@example.com',
    'From: sip:user@example.com;tag=81x2',
    `Via: ${via}`,
    'Call-ID: SSG9559905523997077@hlau_4100',
    'Max-Forwards: 70',
    `Contact: ${contact}`,
    `CSeq: 98176 ${method}`,
    'Content-Length: 0',
  ]);
}

const via = 'SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111';

test('4.1: an IPv6 reference is valid in Request-URI, Via and Contact', () => {
  const request = acceptedRequest(
    message('REGISTER sip:[2001:db8::10] SIP/2.0', via, '"Caller" <sip:caller@[2001:db8::1]>'),
  );
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.deepEqual([uri.host, uri.port], ['[2001:db8::10]', undefined]);
  assert.equal(bareAddress(topVia(request.headers)?.sentBy.host ?? ''), '2001:db8::9:1');
  const contacts = parseContacts(request.headers);
  assert.ok(contacts !== '*' && contacts?.[0]?.uri.scheme === 'sip');
  assert.equal(contacts[0].uri.host, '[2001:db8::1]');
});

test('4.2: an IPv6 address without brackets is a 400', () => {
  const problem = problemIn(message('REGISTER sip:2001:db8::10 SIP/2.0', via));
  assert.deepEqual([problem.code, problem.status], ['request-uri', 400]);
});

test('4.3: a port within the brackets is a part of the address', () => {
  const request = acceptedRequest(message('REGISTER sip:[2001:db8::10:5070] SIP/2.0', via));
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.deepEqual([uri.host, uri.port], ['[2001:db8::10:5070]', undefined]);
});

test('4.4: a port after the brackets is a port', () => {
  const request = acceptedRequest(message('REGISTER sip:[2001:db8::10]:5070 SIP/2.0', via));
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.deepEqual([uri.host, uri.port], ['[2001:db8::10]', 5070]);
});

test('4.5: received is accepted with brackets and without', () => {
  for (const received of ['[2001:db8::9:255]', '2001:db8::9:255']) {
    const request = acceptedRequest(
      message('BYE sip:[2001:db8::10] SIP/2.0', `${via};received=${received}`),
    );
    const found = topVia(request.headers)?.parameters.get('received') ?? '';
    assert.equal(bareAddress(found), '2001:db8::9:255');
  }
});

test('4.8: IPv4 and IPv6 hops stand side by side', () => {
  const request = acceptedRequest(
    message(
      'INVITE sip:user@example.com SIP/2.0',
      `SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKaa, ${via}`,
    ),
  );
  assert.deepEqual(
    request.headers.values('via').map((value) => parseVia(value)?.sentBy.host),
    ['192.0.2.1', '[2001:db8::9:1]'],
  );
});

test('4.9: an IPv4-mapped address is an IPv6 reference', () => {
  const request = acceptedRequest(
    message('INVITE sip:user@example.com SIP/2.0', via, '<sip:user@[::ffff:192.0.2.10]:19823>'),
  );
  const contacts = parseContacts(request.headers);
  assert.ok(contacts !== '*' && contacts?.[0]?.uri.scheme === 'sip');
  assert.equal(contacts[0].uri.host, '[::ffff:192.0.2.10]');
});

test('4.10: three colons, which RFC 3261’s faulty grammar allowed, are refused', () => {
  const problem = problemIn(message('OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0', via));
  assert.equal(problem.status, 400);
});
