import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chainHash, personalHash, SaltSource } from './chain.ts';

it('gives another hash for another hash before it, another value or another place of a value', () => {
  const variants = [
    chainHash('', ['a', 'b', 1, null]),
    chainHash('x', ['a', 'b', 1, null]),
    chainHash('', ['ab', '', 1, null]),
    chainHash('', ['a', 'b', 2, null]),
    chainHash('', ['a', 'b', '1', null]),
    chainHash('', ['a', 'b', 1, '']),
    chainHash('', ['a\n1:b', 1, null]),
  ];
  assert.equal(new Set(variants).size, variants.length);
});

it('is SHA-256 in base64url: 43 characters', () => {
  assert.match(chainHash('', ['a']), /^[\w-]{43}$/);
});

it('hides a personal value behind a salt that is never given twice', () => {
  const salts = new SaltSource();
  const seen = new Set(Array.from({ length: 1_000 }, () => salts.next()));
  assert.equal(seen.size, 1_000);
  for (const salt of seen) assert.match(salt, /^[\w-]{22}$/);
  assert.notEqual(personalHash(salts.next(), '"x"'), personalHash(salts.next(), '"x"'));
});
