import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError, type Grant, type Scope, USER_GRANTS } from '../../kernel/index.ts';
import {
  grantsOfUser,
  isSelf,
  ordinaryGrants,
  requireGrant,
  requireMayGive,
  requireUser,
} from './access.ts';

function scopeOf(kind: 'user' | 'key', id: string, grants: readonly Grant[]): Scope {
  return { org: 'default', principal: { kind, id, grants: new Set(grants) }, source: 'http' };
}

function refusal(code: string, params: object = {}) {
  return (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, code);
    assert.deepEqual(error.params, params);
    return true;
  };
}

const alice = scopeOf('user', 'alice', USER_GRANTS);
const root = scopeOf('user', 'root', ['voip:admin']);

describe('access', () => {
  it('lets a grant through and names the one that is missing', () => {
    requireGrant(alice, 'calls:write');
    assert.throws(
      () => requireGrant(alice, 'users:write'),
      refusal('scope_missing', { scope: 'users:write' }),
    );
  });

  it('lets voip:admin do what any grant allows', () => {
    requireGrant(root, 'users:write');
  });

  it('never gives a plain user an administrative grant', () => {
    for (const grant of ['voip:admin', 'tokens:issue', 'users:write', 'keys:write'] as const) {
      assert.ok(!grantsOfUser({ role: 'user', externalCalls: true }).includes(grant), grant);
      assert.ok(grantsOfUser({ role: 'admin', externalCalls: false }).includes(grant), grant);
    }
  });

  it('leads outside for administrators, and for who has been let', () => {
    const outside = (role: 'user' | 'admin', externalCalls: boolean) =>
      grantsOfUser({ role, externalCalls }).includes('calls:external');
    assert.equal(outside('user', false), false);
    assert.equal(outside('user', true), true);
    assert.equal(outside('admin', false), true);
    const unasked = ordinaryGrants({ role: 'admin', externalCalls: false });
    assert.deepEqual(unasked, [...USER_GRANTS, 'calls:external']);
  });

  it('refuses to hand on a grant that the giver does not hold', () => {
    requireMayGive(alice.principal, ['calls:read']);
    assert.throws(
      () => requireMayGive(alice.principal, ['calls:read', 'voip:admin']),
      refusal('scope_missing', { scope: 'voip:admin' }),
    );
  });

  it('does not take a key for the user whose name it bears', () => {
    const key = scopeOf('key', 'alice', USER_GRANTS);
    assert.equal(isSelf(key, 'alice'), false);
    assert.throws(() => requireUser(key), refusal('forbidden'));
  });
});
