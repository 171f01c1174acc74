import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptedRequest } from '../testing/accepted.ts';
import { torturedSdp, wire } from '../testing/wire.ts';
import { parseContacts } from './contact.ts';
import { parseCSeq } from './cseq.ts';
import { parseNameAddr } from './name-addr.ts';
import { maxForwards, parseRoutes, topVia } from './routing.ts';
import { parseUri } from './uri.ts';
import { parseVia } from './via.ts';

// RFC 4475 §3.1.1: valid messages. Named by the section and by the RFC's own file name.

test('3.1.1.1 wsinv: a short tortuous INVITE is understood whole', () => {
  const request = acceptedRequest(
    wire(
      [
        'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
        'TO :',
        ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        '  ;',
        '  tag = 98asjd8',
        'MaX-fOrWaRdS: 0068',
        'Call-ID: wsinv.ndaksdj@192.0.2.1',
        'Content-Length   : 150',
        'cseq: 0009',
        '  INVITE',
        'Via  : SIP  /   2.0',
        ' /UDP',
        '    192.0.2.2;branch=390skdjuw',
        's :',
        'NewFangledHeader:   newfangled value',
        ' continued newfangled value',
        'UnknownHeaderWithUnusualValue: ;;,,;;,;',
        'Content-Type: application/sdp',
        'Route:',
        ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
        'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
        '  branch  =   z9hG4bK9ikj8  ,',
        ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
        ' z9hG4bK30239',
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
        '      newvalue ;',
        '  secondparam ; q = 0.33',
      ],
      torturedSdp('192.0.2.3'),
    ),
  );
  const { headers } = request;
  assert.equal(parseNameAddr(headers.get('to') ?? '')?.parameters.get('tag'), '1918181833n');
  assert.equal(parseNameAddr(headers.get('from') ?? '')?.displayName, 'J Rosenberg \\"');
  assert.equal(maxForwards(headers), 68);
  assert.deepEqual(parseCSeq(headers.get('cseq') ?? ''), { sequence: 9, method: 'INVITE' });
  const vias = headers.values('via').map((value) => parseVia(value));
  assert.deepEqual(
    vias.map((via) => [via?.transport, via?.sentBy.host, via?.parameters.get('branch')]),
    [
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ],
  );
  assert.equal(headers.get('subject'), '');
  assert.equal(headers.get('newfangledheader'), 'newfangled value continued newfangled value');
  assert.equal(headers.get('UnknownHeaderWithUnusualValue'), ';;,,;;,;');
  const [route] = parseRoutes(headers, 'Route') ?? [];
  assert.ok(route?.uri.scheme === 'sip' && route.uri.parameters.get('lr') === null);
  const contacts = parseContacts(headers);
  assert.ok(contacts !== undefined && contacts !== '*');
  assert.equal(contacts[0]?.displayName, 'Quoted string ""');
  assert.equal(contacts[0]?.parameters.get('newparam'), 'newvalue');
  assert.equal(contacts[0]?.parameters.get('secondparam'), null);
  assert.equal(request.body.byteLength, 150);
});

