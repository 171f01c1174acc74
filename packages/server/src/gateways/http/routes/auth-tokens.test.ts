import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  cookieOf,
  type IdentityServer,
  openIdentityServer,
} from '../../../../test/open-identity-server.ts';
import { USER_GRANTS } from '../../../kernel/index.ts';

const TOKENS = '/api/v1/auth/tokens';
const PASSWORD = 'vélo bleu sous la pluie';

describe('making tokens', () => {
  let s: IdentityServer;
  let alice = '';
  let issuer = '';

  before(async () => {
    s = await openIdentityServer();
    alice = await s.tokenOf('alice');
    await s.identity.users.create(s.system, { id: 'chief', role: 'admin', status: 'active' });
    const made = await s.identity.apiKeys.create(s.system, 'backend', ['tokens:issue']);
    issuer = made.key.reveal();
  });
  after(() => s.close());

  const make = (as: string, body?: object) => s.request('POST', TOKENS, { as, body });

  async function session(id: string, role: 'user' | 'admin' = 'user'): Promise<string> {
    const as = await s.tokenOf('operator', ['voip:admin']);
    const body = { id, role, password: PASSWORD };
    assert.equal((await s.request('POST', '/api/v1/users', { as, body })).status, 201);
    const signIn = { user_id: id, password: PASSWORD };
    return cookieOf(await s.request('POST', '/api/v1/auth/session', { body: signIn }));
  }

  it('gives the console one for the signed-in user, with or without a body', async () => {
    const cookie = await session('bob');
    for (const body of [undefined, {}]) {
      const answer = await make(cookie, body);
      assert.equal(answer.status, 201);
      assert.partialDeepStrictEqual(answer.body, {
        token_type: 'Bearer',
        user_id: 'bob',
        expires_in: 3600,
        scope: [...USER_GRANTS],
      });
      const token = String(answer.body.access_token);
      const me = await s.request('GET', '/api/v1/users/me', { as: token });
      assert.equal(me.body.id, 'bob');
    }
  });

  it('gives an administrator’s session administrative scopes when it asks for them', async () => {
    const cookie = await session('root', 'admin');
    // Nothing of what is theirs to administer, but the outside, which they may call from the page.
    assert.deepEqual((await make(cookie)).body.scope, [...USER_GRANTS, 'calls:external']);
    const asked = await make(cookie, { scope: ['voip:admin', 'calls:read'] });
    assert.deepEqual(asked.body.scope, ['voip:admin', 'calls:read']);
  });

  it('refuses a scope that the giver lacks, and names it (privilege escalation)', async () => {
    const narrow = await s.tokenOf('alice', ['calls:read']);
    const answer = await make(narrow, { scope: ['calls:read', 'calls:write'] });
    assert.equal(answer.status, 403);
    assert.match(String(answer.body.detail), /calls:write/);
    assert.deepEqual((await make(narrow)).body.scope, ['calls:read']);
    assert.equal((await make(alice, { scope: ['voip:admin'] })).status, 403);
  });

  it('refuses another’s token without tokens:issue, whether they exist or not', async () => {
    for (const user_id of ['chief', 'nobody']) {
      const answer = await make(alice, { user_id });
      assert.equal(answer.body.code, 'scope_missing');
      assert.match(String(answer.body.detail), /tokens:issue/);
    }
  });

  it('lets a service with tokens:issue give users what users have', async () => {
    const answer = await make(issuer, { user_id: 'alice', ttl_s: 120 });
    assert.equal(answer.status, 201);
    assert.partialDeepStrictEqual(answer.body, { user_id: 'alice', expires_in: 120 });
    assert.deepEqual(answer.body.scope, [...USER_GRANTS]);
    assert.equal((await make(issuer, { user_id: 'nobody' })).body.code, 'user_not_found');
  });

  it('does not let that service make itself an administrator through one', async () => {
    const answer = await make(issuer, { user_id: 'chief', scope: ['voip:admin'] });
    assert.equal(answer.status, 403);
    assert.match(String(answer.body.detail), /voip:admin/);
  });

  it('gives nobody more than their role has, whoever asks', async () => {
    const operator = await s.tokenOf('operator', ['voip:admin']);
    const answer = await make(operator, { user_id: 'alice', scope: ['users:write'] });
    assert.equal(answer.body.code, 'scope_missing');
  });

  it('leads outside whose user may call there, and no longer than they may', async () => {
    const cookie = await session('nora');
    const operator = await s.tokenOf('operator', ['voip:admin']);
    const outside = async (external_calls: boolean) => {
      const body = { external_calls };
      return s.request('PATCH', '/api/v1/users/nora', { as: operator, body });
    };
    const scopeOf = async (as: string) => (await make(as)).body.scope;
    const wanted = { user_id: 'nora', scope: ['calls:external', 'calls:write'] };
    assert.equal((await make(issuer, wanted)).body.code, 'scope_missing');
    assert.deepEqual(await scopeOf(cookie), [...USER_GRANTS]);

    await outside(true);
    const signedIn = await s.request('GET', '/api/v1/auth/session', { as: cookie });
    assert.deepEqual(signedIn.body.scope, [...USER_GRANTS, 'calls:external']);
    const token = String((await make(issuer, wanted)).body.access_token);
    assert.deepEqual(await scopeOf(cookie), [...USER_GRANTS, 'calls:external']);
    const again = await make(token, { scope: ['calls:external'] });
    assert.deepEqual(again.body.scope, ['calls:external']);

    await outside(false);
    assert.deepEqual(await scopeOf(cookie), [...USER_GRANTS]);
    assert.deepEqual(await scopeOf(token), ['calls:write']);
    assert.equal((await make(token, { scope: ['calls:external'] })).status, 403);
  });

  it('does not let a stolen token live on in its children', async () => {
    const short = await s.tokenOf('alice');
    s.clock.advance(3000_000);
    const child = await make(short, { ttl_s: 86_400 });
    assert.equal(child.body.expires_in, 600);
    s.clock.advance(600_000);
    const token = String(child.body.access_token);
    assert.equal((await s.request('GET', '/api/v1/users/me', { as: token })).status, 401);
  });

  it('has no token for a key itself, which is no user', async () => {
    const answer = await make(issuer);
    assert.equal(answer.status, 404);
  });

  it('answers a repeated Idempotency-Key with the same token', async () => {
    const headers = { 'idempotency-key': 'token-1' };
    const body = { user_id: 'chief' };
    const first = await s.request('POST', TOKENS, { as: issuer, body, headers });
    const second = await s.request('POST', TOKENS, { as: issuer, body, headers });
    assert.equal(first.status, 201);
    assert.deepEqual(second.body, first.body);
  });

  it('publishes the keys that verify them, and nothing of their private halves', async () => {
    for (const path of ['/.well-known/jwks.json', '/api/v1/auth/jwks']) {
      const { status, body, headers } = await s.request('GET', path);
      assert.equal(status, 200);
      assert.deepEqual(body, { keys: s.identity.signingKeys.published() });
      assert.equal(headers.get('cache-control'), 'public, max-age=60');
      assert.ok(!JSON.stringify(body).includes('"d"'));
    }
  });
});
