import assert from 'node:assert/strict';
import type { Storage } from '../../src/adapters/storage/storage.ts';
import { refusal } from '../refusal.ts';
import type { Contract, TestDatabase } from './contract.ts';
import { commit, event, scopeOf, signal } from './samples.ts';

const refused = { action: 'call.read', target: 'call:a', outcome: 'refused' } as const;

async function withHistory(database: TestDatabase): Promise<Storage> {
  const storage = await database.open();
  await commit(storage, {
    events: [event('call:a', 'call.created', { call: { status: 'ringing' } })],
  });
  await commit(storage, { events: [signal('a', 'alice', 'v=0'), signal('a', 'bob', 'v=1')] });
  await commit(storage, { scope: scopeOf('other'), events: [event('call:z')], audits: [refused] });
  for (const reason of ['not_found', 'scope_missing', 'forbidden']) {
    await commit(storage, { audits: [{ ...refused, reason }] });
  }
  return storage;
}

/** After `sql`, the chain named breaks at the record named. */
function detects(sql: string, chain: 'events' | 'audits', order: number) {
  return async (database: TestDatabase) => {
    const storage = await withHistory(database);
    assert.equal((await storage.verifyAudit('default')).ok, true);
    await database.tamper(sql);
    const verification = await storage.verifyAudit('default');
    assert.equal(verification.ok, false);
    assert.equal(verification[chain].broken?.order, order);
    assert.equal((await storage.verifyAudit('other')).ok, true);
  };
}

export const chainContract: Contract = {
  'verify over what was recorded, each organisation by itself': async (database) => {
    const storage = await withHistory(database);
    const verification = await storage.verifyAudit('default');
    assert.equal(verification.ok, true);
    assert.equal(verification.events.records, 3);
    assert.equal(verification.audits.records, 3);
    assert.equal((await storage.verifyAudit('other')).events.records, 1);
    assert.deepEqual(await storage.verifyAudit('nobody'), {
      ok: true,
      events: { records: 0, head: '', broken: null },
      audits: { records: 0, head: '', broken: null },
    });
  },

  'still verify, to the same head, when personal values have been erased': async (database) => {
    const storage = await withHistory(database);
    const before = await storage.verifyAudit('default');
    await commit(storage, {
      writes: [storage.eventLog.erasePersonal('default', 'call:a', 'call.signal')],
    });
    assert.deepEqual(await storage.verifyAudit('default'), before);
  },

  'break at an event whose data was changed': detects(
    `update events set data = '{"call":{"status":"ended"}}' where position = 1`,
    'events',
    1,
  ),
  'break at an event that was given to somebody else': detects(
    `update events set actor = 'user:mallory' where position = 2`,
    'events',
    2,
  ),
  'break after an event that was removed': detects(
    'delete from events where position = 2',
    'events',
    3,
  ),
  'break at a personal value that was replaced': detects(
    `update personal_values set value = '{"sdp":"v=2"}' where seq = 3`,
    'events',
    3,
  ),
  'break at an audit record whose outcome was changed': detects(
    `update audit set outcome = 'allowed' where org = 'default' and seq = 2`,
    'audits',
    2,
  ),
  'break after an audit record that was removed': detects(
    `delete from audit where org = 'default' and seq = 1`,
    'audits',
    2,
  ),

  'list audit records newest first, in pages': async (database) => {
    const storage = await withHistory(database);
    const first = await storage.audit.list('default', { limit: 2 });
    assert.deepEqual(
      first.items.map(({ reason }) => reason),
      ['forbidden', 'scope_missing'],
    );
    const [newest] = first.items;
    assert.match(newest?.id ?? '', /^aud_/);
    assert.deepEqual(newest, {
      ...{ id: newest?.id, org: 'default', actor: 'user:alice', source: 'http' },
      ...{ atMs: database.clock.nowMs(), ...refused, reason: 'forbidden' },
    });
    assert.ok(first.next !== null);
    const second = await storage.audit.list('default', { limit: 2, after: first.next });
    assert.deepEqual(
      second.items.map(({ reason }) => reason),
      ['not_found'],
    );
    assert.equal(second.next, null);
    const forged = storage.audit.list('default', { limit: 2, after: 'x' });
    await assert.rejects(forged, refusal('invalid_cursor'));
  },
};
