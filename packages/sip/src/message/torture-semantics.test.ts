import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptedRequest, acceptedResponse, problemIn } from '../testing/accepted.ts';
import { torturedSdp, wire } from '../testing/wire.ts';
import { parseAuthParams } from './auth-params.ts';
import { parseContacts } from './contact.ts';
import { examineHops, examineRequest } from './examine.ts';
import { parseNameAddr } from './name-addr.ts';
import { maxForwards, topVia } from './routing.ts';
import { StreamFramer } from './stream-framer.ts';
import { uniqueBranch } from './via.ts';

// RFC 4475 §3.2 to §3.4: well-formed messages whose meaning is the difficulty.

const capabilities = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'REGISTER'],
  extensions: ['100rel', 'timer'],
  contentTypes: ['application/sdp'],
  schemes: ['sip', 'sips', 'tel'],
};

const common = [
  'To: sip:user@example.com',
  'From: sip:caller@example.org;tag=33242',
  'Max-Forwards: 3',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw',
];

function verdictOn(lines: readonly string[], body?: string) {
  return examineRequest(acceptedRequest(wire(lines, body)), capabilities);
}

test('3.2.1 badbranch: the bare cookie is no key of a transaction', () => {
  const request = acceptedRequest(
    wire([
      'OPTIONS sip:user@example.com SIP/2.0',
      ...common.slice(0, 3),
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK',
      'Accept: application/sdp',
      'Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n',
      'CSeq: 8 OPTIONS',
      'l: 0',
    ]),
  );
  const via = topVia(request.headers);
  assert.ok(via);
  assert.equal(uniqueBranch(via), undefined);
});

test('3.3.1 insuf: missing mandatory fields are a 400', () => {
  const problem = problemIn(
    wire(
      [
        'INVITE sip:user@example.com SIP/2.0',
        'CSeq: 193942 INVITE',
        'Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf',
        'Content-Type: application/sdp',
        'l: 152',
      ],
      torturedSdp('192.0.2.95'),
    ),
  );
  assert.deepEqual([problem.code, problem.status], ['missing-header', 400]);
});

test('3.3.2 unkscm: an unknown scheme in the Request-URI is a 416', () => {
  const verdict = verdictOn([
    'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0',
    ...common,
    'Call-ID: unkscm.nasdfasser0q239nwsdfasdkl34',
    'CSeq: 3923423 OPTIONS',
    'Content-Length: 0',
  ]);
  assert.equal(verdict?.status, 416);
});

test('3.3.3 novelsc: a known scheme that is not of SIP is a 416', () => {
  const verdict = verdictOn([
    'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0',
    ...common,
    'Call-ID: novelsc.asdfasser0q239nwsdfasdkl34',
    'CSeq: 3923423 OPTIONS',
    'Content-Length: 0',
  ]);
  assert.equal(verdict?.status, 416);
});

test('3.3.4 unksm2: other schemes in To, From and Contact are let through', () => {
  const request = acceptedRequest(
    wire([
      'REGISTER sip:example.com SIP/2.0',
      'To: isbn:2983792873',
      'From: <http://www.example.com>;tag=3234233',
      'Call-ID: unksm2.daksdj@hyphenated-host.example.com',
      'CSeq: 234902 REGISTER',
      'Max-Forwards: 70',
      'Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKkdjuw',
      'Contact: <name:John_Smith>',
      'l: 0',
    ]),
  );
  const to = parseNameAddr(request.headers.get('to') ?? '');
  assert.ok(to?.uri.scheme === 'other');
  assert.equal(to.uri.name, 'isbn');
  assert.equal(examineRequest(request, capabilities), undefined);
});

test('3.3.5 bext01: unknown required extensions are a 420 that names them', () => {
  const verdict = verdictOn([
    'OPTIONS sip:user@example.com SIP/2.0',
    ...common,
    'Call-ID: bext01.0ha0isndaksdj',
    'Require: nothingSupportsThis, nothingSupportsThisEither',
    'Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis',
    'CSeq: 8 OPTIONS',
    'Content-Length: 0',
  ]);
  assert.deepEqual(verdict, {
    status: 420,
    headers: [['Unsupported', 'nothingSupportsThis, nothingSupportsThisEither']],
  });
});

test('3.3.6 invut: an unknown type of content is a 415 that names the known ones', () => {
  const verdict = verdictOn(
    [
      'INVITE sip:user@example.com SIP/2.0',
      'Contact: <sip:caller@host5.example.net>',
      ...common,
      'Accept: application/sdp',
      'Call-ID: invut.0ha0isndaksdjadsfij34n23d',
      'CSeq: 235448 INVITE',
      'Content-Type: application/unknownformat',
      'Content-Length: 40',
    ],
    '<audio> <pcmu port="443"/> </audio>12345',
  );
  assert.deepEqual(verdict, { status: 415, headers: [['Accept', 'application/sdp']] });
});

test('3.3.7 regaut01: an unknown scheme of credentials is readable, and no Digest', () => {
  const request = acceptedRequest(
    wire([
      'REGISTER sip:example.com SIP/2.0',
      ...common,
      'Call-ID: regaut01.0ha0isndaksdj',
      'CSeq: 9338 REGISTER',
      'Authorization: NoOneKnowsThisScheme opaque-data=here',
      'Content-Length:0',
    ]),
  );
  const credentials = parseAuthParams(request.headers.get('authorization') ?? '');
  assert.equal(credentials?.scheme, 'NoOneKnowsThisScheme');
});

