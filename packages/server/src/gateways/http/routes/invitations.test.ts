import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  cookieOf,
  type IdentityServer,
  openIdentityServer,
} from '../../../../test/open-identity-server.ts';
import { SoftwareAuthenticator } from '../../../../test/software-authenticator.ts';

const ALL = '/api/v1/invitations';
const ACCEPT = '/api/v1/auth/invitations/accept';
const OPEN = '/api/v1/auth/invitations/open';
const PASSKEY = '/api/v1/auth/invitations/passkey-options';
const PASSWORD = 'vélo bleu sous la pluie';

describe('invitations', () => {
  let s: IdentityServer;
  let admin = '';
  let people = '';

  before(async () => {
    s = await openIdentityServer();
    admin = await s.tokenOf('operator', ['voip:admin']);
    people = await s.tokenOf('people', ['users:read', 'users:write']);
  });
  after(() => s.close());

  const invite = (body: object, as = admin) => s.request('POST', ALL, { as, body });
  const accept = (token: string, more: object = {}) =>
    s.request('POST', ACCEPT, { body: { token, ...more } });

  function tokenIn(answer: Answer): string {
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const url = new URL(String(answer.body.url));
    assert.equal(`${url.origin}${url.pathname}${url.search}`, `${s.gateway.url}/invite`);
    return url.hash.slice(1);
  }

  async function beginPasskey(token: string) {
    const { status, body } = await s.request('POST', PASSKEY, { body: { token } });
    assert.equal(status, 200);
    const { challenge_id, options } = body;
    assert.ok(typeof options === 'object' && options !== null && 'challenge' in options);
    return { challenge_id, options: { challenge: String(options.challenge) } };
  }

  function invalid(answer: Answer): void {
    assert.equal(answer.status, 410);
    assert.equal(answer.body.code, 'invitation_invalid');
    assert.equal(answer.headers.get('set-cookie'), null);
  }

  it('make a user who is active and signed in once the link is used', async () => {
    const made = await invite({ user_id: 'alice', display_name: 'Alice' });
    const user = await s.request('GET', '/api/v1/users/alice', { as: admin });
    assert.equal(user.body.status, 'invited');
    const more = { display_name: 'Alice Martin', email: 'alice@example.org', password: PASSWORD };
    const answer = await accept(tokenIn(made), more);
    assert.equal(answer.status, 200);
    assert.partialDeepStrictEqual(answer.body, {
      user: {
        id: 'alice',
        display_name: 'Alice Martin',
        email: 'alice@example.org',
        status: 'active',
      },
    });
    const session = await s.request('GET', '/api/v1/auth/session', { as: cookieOf(answer) });
    assert.equal(session.status, 200);
    const body = { user_id: 'alice', password: PASSWORD };
    assert.equal((await s.request('POST', '/api/v1/auth/session', { body })).status, 200);
  });

  it('are good for one use', async () => {
    const token = tokenIn(await invite({ user_id: 'bob' }));
    assert.equal((await accept(token)).status, 200);
    invalid(await accept(token));
  });

  it('are good for one use even when twenty arrive at once', async () => {
    const token = tokenIn(await invite({ user_id: 'race' }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(token)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    for (const answer of answers) if (answer.status !== 200) invalid(answer);
  });

  it('stay good however often their page is opened and closed again', async () => {
    const token = tokenIn(await invite({ user_id: 'olga', display_name: 'Olga' }));
    for (let visit = 0; visit < 3; visit += 1) {
      const opened = await s.request('POST', OPEN, { body: { token } });
      assert.equal(opened.status, 200);
      assert.deepEqual(opened.body, { user_id: 'olga', display_name: 'Olga', alone: false });
      assert.equal(opened.headers.get('set-cookie'), null);
      await beginPasskey(token);
    }
    assert.equal((await accept(token, { password: PASSWORD })).status, 200);
    invalid(await s.request('POST', OPEN, { body: { token } }));
    invalid(await s.request('POST', PASSKEY, { body: { token } }));
  });

  it('are accepted with a passkey, which signs in the next time', async () => {
    const token = tokenIn(await invite({ user_id: 'paul' }));
    const device = new SoftwareAuthenticator(s.gateway.url);
    const begun = await beginPasskey(token);
    const passkey = { challenge_id: begun.challenge_id, response: device.create(begun.options) };
    const answer = await accept(token, { display_name: 'Paul', passkey });
    assert.equal(answer.status, 200);
    const kept = await s.request('GET', '/api/v1/auth/passkeys', { as: cookieOf(answer) });
    assert.equal(Array.isArray(kept.body.data) && kept.body.data.length, 1);
    invalid(await accept(token));
  });

  it('are not used up by a passkey that does not verify, or that another link has begun', async () => {
    const mine = tokenIn(await invite({ user_id: 'quentin' }));
    const other = tokenIn(await invite({ user_id: 'rosa' }));
    const device = new SoftwareAuthenticator(s.gateway.url);
    for (const begun of [
      await beginPasskey(other),
      { ...(await beginPasskey(mine)), options: { challenge: 'AAAA' } },
    ]) {
      const passkey = { challenge_id: begun.challenge_id, response: device.create(begun.options) };
      const refused = await accept(mine, { passkey });
      assert.equal(refused.body.code, 'passkey_invalid');
      assert.equal(refused.headers.get('set-cookie'), null);
    }
    assert.equal((await accept(mine, { password: PASSWORD })).status, 200);
  });

  it('are not used up by a password that is too weak', async () => {
    const token = tokenIn(await invite({ user_id: 'carol' }));
    assert.equal(
      (await accept(token, { password: 'Password123!' })).body.code,
      'password_too_weak',
    );
    assert.equal((await accept(token, { password: PASSWORD })).status, 200);
  });

  it('end after a day', async () => {
    const token = tokenIn(await invite({ user_id: 'dave' }));
    s.clock.advance(24 * 3_600_000);
    invalid(await accept(token));
    admin = await s.tokenOf('operator', ['voip:admin']);
    people = await s.tokenOf('people', ['users:read', 'users:write']);
  });

  it('end when the user has chosen a password since: an older link may lie in a mailbox', async () => {
    const older = tokenIn(await invite({ user_id: 'erin' }));
    s.clock.advance(1000);
    const newer = tokenIn(await invite({ user_id: 'erin' }));
    assert.equal((await accept(newer, { password: PASSWORD })).status, 200);
    invalid(await accept(older));
  });

  it('are worth nothing when guessed, or when the user has been disabled', async () => {
    invalid(await accept('A'.repeat(43)));
    const token = tokenIn(await invite({ user_id: 'fred' }));
    await s.identity.users.disable(s.system, 'fred');
    invalid(await accept(token));
  });

  it('let somebody in again who has lost the password, and end their other sessions', async () => {
    const first = tokenIn(await invite({ user_id: 'gina' }));
    const session = cookieOf(await accept(first, { password: PASSWORD }));
    s.clock.advance(1000);
    const again = tokenIn(await invite({ user_id: 'gina' }));
    const more = { password: 'un vélo rouge au soleil' };
    const fresh = cookieOf(await accept(again, more));
    assert.equal((await s.request('GET', '/api/v1/auth/session', { as: session })).status, 401);
    assert.equal((await s.request('GET', '/api/v1/auth/session', { as: fresh })).status, 200);
  });

  it('make an administrator only at the word of one', async () => {
    const answer = await invite({ user_id: 'hugo', role: 'admin' }, people);
    assert.equal(answer.status, 403);
    assert.match(String(answer.body.detail), /voip:admin/);
    await s.identity.users.create(s.system, { id: 'chief', role: 'admin', status: 'active' });
    assert.equal((await invite({ user_id: 'chief' }, people)).status, 403);
    assert.equal((await invite({ user_id: 'chief' })).status, 201);
  });

  it('need users:write', async () => {
    const plain = await s.tokenOf('plain');
    assert.equal((await invite({ user_id: 'ines' }, plain)).body.code, 'scope_missing');
    assert.equal((await s.request('GET', ALL, { as: plain })).status, 403);
  });

  it('do not rename somebody who is there already', async () => {
    const answer = await invite({ user_id: 'alice', display_name: 'Mallory' });
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'user_exists');
  });

  it('are listed without their links', async () => {
    const { status, body } = await s.request('GET', `${ALL}?limit=3`, { as: admin });
    assert.equal(status, 200);
    assert.equal(Array.isArray(body.data) && body.data.length, 3);
    assert.ok(!JSON.stringify(body).includes('url'));
    assert.equal(typeof body.next_cursor, 'string');
  });

  it('answer a repeated Idempotency-Key with the same link and make no second one', async () => {
    const headers = { 'idempotency-key': 'invite-jane' };
    const body = { user_id: 'jane' };
    const first = await s.request('POST', ALL, { as: admin, body, headers });
    const second = await s.request('POST', ALL, { as: admin, body, headers });
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
  });

  it('never show their token in a log line or an event', async () => {
    const token = tokenIn(await invite({ user_id: 'kate' }));
    await accept(token, { password: PASSWORD });
    const events = await s.storage.eventLog.readAll({ after: 0, limit: 1000 });
    for (const kept of [events, s.lines, s.httpLines]) {
      const text = JSON.stringify(kept);
      assert.ok(!text.includes(token));
      assert.ok(!text.includes(PASSWORD));
    }
  });
});

describe('the first start', () => {
  let s: IdentityServer;
  before(async () => {
    s = await openIdentityServer();
  });
  after(() => s.close());

  async function link(): Promise<string | undefined> {
    return (await s.identity.ensureBootstrapInvitation('default'))?.reveal();
  }

  it('gives a link that signs in as an administrator, until one can sign in otherwise', async () => {
    const first = await link();
    assert.ok(first);
    assert.ok(first.startsWith(`${s.gateway.url}/invite#`));
    s.clock.advance(1000);
    const opened = { token: new URL(first).hash.slice(1) };
    const { body } = await s.request('POST', OPEN, { body: opened });
    assert.deepEqual(body, { user_id: 'admin', display_name: 'admin', alone: true });
    const second = await link();
    assert.ok(second);
    assert.notEqual(second, first);
    const token = new URL(second).hash.slice(1);
    const answer = await s.request('POST', ACCEPT, { body: { token, password: PASSWORD } });
    assert.partialDeepStrictEqual(answer.body, { user: { id: 'admin', role: 'admin' } });
    const made = await s.request('POST', ALL, { as: cookieOf(answer), body: { user_id: 'zoe' } });
    assert.equal(made.status, 201);
    s.clock.advance(1000);
    assert.equal(await link(), undefined);
    const old = { token: new URL(first).hash.slice(1) };
    assert.equal((await s.request('POST', ACCEPT, { body: old })).status, 410);
  });
});

describe('a start with users but no administrator', () => {
  it('does not make an administrator of a user who happens to be called admin', async () => {
    const s = await openIdentityServer();
    await s.tokenOf('admin');
    assert.ok(await s.identity.ensureBootstrapInvitation('default'));
    assert.equal((await s.identity.users.get(s.system, 'admin')).role, 'user');
    assert.equal((await s.identity.users.get(s.system, 'admin-2')).role, 'admin');
    await s.close();
  });
});
