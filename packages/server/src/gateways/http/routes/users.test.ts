import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type IdentityServer, openIdentityServer } from '../../../../test/open-identity-server.ts';

describe('users', () => {
  let s: IdentityServer;
  let admin = '';
  let people = '';
  let alice = '';

  before(async () => {
    s = await openIdentityServer();
    await s.identity.users.create(s.system, { id: 'chief', role: 'admin', status: 'active' });
    admin = await s.tokenOf('chief', ['voip:admin']);
    people = await s.tokenOf('people', ['users:read', 'users:write']);
    alice = await s.tokenOf('alice');
  });
  after(() => s.close());

  const create = (body: object, as = admin) => s.request('POST', '/api/v1/users', { as, body });
  const patch = (id: string, body: object, as = admin) =>
    s.request('PATCH', `/api/v1/users/${id}`, { as, body });

  it('are added, read and changed', async () => {
    const made = await create({ id: 'bob', display_name: 'Bob', email: 'bob@example.org' });
    assert.equal(made.status, 201);
    const now = new Date(s.clock.nowMs()).toISOString();
    assert.deepEqual(made.body, {
      id: 'bob',
      display_name: 'Bob',
      email: 'bob@example.org',
      role: 'user',
      external_calls: false,
      status: 'active',
      created_at: now,
      updated_at: now,
    });
    assert.deepEqual((await s.request('GET', '/api/v1/users/bob', { as: alice })).body, made.body);
    const changed = await patch('bob', { email: null, role: 'admin' });
    assert.partialDeepStrictEqual(changed.body, { email: null, role: 'admin' });
  });

  it('exist once', async () => {
    await create({ id: 'carol' });
    const again = await create({ id: 'carol' });
    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'user_exists');
    assert.equal((await create({ id: 'me' })).status, 409);
  });

  it('are listed in order of id, page by page, and found by how they begin', async () => {
    for (const id of ['u1', 'u2', 'u3']) await create({ id, display_name: `Zed ${id}` });
    const first = await s.request('GET', '/api/v1/users?search=zed&limit=2', { as: alice });
    const cursor = String(first.body.next_cursor);
    const path = `/api/v1/users?search=zed&limit=2&cursor=${cursor}`;
    const second = await s.request('GET', path, { as: alice });
    assert.partialDeepStrictEqual(first.body, { data: [{ id: 'u1' }, { id: 'u2' }] });
    assert.partialDeepStrictEqual(second.body, { data: [{ id: 'u3' }], next_cursor: null });
  });

  it('know themselves, which a key does not', async () => {
    const me = await s.request('GET', '/api/v1/users/me', { as: alice });
    assert.equal(me.body.id, 'alice');
    const { key } = await s.identity.apiKeys.create(s.system, 'pbx', ['users:read']);
    const answer = await s.request('GET', '/api/v1/users/me', { as: key.reveal() });
    assert.equal(answer.body.code, 'forbidden');
  });

  it('change their own name, but not their role, nor others', async () => {
    const named = await patch('alice', { display_name: 'Alice Martin' }, alice);
    assert.equal(named.body.display_name, 'Alice Martin');
    for (const [id, body] of [
      ['alice', { role: 'admin' }],
      ['alice', { status: 'disabled' }],
      ['alice', { external_calls: true }],
      ['carol', { display_name: 'Mallory' }],
    ] as const) {
      assert.equal((await patch(id, body, alice)).body.code, 'scope_missing', JSON.stringify(body));
    }
  });

  it('are not made administrators, and administrators not touched, by who is none', async () => {
    await create({ id: 'boss', role: 'admin' });
    assert.equal((await create({ id: 'dan', role: 'admin' }, people)).status, 403);
    assert.equal((await patch('carol', { role: 'admin' }, people)).status, 403);
    assert.equal((await patch('people', { role: 'admin' }, people)).status, 403);
    assert.equal((await patch('boss', { status: 'disabled' }, people)).status, 403);
    assert.equal((await patch('boss', { display_name: 'x' }, people)).status, 403);
    assert.equal((await patch('carol', { display_name: 'Caro' }, people)).status, 200);
  });

  it('call outside once somebody who may call there has let them', async () => {
    const hers = (body: object, as = admin) => patch('olga', body, as);
    assert.equal((await create({ id: 'olga' }, people)).body.external_calls, false);
    for (const refused of [
      await create({ id: 'pia', external_calls: true }, people),
      await hers({ external_calls: true }, people),
    ]) {
      assert.equal(refused.body.code, 'scope_missing');
      assert.match(String(refused.body.detail), /calls:external/);
    }
    assert.equal((await hers({ external_calls: 'yes' })).status, 400);
    assert.equal((await hers({ external_calls: true })).body.external_calls, true);
    // Who may not give it may leave it as it is, and take it away.
    assert.equal((await hers({ display_name: 'Olga' }, people)).body.external_calls, true);
    assert.equal((await hers({ external_calls: false }, people)).body.external_calls, false);
    assert.equal((await create({ id: 'pia', external_calls: true })).body.external_calls, true);
    const events = await s.storage.eventLog.readStream('default', 'user:olga', {
      after: 0,
      limit: 9,
    });
    assert.deepEqual(
      events.map(({ type, actor }) => [type, actor]),
      [
        ['user.created', 'user:people'],
        ['user.external_calls_granted', 'user:chief'],
        ['user.updated', 'user:people'],
        ['user.external_calls_withdrawn', 'user:people'],
      ],
    );
  });

  it('keep one administrator, also when two remove each other at once', async () => {
    for (const id of ['bob', 'boss']) await patch(id, { role: 'user' });
    assert.equal((await patch('chief', { status: 'disabled' })).body.code, 'last_admin');
    assert.equal((await patch('chief', { role: 'user' })).status, 409);
    await patch('boss', { role: 'admin' });
    const demoted = await Promise.allSettled(
      ['boss', 'chief'].map((id) => s.identity.users.update(s.system, id, { role: 'user' })),
    );
    assert.deepEqual(demoted.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await s.storage.users.admins('default')).length, 1);
  });

  it('of another organisation do not exist', async () => {
    const foreign = { ...s.system, org: 'another' };
    await s.identity.users.create(foreign, { id: 'stranger', status: 'active' });
    const answer = await s.request('GET', '/api/v1/users/stranger', { as: alice });
    assert.equal(answer.status, 404);
    assert.equal(answer.body.code, 'user_not_found');
  });

  it('need a credential, and the right scope', async () => {
    assert.equal((await s.request('GET', '/api/v1/users')).status, 401);
    const narrow = await s.tokenOf('alice', ['calls:read']);
    const answer = await s.request('GET', '/api/v1/users', { as: narrow });
    assert.equal(answer.status, 403);
    assert.match(String(answer.body.detail), /users:read/);
    assert.equal((await create({ id: 'eve' }, alice)).status, 403);
  });

  it('take no password that is too weak, and no unknown field', async () => {
    const weak = await create({ id: 'fay', password: 'Password123!' });
    assert.equal(weak.body.code, 'password_too_weak');
    assert.equal((await s.request('GET', '/api/v1/users/fay', { as: admin })).status, 404);
    const unknown = await create({ id: 'fay', is_admin: true });
    assert.equal(unknown.status, 400);
    assert.match(JSON.stringify(unknown.body.errors), /is_admin/);
  });

  it('answer a repeated Idempotency-Key as they did the first time', async () => {
    const headers = { 'idempotency-key': 'make-gil' };
    const body = { id: 'gil' };
    const first = await s.request('POST', '/api/v1/users', { as: admin, body, headers });
    const second = await s.request('POST', '/api/v1/users', { as: admin, body, headers });
    assert.equal(second.status, 201);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
  });
});