test('3.3.8 multi01: single fields that stand there twice are a 400', () => {
  const problem = problemIn(
    wire([
      'INVITE sip:user@company.com SIP/2.0',
      'Contact: <sip:caller@host25.example.net>',
      'Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw',
      'Max-Forwards: 70',
      'CSeq: 5 INVITE',
      'Call-ID: multi01.98asdh@192.0.2.1',
      'CSeq: 59 INVITE',
      'Call-ID: multi01.98asdh@192.0.2.2',
      'From: sip:caller@example.com;tag=3413415',
      'To: sip:user@example.com',
      'To: sip:other@example.net',
      'From: sip:caller@example.net;tag=2923420123',
      'Content-Type: application/sdp',
      'l: 0',
      'Contact: <sip:caller@host36.example.net>',
      'Max-Forwards: 5',
    ]),
  );
  assert.deepEqual([problem.code, problem.status], ['repeated-header', 400]);
});

const twoLengths = wire(
  [
    'OPTIONS sip:user@example.com SIP/2.0',
    ...common,
    'CSeq: 8 OPTIONS',
    'Call-ID: mcl01.fhn2323orihawfdoa3o4r52o3irsdf',
    'Content-Length: 13',
    'Content-Length: 5',
    'Content-Type: text/plain',
  ],
  "There's no way to know how many octets are supposed to be here.",
);

test('3.3.9 mcl01: two Content-Lengths are a 400, and break a stream', () => {
  assert.equal(problemIn(twoLengths).status, 400);
  assert.equal(new StreamFramer().push(twoLengths)[0]?.kind, 'broken');
});

test('3.3.10 bcast: a response for a broadcast address still shows whom it is for', () => {
  const response = acceptedResponse(
    wire([
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
      'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23',
      'Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf',
      'CSeq: 35 INVITE',
      'From: sip:user@example.com;tag=11141343',
      'To: sip:user@example.edu;tag=2229',
      'Content-Length: 0',
    ]),
  );
  assert.equal(topVia(response.headers)?.sentBy.host, '192.0.2.198');
});

test('3.3.11 zeromf: Max-Forwards 0 ends at a proxy and is answered by a user agent', () => {
  const request = acceptedRequest(
    wire([
      'OPTIONS sip:user@example.com SIP/2.0',
      ...common.filter((line) => !line.startsWith('Max')),
      'Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas',
      'CSeq: 39234321 OPTIONS',
      'Max-Forwards: 0',
      'Content-Length: 0',
    ]),
  );
  assert.equal(examineHops(request)?.status, 483);
  assert.equal(examineRequest(request, capabilities), undefined);
});

function registered(contact: string) {
  const request = acceptedRequest(
    wire([
      'REGISTER sip:example.com SIP/2.0',
      ...common,
      'Call-ID: cparam01.70710@saturn.example.com',
      'CSeq: 2 REGISTER',
      `Contact: ${contact}`,
      'l: 0',
    ]),
  );
  const contacts = parseContacts(request.headers);
  assert.ok(contacts !== undefined && contacts !== '*' && contacts[0]?.uri.scheme === 'sip');
  return { field: contacts[0].parameters, uri: contacts[0].uri };
}

test('3.3.12 cparam01: a parameter after a bare URI is the field’s', () => {
  const { field, uri } = registered('sip:+19725552222@gw1.example.net;unknownparam');
  assert.deepEqual([field.has('unknownparam'), uri.parameters.size], [true, 0]);
});

test('3.3.13 cparam02: a parameter within the brackets is the URI’s', () => {
  const { field, uri } = registered('<sip:+19725552222@gw1.example.net;unknownparam>');
  assert.deepEqual([field.size, uri.parameters.has('unknownparam')], [0, true]);
});

test('3.3.14 regescrt: an escaped Route within a Contact’s brackets is kept', () => {
  const { uri } = registered('<sip:user@example.com?Route=%3Csip:sip.example.com%3E>');
  assert.equal(uri.headers.get('route'), '%3Csip:sip.example.com%3E');
});

test('3.3.15 sdp01: an INVITE whose sender reads no SDP is a 406', () => {
  const verdict = verdictOn(
    [
      'INVITE sip:user@example.com SIP/2.0',
      'Contact: <sip:caller@host15.example.net>',
      ...common,
      'Call-ID: sdp01.ndaksdj9342dasdd',
      'Accept: text/nobodyKnowsThis',
      'CSeq: 8 INVITE',
      'Content-Type: application/sdp',
      'Content-Length: 150',
    ],
    torturedSdp('192.0.2.5'),
  );
  assert.equal(verdict?.status, 406);
});

test('3.4.1 inv2543: an INVITE of the old protocol is accepted', () => {
  const request = acceptedRequest(
    wire(
      [
        'INVITE sip:UserB@example.com SIP/2.0',
        'Via: SIP/2.0/UDP iftgw.example.com',
        'From: <sip:+13035551111@ift.client.example.net;user=phone>',
        'Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>',
        'To: sip:+16505552222@ss1.example.net;user=phone',
        'Call-ID: inv2543.1717@ift.client.example.com',
        'CSeq: 56 INVITE',
        'Content-Type: application/sdp',
      ],
      torturedSdp('192.0.2.7'),
    ),
  );
  assert.equal(maxForwards(request.headers), 70);
  assert.equal(request.body.byteLength, 150);
});
