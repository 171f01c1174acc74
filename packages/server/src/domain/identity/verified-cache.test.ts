import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Authenticated } from './ports.ts';
import { VerifiedCache } from './verified-cache.ts';

function of(id: string, org = 'default'): Authenticated {
  return { org, principal: { kind: 'user', id, grants: new Set() }, expiresAtMs: 1 };
}

describe('the memory of verified credentials', () => {
  it('holds no more than its limit; the oldest goes first', () => {
    const cache = new VerifiedCache(2);
    for (const id of ['a', 'b', 'c']) cache.remember(id, of(id), cache.generation);
    assert.equal(cache.size, 2);
    assert.equal(cache.find('a'), undefined);
    assert.deepEqual(cache.find('c'), of('c'));
  });

  it('forgets every credential of a principal, and only of that one', () => {
    const cache = new VerifiedCache(9);
    cache.remember('a1', of('a'), cache.generation);
    cache.remember('a2', of('a'), cache.generation);
    cache.remember('b', of('b'), cache.generation);
    cache.remember('other', of('a', 'another'), cache.generation);
    cache.forget('default', { kind: 'user', id: 'a' });
    assert.deepEqual(
      ['a1', 'a2'].map((token) => cache.find(token)),
      [undefined, undefined],
    );
    assert.ok(cache.find('b'));
    assert.ok(cache.find('other'));
  });

  it('does not take an answer whose check began before something was forgotten', () => {
    const cache = new VerifiedCache(9);
    const { generation } = cache;
    cache.forget('default', { kind: 'user', id: 'a' });
    cache.remember('a', of('a'), generation);
    assert.equal(cache.find('a'), undefined);
  });
});