describe('blocks', () => {
  const BLOCKS = '/api/v1/users/me/blocks';
  let s: IdentityServer;
  let alice = '';

  before(async () => {
    s = await openIdentityServer();
    alice = await s.tokenOf('alice');
    for (const id of ['bob', 'carol', 'dave']) await s.tokenOf(id);
  });
  after(() => s.close());

  const listed = async (as = alice, query = '') =>
    (await s.request('GET', `${BLOCKS}${query}`, { as })).body;

  it('are put and taken away, as often as one likes', async () => {
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await s.request('PUT', `${BLOCKS}/bob`, { as: alice })).status, 204);
    }
    assert.deepEqual(await listed(), { data: [{ user_id: 'bob' }], next_cursor: null });
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await s.request('DELETE', `${BLOCKS}/bob`, { as: alice })).status, 204);
    }
    assert.deepEqual(await listed(), { data: [], next_cursor: null });
  });

  it('are each user’s own', async () => {
    await s.request('PUT', `${BLOCKS}/bob`, { as: alice });
    assert.deepEqual(await listed(await s.tokenOf('bob')), { data: [], next_cursor: null });
  });

  it('are listed page by page', async () => {
    for (const id of ['carol', 'dave']) await s.request('PUT', `${BLOCKS}/${id}`, { as: alice });
    const first = await listed(alice, '?limit=2');
    assert.deepEqual(first.data, [{ user_id: 'bob' }, { user_id: 'carol' }]);
    const second = await listed(alice, `?limit=2&cursor=${String(first.next_cursor)}`);
    assert.deepEqual(second, { data: [{ user_id: 'dave' }], next_cursor: null });
  });

  it('are of somebody else who exists', async () => {
    assert.equal(
      (await s.request('PUT', `${BLOCKS}/nobody`, { as: alice })).body.code,
      'user_not_found',
    );
    assert.equal((await s.request('PUT', `${BLOCKS}/alice`, { as: alice })).status, 400);
    const { key } = await s.identity.apiKeys.create(s.system, 'pbx', ['users:read']);
    assert.equal((await s.request('GET', BLOCKS, { as: key.reveal() })).status, 403);
  });
});
