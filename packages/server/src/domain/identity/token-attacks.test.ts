import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  openTestIdentity,
  TEST_ORG,
  TEST_URL,
  type TestIdentity,
} from '../../../test/open-test-identity.ts';
import { refusal } from '../../../test/refusal.ts';
import { type Grant, Secret, USER_GRANTS } from '../../kernel/index.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const stranger = generateKeyPairSync('ed25519');

describe('a bearer token', () => {
  let t: TestIdentity;
  let genuine = '';

  before(async () => {
    t = await openTestIdentity();
    await t.identity.users.ensure(t.system, 'alice');
    genuine = await tokenOf('alice');
  });
  after(() => t.close());

  async function tokenOf(userId: string, ttlS = 3600): Promise<string> {
    const given = await t.identity.tokens.giveAsOperator(t.system, { userId, ttlS });
    return given.token.reveal();
  }

  function authenticate(token: string) {
    return t.identity.authenticator.authenticate({ kind: 'bearer', token: new Secret(token) });
  }

  function claims(changed: object = {}): object {
    const now = Math.floor(t.clock.nowMs() / 1000);
    return {
      iss: TEST_URL,
      aud: 'sge-voip',
      sub: 'alice',
      org: TEST_ORG,
      scope: 'calls:read',
      iat: now,
      iat_ms: now * 1000,
      exp: now + 3600,
      jti: 'tok_0',
      ...changed,
    };
  }

  /** Signed by our own key, as only a mistake of ours could. */
  function signedByUs(payload: object, header: object = {}): string {
    const { id, key } = t.identity.signingKeys.current();
    return signedBy(key, payload, { kid: id, ...header });
  }

  function signedBy(key: KeyObject, payload: object, header: object): string {
    const input = `${encode({ alg: 'EdDSA', typ: 'JWT', ...header })}.${encode(payload)}`;
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
  }

  const refused = (token: string, code: 'unauthenticated' | 'token_expired' = 'unauthenticated') =>
    assert.rejects(authenticate(token), refusal(code));

  it('says who, with which grants and until when', async () => {
    const { org, principal, expiresAtMs } = await authenticate(genuine);
    assert.equal(org, TEST_ORG);
    assert.equal(principal.kind, 'user');
    assert.equal(principal.id, 'alice');
    assert.deepEqual([...principal.grants], USER_GRANTS);
    assert.equal(expiresAtMs, t.clock.nowMs() + 3600_000);
    await authenticate(signedByUs(claims()));
  });

  it('is refused when it claims to need no signature (alg none)', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      const [, payload] = genuine.split('.');
      const kid = t.identity.signingKeys.current().id;
      await refused(`${encode({ alg, typ: 'JWT', kid })}.${payload}.`);
    }
  });

  it('is refused when it is an HMAC over the published key (algorithm confusion)', async () => {
    const [published] = t.identity.signingKeys.published();
    assert.ok(published);
    const secrets = [JSON.stringify(published), published.x, Buffer.from(published.x, 'base64url')];
    for (const secret of secrets) {
      const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: published.kid })}.${encode(claims())}`;
      await refused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`);
    }
  });

  it('is refused when a stranger has signed it, whatever key id or key it names', async () => {
    const kid = t.identity.signingKeys.current().id;
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    await refused(signedBy(stranger.privateKey, claims(), { kid }));
    await refused(signedBy(stranger.privateKey, claims(), { kid: 'foreign' }));
    await refused(signedBy(stranger.privateKey, claims(), {}));
    await refused(signedBy(stranger.privateKey, claims(), { kid, jwk }));
    await refused(signedBy(stranger.privateKey, claims(), { kid: '../../dev/null' }));
  });

  it('is refused when any of its bytes has been changed', async () => {
    const [header = '', payload = '', signature = ''] = genuine.split('.');
    await refused(`${header}.${encode(claims({ sub: 'root' }))}.${signature}`);
    await refused(`${header}.${payload}.${signature.slice(0, -6)}AAAAAA`);
    await refused(`${header}.${payload}.`);
    await refused(`${header}.${payload}`);
    await refused('');
    await refused(`${'a'.repeat(100_000)}.b.c`);
  });

  it('is refused when it was made for somebody else or by somebody else', async () => {
    await refused(signedByUs(claims({ aud: 'another-service' })));
    await refused(signedByUs(claims({ aud: undefined })));
    await refused(signedByUs(claims({ iss: 'https://elsewhere.example' })));
    await refused(signedByUs(claims({ iss: undefined })));
    await refused(signedByUs(claims(), { typ: 'room+jwt' }));
  });

  it('is refused when a claim is missing or of another type', async () => {
    for (const claim of ['sub', 'org', 'scope', 'iat', 'exp', 'jti', 'iat_ms']) {
      await refused(signedByUs(claims({ [claim]: undefined })));
    }
    await refused(signedByUs(claims({ sub: ['alice'] })));
    await refused(signedByUs(claims({ scope: ['voip:admin'] })));
  });

  it('is refused before its time and after it', async () => {
    const now = Math.floor(t.clock.nowMs() / 1000);
    await refused(signedByUs(claims({ nbf: now + 60 })));
    await refused(signedByUs(claims({ exp: now })), 'token_expired');
    await refused(signedByUs(claims({ exp: now - 1 })), 'token_expired');
  });

  it('is refused when it demands an extension that we do not know (crit)', async () => {
    await refused(signedByUs(claims(), { crit: ['b64'], b64: false }));
    await refused(signedByUs(claims(), { crit: ['x'], x: 1 }));
  });

  it('is refused when its user is nobody, of another organisation, or only invited', async () => {
    await refused(signedByUs(claims({ sub: 'nobody' })));
    await refused(signedByUs(claims({ org: 'another' })));
    await t.identity.invitations.create(t.system, { userId: 'ivan' });
    await refused(signedByUs(claims({ sub: 'ivan' })));
  });

  it('gives nothing for a grant that does not exist', async () => {
    const { principal } = await authenticate(
      signedByUs(claims({ scope: 'calls:read everything constructor' })),
    );
    assert.deepEqual([...principal.grants], ['calls:read']);
  });

  it('expires although it has been verified before', async () => {
    await t.identity.users.ensure(t.system, 'erin');
    const token = await tokenOf('erin', 60);
    await authenticate(token);
    t.clock.advance(59_999);
    await authenticate(token);
    t.clock.advance(1);
    await refused(token, 'token_expired');
    await refused(token, 'token_expired');
  });

  it('ends at once when its user is disabled, and stays dead when the user comes back', async () => {
    await t.identity.users.ensure(t.system, 'dave');
    const token = await tokenOf('dave');
    await authenticate(token);
    await t.identity.users.disable(t.system, 'dave');
    await assert.rejects(authenticate(token), refusal('user_disabled'));
    await t.identity.users.update(t.system, 'dave', { status: 'active' });
    await refused(token);
    t.clock.advance(1);
    await authenticate(await tokenOf('dave'));
  });

  it('ends when its user is no administrator any more', async () => {
    await t.identity.users.create(t.system, { id: 'root1', role: 'admin', status: 'active' });
    await t.identity.users.create(t.system, { id: 'root2', role: 'admin', status: 'active' });
    const grants = ['voip:admin'] as const;
    const given = await t.identity.tokens.giveAsOperator(t.system, { userId: 'root2', grants });
    await authenticate(given.token.reveal());
    await t.identity.users.update(t.system, 'root2', { role: 'user' });
    await refused(given.token.reveal());
  });

  it('leads outside no longer than its user may, and is good for the rest', async () => {
    await t.identity.users.create(t.system, { id: 'olga', externalCalls: true, status: 'active' });
    const given = async (...grants: Grant[]) => {
      const made = await t.identity.tokens.giveAsOperator(t.system, { userId: 'olga', grants });
      return made.token.reveal();
    };
    const held = async (token: string) => [...(await authenticate(token)).principal.grants];
    const mayCall = (externalCalls: boolean) =>
      t.identity.users.update(t.system, 'olga', { externalCalls });
    const token = await given('calls:write', 'calls:external');
    assert.deepEqual(await held(token), ['calls:write', 'calls:external']);
    await mayCall(false);
    assert.deepEqual(await held(token), ['calls:write']);
    t.clock.advance(1);
    // The operator gives what they like.
    assert.deepEqual(await held(await given('calls:external')), ['calls:external']);
    assert.deepEqual(await held(token), ['calls:write']);
    await mayCall(true);
    assert.deepEqual(await held(token), ['calls:write', 'calls:external']);
  });

  it('cannot be printed', async () => {
    const given = await t.identity.tokens.giveAsOperator(t.system, { userId: 'alice' });
    assert.ok(!JSON.stringify(given).includes('eyJ'));
    assert.ok(!`${given.token}`.includes('eyJ'));
  });
});
