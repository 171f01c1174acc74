import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  openTestIdentity,
  scopeWith,
  type TestIdentity,
} from '../../../test/open-test-identity.ts';
import { USER_GRANTS } from '../../kernel/index.ts';
import { Blocks } from './blocks.ts';
import { DirectoryParticipants } from './participants.ts';

describe('who can be called', () => {
  let t: TestIdentity;
  let participants: DirectoryParticipants;

  before(async () => {
    t = await openTestIdentity();
    participants = new DirectoryParticipants(t.storage.users, t.storage.blocks, {
      usersOf: (_org, numbers) => {
        const extensions = Object.entries({ 1001: 'bob', 1002: 'carol', 8000: null });
        return Promise.resolve(new Map(extensions.filter(([number]) => numbers.includes(number))));
      },
      isDialable: (_org, uri) => uri.startsWith('tel:'),
    });
    for (const id of ['alice', 'bob', 'carol']) await t.identity.users.ensure(t.system, id);
    await t.identity.users.disable(t.system, 'carol');
    await t.identity.invitations.create(t.system, { userId: 'ivan' });
    const foreign = { ...t.system, org: 'another' };
    await t.identity.users.ensure(foreign, 'stranger');
  });
  after(() => t.close());

  it('is every active user of the organisation and nobody else', async () => {
    const asked = ['alice', 'bob', 'carol', 'ivan', 'stranger', 'nobody', 'ALICE', ''];
    const found = await participants.resolve('default', asked);
    assert.deepEqual([...found.keys()].sort(), ['alice', 'bob']);
    assert.deepEqual(found.get('bob'), { kind: 'user', userId: 'bob' });
  });

  it('is who has an extension, unless a user has it for an id or its user is no longer active', async () => {
    const found = await participants.resolve('default', ['1001', '1002', 'alice']);
    assert.deepEqual([...found.entries()].sort(), [
      ['1001', { kind: 'user', userId: 'bob' }],
      ['alice', { kind: 'user', userId: 'alice' }],
    ]);
  });

  it('is any number outside but those of a room, or of somebody who is suspended', async () => {
    await t.identity.users.ensure(t.system, '4711');
    await t.identity.users.disable(t.system, '4711');
    const found = await participants.resolve('default', ['1002', '1003', '8000', '4711']);
    assert.deepEqual(
      [...found.entries()],
      [['1003', { kind: 'external', uri: 'tel:1003', dialable: true }]],
    );
  });

  it('is every address outside that says what it is', async () => {
    const asked = [
      'sip:bob@example.org',
      'tel:+33123456789',
      'SIPS:x@y',
      'mailto:a@b',
      'sip:',
      'sip: x',
    ];
    const found = await participants.resolve('default', asked);
    assert.deepEqual([...found.keys()], ['sip:bob@example.org', 'tel:+33123456789', 'SIPS:x@y']);
    const uri = 'tel:+33123456789';
    assert.deepEqual(found.get(uri), { kind: 'external', uri, dialable: true });
    assert.partialDeepStrictEqual(found.get('SIPS:x@y'), { dialable: false });
  });

  it('knows who has blocked the caller', async () => {
    const blocks = new Blocks(t.storage);
    await blocks.block(scopeWith('bob', USER_GRANTS), 'alice');
    assert.deepEqual(
      await participants.blockers('default', 'alice', ['bob', 'carol']),
      new Set(['bob']),
    );
    assert.deepEqual(await participants.blockers('default', 'bob', ['alice']), new Set());
  });
});
