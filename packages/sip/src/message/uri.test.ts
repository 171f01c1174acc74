import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { formatUri, parseUri, sipUri } from './uri.ts';
import { sameUri } from './uri-equality.ts';

function same(a: string, b: string): boolean {
  const [left, right] = [parseUri(a), parseUri(b)];
  assert.ok(left && right);
  assert.equal(sameUri(left, right), sameUri(right, left), 'equality is symmetric');
  return sameUri(left, right);
}

// RFC 3261 §19.1.4 lists these pairs.
const equal = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;security=on'],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
  ],
  [
    'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
    'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
  ],
  ['tel:+1-201-555-0123', 'tel:+12015550123'],
] as const;
const different = [
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
  ['sip:a@b.example', 'sips:a@b.example'],
  ['tel:7042;phone-context=a.example', 'tel:7042;phone-context=b.example'],
] as const;

for (const [a, b] of equal) test(`${a} equals ${b}`, () => assert.equal(same(a, b), true));
for (const [a, b] of different)
  test(`${a} differs from ${b}`, () => assert.equal(same(a, b), false));

for (const text of [
  'sip:',
  'sip:@example.com',
  'sip:a@',
  'sip:a@example.com:70000',
  'sip:a@exa mple.com',
  'sip:a@1.2.3',
  'sip:a@[::1',
  'sip:a@b;x=1;x=2',
  'tel:',
  'tel:+',
  'example.com',
  '',
])
  test(`"${text}" is no URI`, () => assert.equal(parseUri(text), undefined));

test('every user name makes a URI that gives it back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (user) => {
      const parsed = parseUri(formatUri(sipUri({ user, host: 'example.com' })));
      assert.ok(parsed?.scheme === 'sip');
      assert.equal(decodeURIComponent(parsed.user ?? ''), user);
    }),
    { seed: 19, numRuns: 1_000 },
  );
});

test('a URI is written with all of its parts', () => {
  const text = 'sips:a:secret@[2001:db8::1]:5061;lr;transport=tcp?subject=x%20y';
  const uri = parseUri(text);
  assert.ok(uri);
  assert.equal(formatUri(uri), text);
});
