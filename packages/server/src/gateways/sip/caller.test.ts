import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMessage, type SipRequest } from '@sky-genesis/sip';
import { callerOf, targetOf } from './caller.ts';
import { digitsIn } from './dtmf-info.ts';
import { isScanner } from './scanners.ts';

function request(method: string, headers: readonly string[], body = ''): SipRequest {
  const lines = [
    `${method} sip:1001@sge.test SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'To: <sip:1001@sge.test>',
    'Call-ID: a@b',
    `CSeq: 1 ${method}`,
    ...headers,
    `Content-Length: ${body.length}`,
    '',
    body,
  ];
  const parsed = parseMessage(Buffer.from(lines.join('\r\n')));
  assert.ok(parsed.ok && parsed.message.kind === 'request', JSON.stringify(parsed));
  return parsed.message;
}

const FROM = 'From: "Alice" <sip:0123@pbx.test>;tag=1';

describe('who calls', () => {
  it('is whom From names, unless a trusted peer asserts somebody else (RFC 3325)', () => {
    const asserted = 'P-Asserted-Identity: "Board" <tel:+33123456789>';
    const invite = request('INVITE', [FROM, asserted]);
    assert.deepEqual(callerOf(invite, false), { number: '0123', name: 'Alice' });
    assert.deepEqual(callerOf(invite, true), { number: '+33123456789', name: 'Board' });
  });

  it('is nobody where privacy is asked for (RFC 3323), or the caller is anonymous', () => {
    const hidden = { number: undefined, name: undefined };
    assert.deepEqual(callerOf(request('INVITE', [FROM, 'Privacy: id']), true), hidden);
    const anonymous = 'From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1';
    assert.deepEqual(callerOf(request('INVITE', [anonymous]), true), hidden);
  });

  it('is shown short and without control characters', () => {
    const long = `From: "${'x'.repeat(300)}" <sip:1@pbx.test>;tag=1`;
    assert.equal(callerOf(request('INVITE', [long]), true).name?.length, 100);
  });
});

describe('what is dialled', () => {
  it('is the user part of a SIP URI, or a telephone number', () => {
    assert.equal(targetOf('sip:1001@sge.test;transport=tcp'), '1001');
    assert.equal(targetOf('tel:+33123456789'), '+33123456789');
    assert.equal(targetOf('sip:sge.test'), undefined);
    assert.equal(targetOf('mailto:a@b'), undefined);
  });
});

describe('digits by INFO', () => {
  it('come in both forms that phones have', () => {
    const info = (type: string, body: string) =>
      digitsIn(request('INFO', [FROM, `Content-Type: ${type}`], body));
    assert.equal(info('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), '5');
    assert.equal(info('application/dtmf', '#'), '#');
    assert.equal(info('application/dtmf-relay', 'Signal=55\r\n'), undefined);
    assert.equal(info('text/plain', '5'), undefined);
  });
});

describe('scanners', () => {
  it('are known by the names that they give themselves', () => {
    const of = (agent: string) => isScanner(request('OPTIONS', [FROM, `User-Agent: ${agent}`]));
    assert.equal(of('friendly-scanner'), true);
    assert.equal(of('Yealink SIP-T46S 66.86.0.15'), false);
  });
});
