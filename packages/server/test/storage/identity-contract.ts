import assert from 'node:assert/strict';
import type { StoredCredential } from '../../src/domain/identity/ports.ts';
import { DuplicateKey, VersionConflict } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { AT_MS, commit } from './samples.ts';

const bytes = (...values: readonly number[]) => new Uint8Array(values);

export const identityContract: Contract = {
  'keeps signing keys, newest first, and when one was retired': async (database) => {
    const { signingKeys, ...storage } = await database.open();
    const key = (id: string, createdAtMs: number) => ({
      ...{ id, algorithm: 'EdDSA' as const, publicJwk: '{"kty":"OKP"}', createdAtMs },
      ...{ sealedPrivateJwk: bytes(0, 255, 7), retiredAtMs: null },
    });
    const [older, newer] = [key('k1', AT_MS), key('k2', AT_MS + 1)];
    await commit(storage, { writes: [signingKeys.add(older), signingKeys.add(newer)] });
    assert.deepEqual(await signingKeys.list(), [newer, older]);
    await commit(storage, { writes: [signingKeys.retire('k1', AT_MS + 5)] });
    await commit(storage, { writes: [signingKeys.retire('k1', AT_MS + 9)] });
    assert.deepEqual(await signingKeys.list(), [newer, { ...older, retiredAtMs: AT_MS + 5 }]);
  },

  'keeps API keys, and revokes one in its own organisation only': async (database) => {
    const { apiKeys, ...storage } = await database.open();
    const key = (number: number) => ({
      ...{ id: `key_${number}`, org: 'default', name: 'pbx', secretHash: `hash${number}` },
      ...{ grants: ['calls:read', 'sip:inbound'] as const, createdAtMs: AT_MS, revokedAtMs: null },
    });
    await commit(storage, { writes: [1, 2, 3].map((number) => apiKeys.add(key(number))) });
    assert.deepEqual(await apiKeys.find('key_1'), key(1));
    assert.equal(await apiKeys.find('key_9'), undefined);
    const page = await apiKeys.list('default', { limit: 2 });
    assert.deepEqual(page, { items: [key(3), key(2)], next: 'key_2' });
    const rest = await apiKeys.list('default', { limit: 2, after: 'key_2' });
    assert.deepEqual(rest, { items: [key(1)], next: null });
    await commit(storage, { writes: [apiKeys.revoke('other', 'key_1', AT_MS)] });
    assert.equal((await apiKeys.find('key_1'))?.revokedAtMs, null);
    await commit(storage, { writes: [apiKeys.revoke('default', 'key_1', AT_MS + 1)] });
    await commit(storage, { writes: [apiKeys.revoke('default', 'key_1', AT_MS + 2)] });
    assert.equal((await apiKeys.find('key_1'))?.revokedAtMs, AT_MS + 1);
  },

  'keeps passwords and passkeys, and replaces one by its id': async (database) => {
    const { credentials, ...storage } = await database.open();
    const owner = { org: 'default', userId: 'alice', createdAtMs: AT_MS };
    const password: StoredCredential = {
      ...{ ...owner, id: 'cred_1', credential: { kind: 'password', phc: '$argon2id$…' } },
    };
    const passkey = (signCount: number): StoredCredential => {
      const identity = { credentialId: 'abc', publicKey: bytes(1, 0, 254), transports: ['usb'] };
      return { ...owner, id: 'cred_2', credential: { kind: 'passkey', signCount, ...identity } };
    };
    await commit(storage, { writes: [credentials.put(password), credentials.put(passkey(1))] });
    await commit(storage, { writes: [credentials.put(passkey(2))] });
    assert.deepEqual(await credentials.ofUser('default', 'alice'), [password, passkey(2)]);
    assert.deepEqual(await credentials.findPasskey('abc'), passkey(2));
    assert.equal(await credentials.findPasskey('xyz'), undefined);
    const stolen = { ...passkey(0), id: 'cred_3', userId: 'mallory' };
    await assert.rejects(commit(storage, { writes: [credentials.put(stolen)] }), DuplicateKey);
    await commit(storage, { writes: [credentials.remove('default', 'cred_1')] });
    assert.deepEqual(await credentials.ofUser('default', 'alice'), [passkey(2)]);
  },

  'lets an invitation be used once': async (database) => {
    const { invitations, ...storage } = await database.open();
    const invitation = (number: number) => ({
      ...{ id: `inv_${number}`, org: 'default', userId: 'alice', tokenHash: `hash${number}` },
      ...{ createdAtMs: AT_MS, expiresAtMs: AT_MS + 1000, usedAtMs: null },
    });
    await commit(storage, { writes: [1, 2].map((number) => invitations.add(invitation(number))) });
    assert.deepEqual(await invitations.findByTokenHash('hash1'), invitation(1));
    assert.equal(await invitations.findByTokenHash('other'), undefined);
    const use = () => commit(storage, { writes: [invitations.use('inv_1', AT_MS + 5)] });
    const outcomes = await Promise.allSettled([use(), use()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    await assert.rejects(use(), VersionConflict);
    const { items } = await invitations.list('default', { limit: 5 });
    assert.deepEqual(items, [invitation(2), { ...invitation(1), usedAtMs: AT_MS + 5 }]);
  },

  'keeps console sessions until they are removed or expire': async (database) => {
    const { sessions, ...storage } = await database.open();
    const session = (id: string, userId: string, expiresAtMs: number) => ({
      ...{ id, org: 'default', userId, tokenHash: `hash-${id}`, createdAtMs: AT_MS, expiresAtMs },
    });
    const all = [
      session('s1', 'alice', AT_MS + 10),
      session('s2', 'alice', AT_MS + 20),
      session('s3', 'bob', AT_MS + 20),
      session('s4', 'carol', AT_MS + 20),
    ];
    await commit(storage, { writes: all.map((one) => sessions.add(one)) });
    const alive = async () => {
      const found = await Promise.all(
        all.map(({ tokenHash }) => sessions.findByTokenHash(tokenHash)),
      );
      return found.flatMap((one) => (one === undefined ? [] : [one.id]));
    };
    assert.deepEqual(await sessions.findByTokenHash('hash-s2'), all[1]);
    await commit(storage, { writes: [sessions.removeExpired(AT_MS + 10)] });
    assert.deepEqual(await alive(), ['s2', 's3', 's4']);
    await commit(storage, { writes: [sessions.removeOfUser('default', 'alice')] });
    assert.deepEqual(await alive(), ['s3', 's4']);
    await commit(storage, {
      writes: [sessions.remove('other', 's3'), sessions.remove('default', 's4')],
    });
    assert.deepEqual(await alive(), ['s3']);
  },

  'answers an idempotency key once, and forgets it with age': async (database) => {
    const { receipts, ...storage } = await database.open();
    const receipt = (key: string, createdAtMs: number) => ({
      ...{ org: 'default', owner: 'user:alice', key, requestHash: 'h', status: 201, createdAtMs },
      sealedBody: bytes(9, 8, 7),
    });
    const first = receipt('k1', AT_MS);
    await commit(storage, {
      writes: [receipts.add(first), receipts.add(receipt('k2', AT_MS + 5))],
    });
    assert.deepEqual(await receipts.find('default', 'user:alice', 'k1'), first);
    assert.equal(await receipts.find('default', 'user:bob', 'k1'), undefined);
    await assert.rejects(commit(storage, { writes: [receipts.add(first)] }), DuplicateKey);
    await commit(storage, { writes: [receipts.removeOlderThan(AT_MS + 5)] });
    assert.equal(await receipts.find('default', 'user:alice', 'k1'), undefined);
    assert.notEqual(await receipts.find('default', 'user:alice', 'k2'), undefined);
  },
};
