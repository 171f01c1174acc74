import assert from 'node:assert/strict';
import { DuplicateKey, VersionConflict } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { call, callId, commit, event, user } from './samples.ts';

export const groupContract: Contract = {
  'lets a change of a group fail alone while its neighbours are committed': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.users.put(user('bob'))] });
    const outcomes = await Promise.allSettled([
      commit(storage, {
        writes: [storage.calls.put(call({ id: callId(1) }))],
        events: [event('a')],
      }),
      commit(storage, { writes: [storage.users.put(user('bob'))], events: [event('a')] }),
      commit(storage, {
        writes: [storage.calls.put(call({ id: callId(2) }))],
        events: [event('a')],
      }),
      commit(storage, { writes: [storage.calls.put(call({ version: 7 }))], events: [event('b')] }),
      commit(storage, {
        writes: [storage.calls.put(call({ id: callId(3) }))],
        events: [event('b')],
      }),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
    );
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    assert.ok(failures[0] instanceof DuplicateKey);
    assert.ok(failures[1] instanceof VersionConflict);
    const active = await storage.calls.list('default', { state: 'active' }, { limit: 10 });
    assert.deepEqual(
      active.items.map(({ id }) => id),
      [callId(3), callId(2), callId(1)],
    );
    const kept = await storage.eventLog.readAll({ after: 0, limit: 10 });
    assert.deepEqual(
      kept.map(({ position, stream, seq }) => [position, stream, seq]),
      [
        [1, 'a', 1],
        [2, 'a', 2],
        [3, 'b', 1],
      ],
    );
    assert.equal((await storage.verifyAudit('default')).ok, true);
  },

  'takes the first of two changes of one tick that want the same version': async (database) => {
    const storage = await database.open();
    await commit(storage, { writes: [storage.calls.put(call())] });
    const outcomes = await Promise.allSettled([
      commit(storage, { writes: [storage.calls.put(call({ version: 2, timeoutS: 10 }))] }),
      commit(storage, { writes: [storage.calls.put(call({ version: 2, timeoutS: 20 }))] }),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    assert.equal((await storage.calls.find('default', callId(1)))?.timeoutS, 10);
  },

  'commits a burst larger than one group in its order': async (database) => {
    const storage = await database.open();
    const numbers = Array.from({ length: 700 }, (_, index) => index + 1);
    const answers = await Promise.all(
      numbers.map((number) => commit(storage, { events: [event('burst', 'x', { number })] })),
    );
    assert.deepEqual(
      answers.map(([recorded]) => [recorded?.seq, recorded?.data.number]),
      numbers.map((number) => [number, number]),
    );
    assert.equal((await storage.verifyAudit('default')).events.records, 700);
  },

  'does not leave numbers behind when a whole group fails': async (database) => {
    const storage = await database.open();
    const failing = { writes: [storage.calls.put(call({ version: 5 }))], events: [event('a')] };
    await assert.rejects(commit(storage, failing), VersionConflict);
    const [first] = await commit(storage, { events: [event('a')] });
    assert.equal(first?.seq, 1);
    assert.equal(first?.position, 1);
  },
};
