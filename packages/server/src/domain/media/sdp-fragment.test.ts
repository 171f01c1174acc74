import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { readFragment } from './sdp-fragment.ts';

const CANDIDATE = 'a=candidate:1 1 UDP 2114977791 192.0.2.9 41234 typ host';

it('reads candidates and the credentials they belong to', () => {
  const text = `a=ice-ufrag:EsAw\r\na=ice-pwd:P2uY\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n${CANDIDATE}\r\na=end-of-candidates\r\n`;
  assert.deepEqual(readFragment(text), { iceUfrag: 'EsAw', isValid: true });
  assert.deepEqual(readFragment(`${CANDIDATE}\r\n`), { iceUfrag: undefined, isValid: true });
});

it('refuses what is no fragment, a broken candidate, and one without an end', () => {
  assert.equal(readFragment('hello').isValid, false);
  assert.equal(readFragment('a=candidate:1 1 UDP x 192.0.2.9 41234 typ host').isValid, false);
  assert.equal(readFragment(`${CANDIDATE}\n`.repeat(600)).isValid, false);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(typeof readFragment(`a=candidate:${text}`).isValid, 'boolean');
    }),
  );
});
