import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  cookieOf,
  type IdentityServer,
  openIdentityServer,
} from '../../../../test/open-identity-server.ts';
import { SoftwareAuthenticator } from '../../../../test/software-authenticator.ts';

const ROOT = '/api/v1/auth/passkeys';
const PASSWORD = 'vélo bleu sous la pluie';

describe('passkeys', () => {
  let s: IdentityServer;
  let alice = '';
  let authenticator: SoftwareAuthenticator;

  before(async () => {
    s = await openIdentityServer();
    alice = await signedIn('alice');
    authenticator = new SoftwareAuthenticator(s.gateway.url);
  });
  after(() => s.close());

  async function signedIn(id: string): Promise<string> {
    const admin = await s.tokenOf('operator', ['users:write']);
    await s.request('POST', '/api/v1/users', { as: admin, body: { id, password: PASSWORD } });
    const body = { user_id: id, password: PASSWORD };
    return cookieOf(await s.request('POST', '/api/v1/auth/session', { body }));
  }

  async function begin(path: string, as?: string) {
    const { status, body } = await s.request('POST', `${ROOT}${path}`, as ? { as } : {});
    assert.equal(status, 200);
    const { challenge_id, options } = body;
    assert.ok(typeof options === 'object' && options !== null && 'challenge' in options);
    return { challenge_id, options: { ...options, challenge: String(options.challenge) } };
  }

  async function register(as: string, device: SoftwareAuthenticator): Promise<Answer> {
    const { challenge_id, options } = await begin('/options', as);
    return s.request('POST', ROOT, {
      as,
      body: { challenge_id, response: device.create(options) },
    });
  }

  async function signIn(device: SoftwareAuthenticator): Promise<Answer> {
    const { challenge_id, options } = await begin('/sign-in/options');
    const body = { challenge_id, response: device.get(options) };
    return s.request('POST', `${ROOT}/sign-in`, { body });
  }

  function refused(answer: Answer): void {
    assert.equal(answer.status, 401);
    assert.equal(answer.body.code, 'passkey_invalid');
    assert.equal(answer.headers.get('set-cookie'), null);
  }

  it('are asked for with user verification and without telling who the user is', async () => {
    const { options } = await begin('/options', alice);
    const { rp, user, authenticatorSelection, attestation } = Object.assign(
      { rp: {}, user: { id: '' }, authenticatorSelection: {}, attestation: '' },
      options,
    );
    assert.deepEqual(rp, { name: 'Sky Genesis VoIP', id: 'localhost' });
    assert.ok(!Buffer.from(user.id, 'base64url').toString().includes('alice'));
    assert.partialDeepStrictEqual(authenticatorSelection, {
      residentKey: 'required',
      userVerification: 'required',
    });
    assert.equal(attestation, 'none');
  });

  it('are added under a session and sign in from then on', async () => {
    const added = await register(alice, authenticator);
    assert.equal(added.status, 201);
    assert.deepEqual(added.body.transports, ['internal']);
    authenticator.signCount = 1;
    const answer = await signIn(authenticator);
    assert.equal(answer.status, 200);
    assert.partialDeepStrictEqual(answer.body, { user: { id: 'alice' } });
    const session = await s.request('GET', '/api/v1/auth/session', { as: cookieOf(answer) });
    assert.partialDeepStrictEqual(session.body, { user: { id: 'alice' } });
  });

  it('are listed for their owner only', async () => {
    const mine = await s.request('GET', ROOT, { as: alice });
    assert.equal(Array.isArray(mine.body.data) && mine.body.data.length, 1);
    const bob = await signedIn('bob');
    assert.deepEqual((await s.request('GET', ROOT, { as: bob })).body.data, []);
  });

  it('are not managed by bearer tokens, which may have been stolen', async () => {
    const token = await s.tokenOf('alice');
    for (const [method, path] of [
      ['GET', ROOT],
      ['POST', `${ROOT}/options`],
      ['DELETE', `${ROOT}/cred_0`],
    ] as const) {
      assert.equal((await s.request(method, path, { as: token })).status, 401, path);
    }
  });

  it('refuse a replayed answer: a challenge is good once', async () => {
    const { challenge_id, options } = await begin('/sign-in/options');
    authenticator.signCount = 2;
    const body = { challenge_id, response: authenticator.get(options) };
    assert.equal((await s.request('POST', `${ROOT}/sign-in`, { body })).status, 200);
    refused(await s.request('POST', `${ROOT}/sign-in`, { body }));
    authenticator.signCount = 3;
    const counted = { challenge_id, response: authenticator.get(options) };
    refused(await s.request('POST', `${ROOT}/sign-in`, { body: counted }));
  });

  it('refuse an answer to another challenge, or to one of registration', async () => {
    const first = await begin('/sign-in/options');
    const second = await begin('/sign-in/options');
    const response = authenticator.get(first.options);
    const body = { challenge_id: second.challenge_id, response };
    refused(await s.request('POST', `${ROOT}/sign-in`, { body }));
    const registration = await begin('/options', alice);
    const swapped = {
      challenge_id: registration.challenge_id,
      response: authenticator.get(registration.options),
    };
    refused(await s.request('POST', `${ROOT}/sign-in`, { body: swapped }));
  });

  it('refuse an answer after five minutes', async () => {
    const { challenge_id, options } = await begin('/sign-in/options');
    s.clock.advance(5 * 60_000);
    const body = { challenge_id, response: authenticator.get(options) };
    refused(await s.request('POST', `${ROOT}/sign-in`, { body }));
  });

  it('refuse an answer given to another site (phishing)', async () => {
    const { challenge_id, options } = await begin('/sign-in/options');
    const response = authenticator.get(options, 'https://sky-genesis.example');
    refused(await s.request('POST', `${ROOT}/sign-in`, { body: { challenge_id, response } }));
    const begun = await begin('/options', alice);
    const made = new SoftwareAuthenticator(s.gateway.url).create(
      begun.options,
      'https://evil.test',
    );
    const body = { challenge_id: begun.challenge_id, response: made };
    refused(await s.request('POST', ROOT, { as: alice, body }));
  });

  it('refuse a signature of another key', async () => {
    const { challenge_id, options } = await begin('/sign-in/options');
    const stranger = new SoftwareAuthenticator(s.gateway.url).get(options);
    const response = { ...stranger, id: authenticator.id, rawId: authenticator.id };
    refused(await s.request('POST', `${ROOT}/sign-in`, { body: { challenge_id, response } }));
  });

  it('refuse a passkey that nobody has registered, and what is no answer at all', async () => {
    refused(await signIn(new SoftwareAuthenticator(s.gateway.url)));
    for (const response of [{}, { id: 7 }, { id: authenticator.id, type: 'public-key' }]) {
      const { challenge_id } = await begin('/sign-in/options');
      refused(await s.request('POST', `${ROOT}/sign-in`, { body: { challenge_id, response } }));
    }
  });

  it('refuse an authenticator that has not verified its user', async () => {
    authenticator.userVerified = false;
    authenticator.signCount = 5;
    refused(await signIn(authenticator));
    authenticator.userVerified = true;
  });

  it('refuse a counter that has not grown, as a clone has it', async () => {
    authenticator.signCount = 10;
    assert.equal((await signIn(authenticator)).status, 200);
    refused(await signIn(authenticator));
    authenticator.signCount = 9;
    refused(await signIn(authenticator));
    authenticator.signCount = 11;
    assert.equal((await signIn(authenticator)).status, 200);
  });

  it('refuse to register a passkey that another user has', async () => {
    const mallory = await signedIn('mallory');
    refused(await register(mallory, authenticator));
    authenticator.signCount = 12;
    assert.partialDeepStrictEqual((await signIn(authenticator)).body, { user: { id: 'alice' } });
  });

  it('refuse the challenge of another user’s registration', async () => {
    const begun = await begin('/options', alice);
    const eve = await signedIn('eve');
    const response = new SoftwareAuthenticator(s.gateway.url).create(begun.options);
    const body = { challenge_id: begun.challenge_id, response };
    refused(await s.request('POST', ROOT, { as: eve, body }));
  });

  it('do not sign in a user who has been disabled', async () => {
    const carol = await signedIn('carol');
    const device = new SoftwareAuthenticator(s.gateway.url);
    await register(carol, device);
    await s.identity.users.disable(s.system, 'carol');
    device.signCount = 1;
    const answer = await signIn(device);
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, 'user_disabled');
  });

  it('sign in no more once they are removed', async () => {
    const dan = await signedIn('dan');
    const device = new SoftwareAuthenticator(s.gateway.url);
    const { id } = (await register(dan, device)).body;
    const path = `${ROOT}/${String(id)}`;
    assert.equal((await s.request('DELETE', path, { as: alice })).body.code, 'passkey_not_found');
    assert.equal((await s.request('DELETE', path, { as: dan })).status, 204);
    device.signCount = 1;
    refused(await signIn(device));
  });
});
