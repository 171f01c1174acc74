import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GRANTS, type Grant, holds, systemScope, USER_GRANTS } from './scope.ts';

function principal(...grants: readonly Grant[]) {
  return { kind: 'user', id: 'alice', grants: new Set(grants) } as const;
}

it('holds the grants it was given and no other', () => {
  const alice = principal('calls:read');
  assert.deepEqual(
    GRANTS.filter((grant) => holds(alice, grant)),
    ['calls:read'],
  );
});

it('lets an administrator of the organisation do everything in it', () => {
  const admin = principal('voip:admin');
  assert.ok(GRANTS.every((grant) => holds(admin, grant)));
});

it('gives a user nothing that touches others, keys or the outside', () => {
  const user = principal(...USER_GRANTS);
  const withheld: readonly Grant[] = [
    ...(['voip:admin', 'keys:write', 'tokens:issue', 'users:write', 'calls:external'] as const),
    ...(['calls:on_behalf', 'presence:write:any', 'events:read', 'sip:inbound'] as const),
  ];
  for (const grant of withheld) assert.equal(holds(user, grant), false, grant);
});

it('lets the server act for itself in one organisation', () => {
  const { org, principal: system, source } = systemScope('acme');
  assert.deepEqual([org, system.kind, system.id, source], ['acme', 'system', 'system', 'system']);
  assert.ok(holds(system, 'calls:write'));
});
