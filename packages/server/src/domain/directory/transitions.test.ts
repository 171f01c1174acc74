import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeUser, createUser, type UserChange } from './transitions.ts';
import type { User } from './user.ts';

const NOW_MS = 1_000_000;
const LATER_MS = 2_000_000;

function user(role: User['role'], status: User['status']): User {
  const created = createUser('default', { id: 'alice', role, status: 'active' }, NOW_MS).user;
  return { ...created, status, version: 7 };
}

const types = (from: User, change: UserChange) =>
  changeUser(from, change, LATER_MS).events.map(({ type }) => type);

describe('a user', () => {
  it('begins with its id for a name, as a plain user', () => {
    const { user: made, events } = createUser('default', { id: 'bob', status: 'invited' }, NOW_MS);
    assert.deepEqual(made, {
      id: 'bob',
      org: 'default',
      version: 1,
      displayName: 'bob',
      email: null,
      role: 'user',
      externalCalls: false,
      status: 'invited',
      createdAtMs: NOW_MS,
      updatedAtMs: NOW_MS,
    });
    assert.deepEqual(
      events.map(({ stream, type }) => [stream, type]),
      [['user:bob', 'user.created']],
    );
  });

  it('keeps name and address out of the facts of its events, under its own name', () => {
    const details = {
      id: 'bob',
      displayName: 'Bob',
      email: 'b@example.org',
      status: 'active',
    } as const;
    const [created] = createUser('default', details, NOW_MS).events;
    const facts = { user_id: 'bob', role: 'user', status: 'active', external_calls: false };
    assert.deepEqual(created?.data, facts);
    assert.deepEqual(created?.personal, {
      display_name: { subject: 'bob', value: 'Bob' },
      email: { subject: 'bob', value: 'b@example.org' },
    });
  });

  it('that is changed to what it is stays as it is, without an event', () => {
    for (const role of ['user', 'admin'] as const) {
      for (const status of ['active', 'disabled'] as const) {
        const before = user(role, status);
        const same = { displayName: 'alice', email: null, role, status, externalCalls: false };
        const { user: after, events } = changeUser(before, same, LATER_MS);
        assert.equal(after, before);
        assert.deepEqual(events, []);
      }
    }
  });

  it('gets one version more and the time of the change', () => {
    const { user: after } = changeUser(user('user', 'active'), { displayName: 'A' }, LATER_MS);
    assert.deepEqual([after.version, after.updatedAtMs, after.createdAtMs], [8, LATER_MS, NOW_MS]);
  });

  it('tells every change of role and status, and voids tokens when it loses something', () => {
    const disabled = ['user.disabled', 'user.tokens_voided'];
    const cases: [User['role'], User['status'], UserChange, string[]][] = [
      ['user', 'active', { status: 'disabled' }, disabled],
      ['user', 'invited', { status: 'disabled' }, disabled],
      ['admin', 'active', { status: 'disabled' }, disabled],
      ['user', 'disabled', { status: 'active' }, ['user.activated']],
      ['user', 'invited', { status: 'active' }, ['user.activated']],
      ['user', 'active', { role: 'admin' }, ['user.role_changed']],
      ['admin', 'active', { role: 'user' }, ['user.role_changed', 'user.tokens_voided']],
      ['admin', 'active', { role: 'user', status: 'disabled' }, ['user.role_changed', ...disabled]],
      ['admin', 'disabled', { role: 'user' }, ['user.role_changed', 'user.tokens_voided']],
      ['user', 'active', { email: 'a@example.org' }, ['user.updated']],
      [
        'user',
        'invited',
        { displayName: 'A', status: 'active' },
        ['user.updated', 'user.activated'],
      ],
    ];
    for (const [role, status, change, expected] of cases) {
      const name = `${role} ${status} ${JSON.stringify(change)}`;
      assert.deepEqual(types(user(role, status), change), expected, name);
    }
  });

  it('is let outside and kept from it by an event that says so, with its tokens as they were', () => {
    const kept = user('user', 'active');
    const outside = changeUser(kept, { externalCalls: true }, LATER_MS);
    assert.equal(outside.user.externalCalls, true);
    assert.deepEqual(
      outside.events.map(({ type, data }) => [type, data.external_calls]),
      [['user.external_calls_granted', true]],
    );
    assert.deepEqual(types(outside.user, { externalCalls: false }), [
      'user.external_calls_withdrawn',
    ]);
    assert.deepEqual(types(outside.user, { displayName: 'A' }), ['user.updated']);
  });

  it('loses its address by null and keeps it by silence', () => {
    const from = { ...user('user', 'active'), email: 'a@example.org' };
    assert.equal(changeUser(from, { email: null }, LATER_MS).user.email, null);
    assert.equal(changeUser(from, { displayName: 'A' }, LATER_MS).user.email, 'a@example.org');
  });
});
