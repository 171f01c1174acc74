import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  cookieOf,
  type IdentityServer,
  openIdentityServer,
} from '../../../../test/open-identity-server.ts';

const SESSION = '/api/v1/auth/session';
const PASSWORD = 'vélo bleu sous la pluie';
const HOUR_MS = 3_600_000;

describe('signing in by password', () => {
  let s: IdentityServer;

  before(async () => {
    s = await openIdentityServer();
  });
  after(() => s.close());

  async function user(id: string): Promise<void> {
    const as = await s.tokenOf('operator', ['voip:admin']);
    const body = { id, password: PASSWORD };
    assert.equal((await s.request('POST', '/api/v1/users', { as, body })).status, 201);
  }

  function attempt(id: string, password = PASSWORD, as?: string) {
    const body = { user_id: id, password };
    return s.request('POST', SESSION, { body, ...(as === undefined ? {} : { as }) });
  }

  async function signedIn(id: string): Promise<string> {
    return cookieOf(await attempt(id));
  }

  const statusOf = async (as: string) => (await s.request('GET', SESSION, { as })).status;

  it('sets a cookie that scripts and foreign sites do not get', async () => {
    await user('alice');
    const answer = await attempt('alice');
    assert.equal(answer.status, 200);
    assert.match(
      answer.headers.get('set-cookie') ?? '',
      /^sge_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const session = await s.request('GET', SESSION, { as: cookieOf(answer) });
    assert.equal(session.status, 200);
    assert.deepEqual(session.body, answer.body);
    assert.partialDeepStrictEqual(session.body, { user: { id: 'alice', role: 'user' } });
  });

  it('answers the same for a wrong password, a user without one and nobody', async () => {
    await user('amy');
    await s.tokenOf('passwordless');
    const problems = [];
    for (const id of ['amy', 'passwordless', 'nobody']) {
      const { status, headers, body } = await attempt(id, 'not the password');
      assert.equal(headers.get('set-cookie'), null);
      problems.push({ status, ...body, request_id: '' });
    }
    assert.equal(problems[0]?.status, 401);
    assert.deepEqual(problems[1], problems[0]);
    assert.deepEqual(problems[2], problems[0]);
  });

  it('is slowed down after five wrong guesses, and says for how long', async () => {
    await user('ben');
    for (let i = 0; i < 5; i += 1) await attempt('ben', `guess number ${i}`);
    const { status, headers, body } = await attempt('ben');
    assert.equal(status, 429);
    assert.equal(body.code, 'rate_limited');
    assert.equal(headers.get('retry-after'), '900');
    s.clock.advance(900_000);
    assert.equal((await attempt('ben')).status, 200);
  });

  it('never takes over a cookie that was planted before (session fixation)', async () => {
    await user('cleo');
    const planted = `sge_session=${'A'.repeat(43)}`;
    const answer = await attempt('cleo', PASSWORD, planted);
    assert.notEqual(cookieOf(answer), planted);
    assert.equal(await statusOf(planted), 401);
  });

  it('ends the session that the browser had before', async () => {
    await user('dora');
    const first = await signedIn('dora');
    const second = cookieOf(await attempt('dora', PASSWORD, first));
    assert.equal(await statusOf(first), 401);
    assert.equal(await statusOf(second), 200);
  });

  it('stores no cookie value, only its hash', async () => {
    await user('eric');
    const value = (await signedIn('eric')).slice('sge_session='.length);
    assert.equal(await s.storage.sessions.findByTokenHash(value), undefined);
  });

  it('ends with signing out, also when the session is over already', async () => {
    await user('fay');
    const cookie = await signedIn('fay');
    for (let i = 0; i < 2; i += 1) {
      const answer = await s.request('DELETE', SESSION, { as: cookie });
      assert.equal(answer.status, 204);
      assert.match(answer.headers.get('set-cookie') ?? '', /^sge_session=; Max-Age=0; /);
    }
    assert.equal(await statusOf(cookie), 401);
  });

  it('lasts while it is used, twelve hours without use, a week at most', async () => {
    await user('gus');
    const idle = await signedIn('gus');
    const used = await signedIn('gus');
    s.clock.advance(11 * HOUR_MS);
    assert.equal(await statusOf(used), 200);
    s.clock.advance(HOUR_MS);
    assert.equal(await statusOf(idle), 401);
    for (let hours = 12; hours < 7 * 24; hours += 6) {
      assert.equal(await statusOf(used), 200, `after ${hours} hours`);
      s.clock.advance(6 * HOUR_MS);
    }
    assert.equal(await statusOf(used), 401);
  });

  it('ends everywhere when the user is disabled', async () => {
    await user('hal');
    const cookie = await signedIn('hal');
    await s.identity.users.disable(s.system, 'hal');
    assert.equal(await statusOf(cookie), 401);
    assert.equal((await attempt('hal')).body.code, 'user_disabled');
    assert.equal((await attempt('hal', 'not the password')).body.code, 'credentials_invalid');
  });

  it('is refused to a page of another site', async () => {
    await user('ida');
    const headers = { origin: 'https://evil.example' };
    const body = { user_id: 'ida', password: PASSWORD };
    const answer = await s.request('POST', SESSION, { body, headers });
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, 'origin_refused');
  });

  it('is written down, allowed or refused', async () => {
    await user('jo');
    await attempt('jo', 'not the password');
    await attempt('jo');
    await s.trail.flush();
    const { items } = await s.storage.audit.list('default', { limit: 50 });
    const ofJo = items.filter((entry) => entry.target === 'user:jo');
    const told = ofJo.map(({ action, outcome, reason }) => [action, outcome, reason]);
    assert.deepEqual(
      new Set(told.map(String)),
      new Set(['signin,refused,credentials_invalid', 'signin,allowed,password']),
    );
  });
});

