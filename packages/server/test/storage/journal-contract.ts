import assert from 'node:assert/strict';
import { DuplicateKey, VersionConflict } from '../../src/kernel/index.ts';
import { refusal } from '../refusal.ts';
import type { Contract } from './contract.ts';
import { call, callId, commit, event, scopeOf, user } from './samples.ts';

export const journalContract: Contract = {
  'answers a commit with its events, numbered, and keeps them': async (database) => {
    const storage = await database.open();
    const scope = { ...scopeOf('default', 'alice'), traceId: '0af7651916cd43dd8448eb211c80319c' };
    const events = await commit(storage, {
      scope,
      events: [event('call:a', 'call.created', { call: { status: 'ringing' } }), event('user:bob')],
    });
    assert.deepEqual(
      events.map(({ stream, seq, position }) => ({ stream, seq, position })),
      [
        { stream: 'call:a', seq: 1, position: 1 },
        { stream: 'user:bob', seq: 1, position: 2 },
      ],
    );
    const [first] = events;
    assert.match(first?.id ?? '', /^evt_[0-9a-z]{26}$/);
    assert.equal(first?.actor, 'user:alice');
    assert.equal(first?.source, 'http');
    assert.equal(first?.atMs, database.clock.nowMs());
    assert.equal(first?.traceId, scope.traceId);
    assert.deepEqual(await storage.eventLog.readAll({ after: 0, limit: 10 }), events);
  },

  'numbers each stream and each organisation by itself': async (database) => {
    const storage = await database.open();
    await commit(storage, { events: [event('call:a'), event('call:a'), event('call:b')] });
    await commit(storage, { scope: scopeOf('other'), events: [event('call:a')] });
    const [third] = await commit(storage, { events: [event('call:a')] });
    assert.equal(third?.seq, 3);
    assert.equal(await storage.eventLog.head('default', 'call:a'), 3);
    assert.equal(await storage.eventLog.head('default', 'call:b'), 1);
    assert.equal(await storage.eventLog.head('other', 'call:a'), 1);
    assert.equal(await storage.eventLog.head('other', 'call:b'), 0);
    assert.equal(await storage.eventLog.lastPosition(), 5);
  },

  'refuses a write made from an older version, with its events': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.calls.put(call())] });
    await commit(storage, { writes: [storage.calls.put(call({ version: 2 }))] });
    const late = { writes: [storage.calls.put(call({ version: 2 }))], events: [event('call:a')] };
    await assert.rejects(commit(storage, late), VersionConflict);
    assert.equal(await storage.eventLog.lastPosition(), 0);
    assert.equal((await storage.calls.find('default', callId(1)))?.version, 2);
  },

  'refuses a new call under an id that exists, and a version of one that does not': async (
    database,
  ) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.calls.put(call())] });
    await assert.rejects(commit(storage, { writes: [storage.calls.put(call())] }), VersionConflict);
    const missing = storage.calls.put(call({ id: callId(2), version: 2 }));
    await assert.rejects(commit(storage, { writes: [missing] }), VersionConflict);
  },

  'undoes the earlier writes of a change whose last write fails': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.users.put(user('bob'))] });
    const change = {
      writes: [storage.calls.put(call()), storage.users.put(user('bob'))],
      events: [event('call:a')],
    };
    await assert.rejects(commit(storage, change), DuplicateKey);
    assert.equal(await storage.calls.find('default', callId(1)), undefined);
    assert.deepEqual(await storage.calls.usersInConversation('default', ['alice']), new Set());
    assert.equal(await storage.eventLog.lastPosition(), 0);
  },

  'is empty at first, with an epoch that stays when it is opened again': async (database) => {
    const first = await database.open();
    assert.equal(await first.eventLog.lastPosition(), 0);
    const { epoch } = first.eventLog;
    assert.notEqual(epoch, '');
    await commit(first, { events: [event('call:a')] });
    await first.close();
    const second = await database.open();
    assert.equal(second.eventLog.epoch, epoch);
    const [next] = await commit(second, { events: [event('call:a')] });
    assert.equal(next?.seq, 2);
    assert.equal(next?.position, 2);
  },

  'commits what is under way when it is closed, and refuses what comes after': async (database) => {
    const storage = await database.open();
    const underWay = commit(storage, { writes: [storage.calls.put(call())], events: [event('a')] });
    const closed = storage.close();
    await assert.rejects(commit(storage, { events: [event('b')] }), refusal('unavailable'));
    assert.equal((await underWay).length, 1);
    await closed;
    const again = await database.open();
    assert.equal((await again.calls.find('default', callId(1)))?.version, 1);
    assert.equal(await again.eventLog.lastPosition(), 1);
  },

  'says that it is well': async (database) => {
    const storage = await database.open();
    await storage.health();
  },
};
