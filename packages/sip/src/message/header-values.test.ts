import assert from 'node:assert/strict';
import test from 'node:test';
import { formatAuthParams, parseAuthParams } from './auth-params.ts';
import { contactExpiresS, contactPriority, parseContacts, parseExpires } from './contact.ts';
import { parseRAck, parseRSeq } from './cseq.ts';
import { HeaderFields } from './header-fields.ts';
import { assertedIdentities, diversions, privacy, reasons } from './identity.ts';
import { formatNameAddr, parseNameAddr, parseNameAddrList } from './name-addr.ts';
import { removeTopVia, replaceTopVia } from './routing.ts';
import {
  parseEvent,
  parseMinSe,
  parseReferTo,
  parseReplaces,
  parseSessionExpires,
  parseSubscriptionState,
} from './session-headers.ts';
import { formatVia, parseVia } from './via.ts';

const fields = (...lines: readonly (readonly [string, string])[]) =>
  new HeaderFields(lines.map(([name, value]) => ({ name, value })));

test('repeated and comma-joined fields give the same values, in compact and long form', () => {
  const headers = fields(['v', 'SIP/2.0/UDP a;x="1,2", SIP/2.0/UDP b'], ['Via', 'SIP/2.0/UDP c']);
  assert.equal(headers.values('VIA').length, 3);
  removeTopVia(headers);
  assert.deepEqual(headers.values('v'), ['SIP/2.0/UDP b', 'SIP/2.0/UDP c']);
  replaceTopVia(headers, 'SIP/2.0/UDP d');
  assert.deepEqual(headers.values('v'), ['SIP/2.0/UDP d', 'SIP/2.0/UDP c']);
});

test('a field that is no list keeps its commas', () => {
  assert.deepEqual(fields(['Subject', 'a, b']).values('s'), ['a, b']);
});

test('a name is written so that it reads back, whatever stands in it', () => {
  const address = parseNameAddr('<sip:a@example.com>;tag=1');
  assert.ok(address);
  for (const displayName of ['', 'A', 'a "b" \\ <c>, d', 'Zoë']) {
    const again = parseNameAddr(formatNameAddr({ ...address, displayName }));
    assert.deepEqual([again?.displayName, again?.parameters.get('tag')], [displayName, '1']);
  }
});

test('addresses in a list are cut outside names and brackets', () => {
  const list = parseNameAddrList('"a, b" <sip:a@b;x=1,2>, sip:c@d;tag=2');
  assert.deepEqual(
    list?.map(({ displayName }) => displayName),
    ['a, b', ''],
  );
  assert.equal(parseNameAddrList('<sip:a@b>, nonsense'), undefined);
});

test('a Via is written as it was read', () => {
  const text = 'SIP/2.0/UDP [2001:db8::1]:5062;branch=z9hG4bKx;rport;received=192.0.2.7';
  const via = parseVia(text);
  assert.ok(via);
  assert.equal(formatVia(via), text);
});

test('contacts tell how long and how gladly they are used', () => {
  const contacts = parseContacts(
    fields(['m', '<sip:a@b>;expires=60;q=0.25, <sip:c@d>;expires=x;q=7']),
  );
  assert.ok(contacts !== undefined && contacts !== '*');
  assert.deepEqual(contacts.map(contactExpiresS), [60, undefined]);
  assert.deepEqual(contacts.map(contactPriority), [0.25, 1]);
  assert.equal(parseContacts(fields(['Contact', '*'])), '*');
  assert.equal(parseContacts(fields(['Contact', '*'], ['Contact', '<sip:a@b>'])), undefined);
  assert.equal(parseExpires('99999999999999'), 4_294_967_295);
});

test('acknowledgements of provisional responses name number, sequence and method', () => {
  assert.deepEqual(parseRAck('776656 1 INVITE'), {
    responseNumber: 776656,
    sequence: 1,
    method: 'INVITE',
  });
  assert.equal(parseRAck('1 INVITE'), undefined);
  assert.deepEqual([parseRSeq('1'), parseRSeq('0'), parseRSeq('x')], [1, undefined, undefined]);
});

test('session timers are read with their refresher', () => {
  assert.deepEqual(parseSessionExpires('1800;refresher=uas'), {
    intervalS: 1800,
    refresher: 'uas',
  });
  assert.deepEqual(parseSessionExpires('90'), { intervalS: 90, refresher: undefined });
  assert.equal(parseSessionExpires('soon'), undefined);
  assert.equal(parseMinSe('90;x=y'), 90);
});

test('an attended transfer carries its Replaces in the URI of Refer-To', () => {
  const refer = parseReferTo(
    '<sip:carol@example.com?Replaces=98732%40host%3Bto-tag%3Dt1%3Bfrom-tag%3Df1>',
  );
  assert.deepEqual(refer?.replaces, {
    callId: '98732@host',
    toTag: 't1',
    fromTag: 'f1',
    earlyOnly: false,
  });
  assert.equal(parseReferTo('<sip:carol@example.com?Replaces=1>'), undefined);
  assert.equal(parseReplaces('1;to-tag=a;from-tag=b;early-only')?.earlyOnly, true);
});

test('events and the states of subscriptions are read without case', () => {
  assert.equal(parseEvent('Refer;id=93')?.parameters.get('id'), '93');
  assert.equal(parseEvent('Refer;id=93')?.value, 'refer');
  assert.deepEqual(parseSubscriptionState('Terminated;reason=noresource'), {
    state: 'terminated',
    reason: 'noresource',
    expiresS: undefined,
  });
});

test('identity, diversion, privacy and causes are read, and broken ones left out', () => {
  const headers = fields(
    ['P-Asserted-Identity', '"A" <sip:a@example.com>, <tel:+33123456789>'],
    ['Diversion', '<sip:b@example.com>;reason=no-answer;counter=1'],
    ['Diversion', 'nonsense'],
    ['Privacy', 'id;critical'],
    ['Reason', 'Q.850;cause=16;text="Normal, clearing", SIP;cause=200'],
  );
  assert.equal(assertedIdentities(headers).length, 2);
  assert.deepEqual(
    diversions(headers).map(({ parameters }) => parameters.get('reason')),
    ['no-answer'],
  );
  assert.deepEqual([...privacy(headers)], ['id', 'critical']);
  assert.deepEqual(reasons(headers), [
    { protocol: 'Q.850', cause: 16, text: 'Normal, clearing' },
    { protocol: 'SIP', cause: 200, text: undefined },
  ]);
});

test('credentials read back as they were written', () => {
  const params = new Map([
    ['username', 'a "b"'],
    ['nc', '00000001'],
    ['qop', 'auth'],
  ]);
  const text = formatAuthParams({ scheme: 'Digest', params }, 'credentials');
  assert.equal(text, 'Digest username="a \\"b\\"", nc=00000001, qop=auth');
  assert.deepEqual(parseAuthParams(text), { scheme: 'Digest', params });
});