test('3.1.1.2 intmeth: every character that may stand somewhere does', () => {
  const method = "!interesting-Method0123456789_*+`.%indeed'~";
  const request = acceptedRequest(
    wire([
      `${method} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0`,
      "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
      'To: "BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@example.com>',
      "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com> ;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
      'Call-ID: intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
      `CSeq: 139122385 ${method}`,
      'Max-Forwards: 255',
      "extensionHeader-!.%*+_`'~:\ufeff大停電",
      'Content-Length: 0',
    ]),
  );
  assert.equal(request.method, method);
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.equal(uri.user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  assert.equal(uri.password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  const to = parseNameAddr(request.headers.get('to') ?? '');
  assert.equal(to?.displayName, 'BEL:\u0007 NUL:\u0000 DEL:\u007f');
  const from = parseNameAddr(request.headers.get('from') ?? '');
  assert.equal(from?.displayName, "token1~` token2'+_ token3*%!.-");
  assert.equal(from?.parameters.get("fromparam''~+*_!.-%"), 'работающий');
  assert.equal(request.headers.get("extensionHeader-!.%*+_`'~"), '\ufeff大停電');
});

test('3.1.1.3 esc01: escapes in URIs are decoded once and never turn into structure', () => {
  const request = acceptedRequest(
    wire(
      [
        'INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0',
        'To: sip:%75se%72@example.com',
        'From: <sip:I%20have%20spaces@example.net>;tag=938',
        'Max-Forwards: 87',
        'i: esc01.239409asdfakjkn23onasd0-3234',
        'CSeq: 234234 INVITE',
        'Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw',
        'C: application/sdp',
        'Contact:',
        '  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>',
        'Content-Length: 150',
      ],
      torturedSdp('192.0.2.1'),
    ),
  );
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.equal(uri.user, 'sips%3Auser%40example.com');
  assert.equal(uri.host, 'example.net');
  const contacts = parseContacts(request.headers);
  const contact = contacts !== '*' ? contacts?.[0]?.uri : undefined;
  assert.ok(contact?.scheme === 'sip');
  assert.equal(contact.parameters.get('lr'), null);
  assert.equal(contact.parameters.get('name'), 'value%41');
});

test('3.1.1.4 escnull: an escaped NUL is a character like others', () => {
  const request = acceptedRequest(
    wire([
      'REGISTER sip:example.com SIP/2.0',
      'To: sip:null-%00-null@example.com',
      'From: sip:null-%00-null@example.com;tag=839923423',
      'Max-Forwards: 70',
      'Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd',
      'CSeq: 14398234 REGISTER',
      'Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw',
      'Contact: <sip:%00@host5.example.com>',
      'Contact: <sip:%00%00@host5.example.com>',
      'L:0',
    ]),
  );
  const contacts = parseContacts(request.headers);
  assert.deepEqual(
    contacts !== '*' && contacts?.map(({ uri }) => uri.scheme === 'sip' && uri.user),
    ['%00', '%00%00'],
  );
});

test('3.1.1.5 esc02: a percent sign outside URIs escapes nothing', () => {
  const request = acceptedRequest(
    wire([
      'RE%47IST%45R sip:registrar.example.com SIP/2.0',
      'To: "%Z%45" <sip:resource@example.com>',
      'From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23',
      'Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf',
      'Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234',
      'CSeq: 29344 RE%47IST%45R',
      'Max-Forwards: 70',
      'Contact: <sip:alias1@host1.example.com>',
      'C%6Fntact: <sip:alias2@host2.example.com>',
      'Contact: <sip:alias3@host3.example.com>',
      'l: 0',
    ]),
  );
  assert.equal(request.method, 'RE%47IST%45R');
  assert.equal(request.headers.values('contact').length, 2);
  assert.equal(parseNameAddr(request.headers.get('to') ?? '')?.displayName, '%Z%45');
  assert.equal(topVia(request.headers)?.parameters.get('branch'), 'z9hG4bK209%fzsnel234');
});

test('3.1.1.6 lwsdisp: no blank is needed between a display name and its bracket', () => {
  const request = acceptedRequest(
    wire([
      'OPTIONS sip:user@example.com SIP/2.0',
      'To: sip:user@example.com',
      'From: caller<sip:caller@example.com>;tag=323',
      'Max-Forwards: 70',
      'Call-ID: lwsdisp.1234abcd@funky.example.com',
      'CSeq: 60 OPTIONS',
      'Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw',
      'l: 0',
    ]),
  );
  assert.equal(parseNameAddr(request.headers.get('from') ?? '')?.displayName, 'caller');
});

test('3.1.1.7 longreq: long values stay whole', () => {
  const long = 'longvalue'.repeat(20);
  const vias = Array.from(
    { length: 33 },
    (_, at) => `v: SIP/2.0/TCP sip${34 - at}.example.com;branch=z9hG4bK${long}${34 - at}`,
  );
  const request = acceptedRequest(
    wire(
      [
        'INVITE sip:user@example.com SIP/2.0',
        `To: "I have a user name of ${'extreme '.repeat(30)}proportion"<sip:user@example.com:6000;unknownparam1=very${long};longparam${long}=shortvalue;very${long}>`,
        `F: sip:${'amazinglylongcallername'.repeat(5)}@example.net;tag=12${'9384092'.repeat(20)};unknownheaderparam${long}=unknown${long};unknownValueless${long}`,
        `Call-ID: longreq.one${'really'.repeat(40)}longcallid`,
        'CSeq: 3882340 INVITE',
        `Unknown-${'Long'.repeat(20)}-Name: unknown-${long}-value; unknown-${long}-parameter-name = unknown-${long}-parameter-value`,
        ...vias,
        'Max-Forwards: 70',
        `Contact: <sip:${'amazinglylongcallername'.repeat(5)}@host5.example.net>`,
        'Content-Type: application/sdp',
        'l: 150',
      ],
      torturedSdp('192.0.2.1'),
    ),
  );
  assert.equal(request.headers.values('via').length, 33);
  assert.ok(topVia(request.headers)?.parameters.get('branch')?.endsWith('34'));
});

test('3.1.1.9 semiuri: a semicolon in the user part starts no parameter', () => {
  const request = acceptedRequest(
    wire([
      'OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0',
      'To: sip:j_user@example.com',
      'From: sip:caller@example.org;tag=33242',
      'Max-Forwards: 3',
      'Call-ID: semiuri.0ha0isndaksdj',
      'CSeq: 8 OPTIONS',
      'Accept: application/sdp, application/pkcs7-mime,',
      '        multipart/mixed, multipart/signed,',
      '        message/sip, message/sipfrag',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw',
      'l: 0',
    ]),
  );
  const uri = parseUri(request.uri);
  assert.ok(uri?.scheme === 'sip');
  assert.equal(uri.user, 'user;par=u%40example.net');
  assert.equal(uri.parameters.size, 0);
  assert.equal(request.headers.values('accept').length, 6);
});

test('3.1.1.10 transports: unknown transports in Via are kept', () => {
  const request = acceptedRequest(
    wire([
      'OPTIONS sip:user@example.com SIP/2.0',
      'To: sip:user@example.com',
      'From: <sip:caller@example.com>;tag=323',
      'Max-Forwards: 70',
      'Call-ID:  transports.kijh4akdnaqjkwendsasfdj',
      'Accept: application/sdp',
      'CSeq: 60 OPTIONS',
      'Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw',
      'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf',
      'Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj',
      'Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en',
      'Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee',
      'l: 0',
    ]),
  );
  assert.deepEqual(
    request.headers.values('via').map((via) => parseVia(via)?.transport),
    ['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP'],
  );
});