describe('changing a password', () => {
  const NEXT = 'un vélo rouge au soleil';
  let s: IdentityServer;
  before(async () => {
    s = await openIdentityServer();
  });
  after(() => s.close());

  async function signedIn(id: string, password = PASSWORD): Promise<string> {
    const body = { user_id: id, password };
    return cookieOf(await s.request('POST', SESSION, { body }));
  }

  async function user(id: string): Promise<string> {
    const as = await s.tokenOf('operator', ['voip:admin']);
    await s.request('POST', '/api/v1/users', { as, body: { id, password: PASSWORD } });
    return signedIn(id);
  }

  const change = (as: string, body: object) =>
    s.request('PUT', '/api/v1/auth/password', { as, body });

  it('keeps this session under a new cookie and ends the others and the tokens', async () => {
    const here = await user('alice');
    const elsewhere = await signedIn('alice');
    const token = await s.tokenOf('alice');
    s.clock.advance(1000);
    const answer = await change(here, { current: PASSWORD, password: NEXT });
    assert.equal(answer.status, 204);
    for (const ended of [here, elsewhere]) {
      assert.equal((await s.request('GET', SESSION, { as: ended })).status, 401);
    }
    assert.equal((await s.request('GET', SESSION, { as: cookieOf(answer) })).status, 200);
    assert.equal((await s.request('GET', '/api/v1/users/me', { as: token })).status, 401);
    const body = { user_id: 'alice', password: PASSWORD };
    assert.equal((await s.request('POST', SESSION, { body })).status, 401);
    assert.equal(
      (await s.request('GET', SESSION, { as: await signedIn('alice', NEXT) })).status,
      200,
    );
  });

  it('needs the current one, which cannot be guessed here either', async () => {
    const cookie = await user('bob');
    assert.equal((await change(cookie, { password: NEXT })).body.code, 'credentials_invalid');
    for (let i = 0; i < 5; i += 1) {
      const answer = await change(cookie, { current: `guess number ${i}`, password: NEXT });
      assert.equal(answer.body.code, 'credentials_invalid');
    }
    const answer = await change(cookie, { current: PASSWORD, password: NEXT });
    assert.equal(answer.body.code, 'rate_limited');
  });

  it('refuses one that is too well known', async () => {
    const cookie = await user('carol');
    const answer = await change(cookie, { current: PASSWORD, password: 'Password123!' });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'password_too_weak');
  });

  it('is for a session only: a stolen bearer token cannot take the account over', async () => {
    await user('dave');
    const answer = await change(await s.tokenOf('dave'), { current: PASSWORD, password: NEXT });
    assert.equal(answer.status, 401);
  });
});
