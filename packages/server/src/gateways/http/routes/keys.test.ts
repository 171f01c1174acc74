import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type IdentityServer, openIdentityServer } from '../../../../test/open-identity-server.ts';

const KEYS = '/api/v1/keys';

describe('API keys', () => {
  let s: IdentityServer;
  let admin = '';

  before(async () => {
    s = await openIdentityServer();
    admin = await s.tokenOf('operator', ['voip:admin']);
  });
  after(() => s.close());

  const create = (scope: readonly string[], as = admin, headers = {}) =>
    s.request('POST', KEYS, { as, body: { name: 'pbx', scope }, headers });
  const use = async (as: string) => (await s.request('GET', '/api/v1/users', { as })).status;

  it('are shown once and work at once', async () => {
    const { status, body } = await create(['users:read']);
    assert.equal(status, 201);
    const key = String(body.key);
    assert.match(key, /^sgek_[0-9a-z]{26}_[\w-]{43}$/);
    assert.equal(await use(key), 200);
    const one = await s.request('GET', `${KEYS}/${String(body.id)}`, { as: admin });
    assert.partialDeepStrictEqual(one.body, {
      name: 'pbx',
      scope: ['users:read'],
      revoked_at: null,
    });
    assert.equal(one.body.key, undefined);
    const stored = await s.storage.apiKeys.find(String(body.id));
    assert.ok(!JSON.stringify(stored).includes(key.slice(-43)));
  });

  it('are refused in any other form', async () => {
    const key = String((await create(['users:read'])).body.key);
    const other = String((await create(['users:read'])).body.key);
    const [prefix, id, secret = ''] = key.split('_');
    for (const wrong of [
      `sgek_${id}_${'A'.repeat(43)}`,
      `sgek_${other.split('_')[1]}_${secret}`,
      `sgek_${'0'.repeat(26)}_${secret}`,
      `${prefix}_${id}_`,
      `${key}A`,
      key.slice(0, -1),
    ]) {
      assert.equal(await use(wrong), 401, wrong);
    }
  });

  it('are revoked at once and for good', async () => {
    const { id, key } = (await create(['users:read'])).body;
    assert.equal(await use(String(key)), 200);
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await s.request('DELETE', `${KEYS}/${String(id)}`, { as: admin })).status, 204);
    }
    assert.equal(await use(String(key)), 401);
    const { body } = await s.request('GET', `${KEYS}/${String(id)}`, { as: admin });
    assert.equal(body.revoked_at, new Date(s.clock.nowMs()).toISOString());
  });

  it('are not made by who lacks keys:write, nor with a scope their maker lacks', async () => {
    const plain = await s.tokenOf('plain');
    assert.equal((await create(['users:read'], plain)).body.code, 'scope_missing');
    const maker = await s.tokenOf('maker', ['keys:write', 'users:read']);
    assert.equal((await create(['users:read'], maker)).status, 201);
    const answer = await create(['users:read', 'voip:admin'], maker);
    assert.equal(answer.status, 403);
    assert.match(String(answer.body.detail), /voip:admin/);
  });

  it('hold only scopes that exist', async () => {
    assert.equal((await create(['everything'])).status, 400);
    assert.equal((await create([])).status, 400);
  });

  it('of another organisation cannot be seen or revoked', async () => {
    const foreign = { ...s.system, org: 'another' };
    const { apiKey, key } = await s.identity.apiKeys.create(foreign, 'theirs', ['users:read']);
    const path = `${KEYS}/${apiKey.id}`;
    assert.equal((await s.request('GET', path, { as: admin })).status, 404);
    assert.equal((await s.request('DELETE', path, { as: admin })).status, 404);
    const seen = await s.identity.authenticator.authenticate({ kind: 'api_key', key });
    assert.equal(seen.org, 'another');
  });

  it('answer a repeated Idempotency-Key with the same key', async () => {
    const headers = { 'idempotency-key': 'key-1' };
    const first = await create(['users:read'], admin, headers);
    const second = await create(['users:read'], admin, headers);
    assert.deepEqual(second.body, first.body);
  });

  it('do not stand in any log line or event', async () => {
    const key = String((await create(['users:read'])).body.key);
    await use(key);
    const events = await s.storage.eventLog.readAll({ after: 0, limit: 1000 });
    for (const kept of [events, s.lines, s.httpLines]) {
      assert.ok(!JSON.stringify(kept).includes(key.slice(-43)));
    }
  });
});

describe('the audit stream', () => {
  it('is for administrators, and reading it is written down', async () => {
    const s = await openIdentityServer();
    const plain = await s.tokenOf('plain');
    assert.equal((await s.request('GET', '/api/v1/audit', { as: plain })).status, 403);
    const admin = await s.tokenOf('operator', ['voip:admin']);
    await s.request('GET', '/api/v1/audit', { as: admin });
    await s.trail.flush();
    const { status, body } = await s.request('GET', '/api/v1/audit', { as: admin });
    assert.equal(status, 200);
    const entries = Array.isArray(body.data) ? body.data : [];
    const told = entries.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
    assert.ok(told.includes('user:operator audit.read allowed'), told.join('\n'));
    assert.ok(told.includes('system token.issued allowed'), told.join('\n'));
    assert.ok(told.includes('user:plain request.refused refused'), told.join('\n'));
    const [refused] = entries.filter(({ outcome }) => outcome === 'refused');
    assert.partialDeepStrictEqual(refused, {
      target: 'GET /api/v1/audit',
      reason: 'scope_missing voip:admin',
    });
    await s.close();
  });
});
