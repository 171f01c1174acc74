import assert from 'node:assert/strict';
import { DuplicateKey, VersionConflict } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { commit, user } from './samples.ts';

export const directoryContract: Contract = {
  'keeps users by organisation and version': async (database) => {
    const storage = await database.open();
    const alice = user('alice', { email: 'alice@example.org', role: 'admin', status: 'invited' });
    await commit(storage, { writes: [storage.users.put(alice)] });
    assert.deepEqual(await storage.users.find('default', 'alice'), alice);
    assert.equal(await storage.users.find('other', 'alice'), undefined);
    const renamed = { ...alice, version: 2, displayName: 'Alice B.', email: null };
    await commit(storage, { writes: [storage.users.put(renamed)] });
    assert.deepEqual(await storage.users.find('default', 'alice'), renamed);
    await assert.rejects(
      commit(storage, { writes: [storage.users.put(renamed)] }),
      VersionConflict,
    );
  },

  'keeps who may call outside, from the first or from a change on': async (database) => {
    const storage = await database.open();
    const people = [user('alice', { externalCalls: true }), user('bob')];
    await commit(storage, { writes: people.map((one) => storage.users.put(one)) });
    const outside = async () => {
      const found = await storage.users.findMany('default', ['alice', 'bob']);
      return found.map(({ externalCalls }) => externalCalls);
    };
    assert.deepEqual(await outside(), [true, false]);
    const changed = people.map((one) => ({
      ...one,
      version: 2,
      externalCalls: !one.externalCalls,
    }));
    await commit(storage, { writes: changed.map((one) => storage.users.put(one)) });
    assert.deepEqual(await outside(), [false, true]);
  },

  'refuses a second user of the same id': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.users.put(user('alice'))] });
    const again = commit(storage, { writes: [storage.users.put(user('alice'))] });
    await assert.rejects(again, DuplicateKey);
    await commit(storage, { writes: [storage.users.put(user('alice', { org: 'other' }))] });
    assert.equal(await storage.users.count('default'), 1);
  },

  'finds many users at once, and takes no harm from ids that nobody can have': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: ['bob', 'alice'].map((id) => storage.users.put(user(id))) });
    const found = await storage.users.findMany('default', ['alice', 'x', 'bob', "o'x\0", '"']);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['alice', 'bob'],
    );
    assert.deepEqual(await storage.users.findMany('default', []), []);
    assert.equal(await storage.users.find('default', 'alice\0'), undefined);
  },

  'lists users by id, in pages, in the order of bytes': async (database) => {
    const storage = await database.open();
    const ids = ['b', 'Z', 'a', 'é', 'a-2', 'a1'];
    await commit(storage, { writes: ids.map((id) => storage.users.put(user(id))) });
    const first = await storage.users.list('default', {}, { limit: 4 });
    assert.deepEqual(
      first.items.map(({ id }) => id),
      ['Z', 'a', 'a-2', 'a1'],
    );
    assert.equal(first.next, 'a1');
    const second = await storage.users.list('default', {}, { limit: 4, after: 'a1' });
    assert.deepEqual(
      second.items.map(({ id }) => id),
      ['b', 'é'],
    );
    assert.equal(second.next, null);
    assert.equal(await storage.users.count('default'), 6);
  },

  'searches the start of id, name and e-mail in any case': async (database) => {
    const storage = await database.open();
    const users = [
      user('u1', { displayName: 'Émile Zola' }),
      user('u2', { displayName: 'Zoé', email: 'Emile@example.org' }),
      user('EMil', { displayName: '100% sure' }),
    ];
    await commit(storage, { writes: users.map((one) => storage.users.put(one)) });
    const search = async (text: string) => {
      const { items } = await storage.users.list('default', { search: text }, { limit: 9 });
      return items.map(({ id }) => id);
    };
    assert.deepEqual(await search('émi'), ['u1']);
    assert.deepEqual(await search('emi'), ['EMil', 'u2']);
    assert.deepEqual(await search('100%'), ['EMil']);
    assert.deepEqual(await search('%'), []);
    assert.deepEqual(await search('_'), []);
    assert.deepEqual(await search('ola'), []);
  },

  'keeps who has blocked whom': async (database) => {
    const { blocks, ...storage } = await database.open();
    const writes = [
      blocks.add('default', 'alice', 'mallory'),
      blocks.add('default', 'alice', 'bob'),
      blocks.add('default', 'alice', 'bob'),
      blocks.add('default', 'carol', 'mallory'),
      blocks.add('other', 'dave', 'mallory'),
    ];
    await commit(storage, { writes });
    assert.deepEqual(await blocks.blockedBy('default', 'alice'), ['bob', 'mallory']);
    const asked = ['alice', 'bob', 'dave'];
    assert.deepEqual(await blocks.blockers('default', 'mallory', asked), new Set(['alice']));
    await commit(storage, { writes: [blocks.remove('default', 'alice', 'mallory')] });
    assert.deepEqual(await blocks.blockers('default', 'mallory', asked), new Set());
  },
};
