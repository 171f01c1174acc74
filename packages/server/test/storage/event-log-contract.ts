import assert from 'node:assert/strict';
import type { NewEvent } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { commit, event, scopeOf, signal } from './samples.ts';

export const eventLogContract: Contract = {
  'is read from its end, by type, in order': async (database) => {
    const storage = await database.open();
    const said = (n: number): NewEvent => ({
      stream: 'room:1',
      type: 'room.message',
      data: { n },
      personal: { text: { subject: 'alice', value: `no. ${n}` } },
    });
    const events = [said(1), event('room:1'), said(2), said(3), event('room:1')];
    await commit(storage, { events });
    const last = async (before: number, limit: number) => {
      const query = { before, limit, type: 'room.message' };
      const read = await storage.eventLog.readLast('default', 'room:1', query);
      return read.map(({ seq, personal }) => [seq, personal.text]);
    };
    assert.deepEqual(await last(1000, 2), [
      [3, 'no. 2'],
      [4, 'no. 3'],
    ]);
    assert.deepEqual(await last(3, 2), [[1, 'no. 1']]);
    assert.deepEqual(await last(1, 2), []);
  },

  'reads a stream from a number on, by type if asked, a page at a time': async (database) => {
    const storage = await database.open();
    const types = ['call.created', 'call.signal', 'call.accepted', 'call.signal', 'call.ended'];
    await commit(storage, { events: types.map((type) => event('call:a', type)) });
    const read = async (after: number, limit: number, type?: string) => {
      const query = type === undefined ? { after, limit } : { after, limit, type };
      const events = await storage.eventLog.readStream('default', 'call:a', query);
      return events.map(({ seq }) => seq);
    };
    assert.deepEqual(await read(0, 2), [1, 2]);
    assert.deepEqual(await read(2, 2), [3, 4]);
    assert.deepEqual(await read(5, 2), []);
    assert.deepEqual(await read(0, 10, 'call.signal'), [2, 4]);
    assert.deepEqual(await read(2, 10, 'call.signal'), [4]);
    assert.deepEqual(
      await storage.eventLog.readStream('other', 'call:a', { after: 0, limit: 9 }),
      [],
    );
  },

  'reads all streams in the order of commit, of one organisation if asked': async (database) => {
    const storage = await database.open();
    await commit(storage, { events: [event('call:a'), event('user:b')] });
    await commit(storage, { scope: scopeOf('other'), events: [event('call:a')] });
    await commit(storage, { events: [event('call:a')] });
    const all = await storage.eventLog.readAll({ after: 1, limit: 10 });
    assert.deepEqual(
      all.map(({ position, org }) => [position, org]),
      [
        [2, 'default'],
        [3, 'other'],
        [4, 'default'],
      ],
    );
    const own = await storage.eventLog.readAll({ after: 1, limit: 1, org: 'other' });
    assert.deepEqual(
      own.map(({ position }) => position),
      [3],
    );
  },

  'gives personal values back until they are erased, of one type of one stream': async (
    database,
  ) => {
    const storage = await database.open();
    const created = {
      ...event('call:a', 'call.created'),
      personal: { metadata: { value: { a: 1 } } },
    };
    await commit(storage, {
      events: [created, signal('a', 'alice', 'v=0 alice'), event('call:a')],
    });
    await commit(storage, { events: [signal('b', 'bob', 'v=0 bob')] });
    const personal = async () => {
      const events = await storage.eventLog.readAll({ after: 0, limit: 10 });
      return events.map((recorded) => recorded.personal);
    };
    const all = [{ metadata: { a: 1 } }, { payload: { sdp: 'v=0 alice' } }, {}];
    assert.deepEqual(await personal(), [...all, { payload: { sdp: 'v=0 bob' } }]);
    await commit(storage, {
      writes: [storage.eventLog.erasePersonal('default', 'call:a', 'call.signal')],
    });
    assert.deepEqual(await personal(), [
      ...[{ metadata: { a: 1 } }, {}, {}],
      { payload: { sdp: 'v=0 bob' } },
    ]);
    const stream = await storage.eventLog.readStream('default', 'call:a', { after: 0, limit: 9 });
    assert.deepEqual(
      stream.map((recorded) => recorded.personal),
      [{ metadata: { a: 1 } }, {}, {}],
    );
  },

  'keeps text of every alphabet, quotes and control characters as they are': async (database) => {
    const storage = await database.open();
    const odd = 'é漢字🙂 "quoted" \\ \u0000 \u2028 \n end';
    const note = { ...event('call:a', 'call.noted', { odd }), personal: { body: { value: odd } } };
    const committed = await commit(storage, { events: [note] });
    assert.deepEqual(await storage.eventLog.readAll({ after: 0, limit: 1 }), committed);
    assert.equal(committed[0]?.data.odd, odd);
    assert.equal((await storage.verifyAudit('default')).ok, true);
  },
};
