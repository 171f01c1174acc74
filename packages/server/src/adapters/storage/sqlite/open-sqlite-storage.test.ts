import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it, type TestContext } from 'node:test';
import { ManualClock } from '../../../../test/manual-clock.ts';
import { recordingLogger } from '../../../../test/recording-logger.ts';
import { refusal } from '../../../../test/refusal.ts';
import { commit, event } from '../../../../test/storage/samples.ts';
import { MigrationRefused, migrate } from '../migrate.ts';
import { openSqliteStorage } from './open-sqlite-storage.ts';

/** The path of a database that is not there yet. */
function newFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sge-sqlite-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'test.sqlite');
}

const clock = new ManualClock();

async function open(t: TestContext, path: string) {
  const storage = await openSqliteStorage({ file: path, clock, logger: recordingLogger() });
  t.after(() => storage.close());
  return storage;
}

/** Another program on the same file. */
function stranger(t: TestContext, file: string, sql: string): DatabaseSync {
  const db = new DatabaseSync(file);
  t.after(() => db.close());
  db.exec(sql);
  return db;
}

it('keeps a database in memory for as long as it is open', async (t) => {
  const storage = await open(t, ':memory:');
  const [recorded] = await commit(storage, { events: [event('a')] });
  assert.equal(recorded?.position, 1);
  assert.equal((await storage.eventLog.readAll({ after: 0, limit: 2 })).length, 1);
});

it('writes ahead to a log, so that readers never wait for the writer', async (t) => {
  const file = newFile(t);
  await open(t, file);
  const db = stranger(t, file, 'select 1');
  assert.equal(db.prepare('pragma journal_mode').get()?.journal_mode, 'wal');
});

it('applies migrations once, and says which', async (t) => {
  const file = newFile(t);
  const first = await migrate({ file }, clock, recordingLogger());
  assert.equal(first.applied.length, first.schema);
  const second = await migrate({ file }, clock, recordingLogger());
  assert.deepEqual(second, { applied: [], schema: first.schema });
});

it('refuses a database that a newer version has written, in a sentence, and leaves it alone', async (t) => {
  const file = newFile(t);
  await migrate({ file }, clock, recordingLogger());
  stranger(t, file, `insert into schema_migrations values (99, 'from the future', 'x', 0)`);
  await assert.rejects(
    openSqliteStorage({ file, clock, logger: recordingLogger() }),
    (error: unknown) => {
      assert.ok(error instanceof MigrationRefused);
      assert.match(error.message, /newer version of this server: its schema is 99/);
      return true;
    },
  );
});

it('refuses a database whose migrations are not the ones of this version', async (t) => {
  const file = newFile(t);
  await migrate({ file }, clock, recordingLogger());
  stranger(t, file, `update schema_migrations set checksum = 'x' where id = 2`);
  const opened = openSqliteStorage({ file, clock, logger: recordingLogger() });
  await assert.rejects(opened, /Migration 2 of the database is not the one this version has/);
});

it('makes the folder of its file', async (t) => {
  const storage = await open(t, join(newFile(t), 'deeper', 'test.sqlite'));
  await storage.health();
});

it('keeps its file and log from other users, in whatever folder', async (t) => {
  const file = newFile(t);
  await open(t, file);
  const modes = [file, `${file}-wal`, `${file}-shm`].map((path) => statSync(path).mode & 0o777);
  assert.deepEqual(modes, [0o600, 0o600, 0o600]);
});

it('refuses a folder that cannot be made and a file that is no database', async (t) => {
  const file = newFile(t);
  const logger = recordingLogger();
  writeFileSync(
    file,
    'this is text, not a database, and long enough to be seen as such'.repeat(20),
  );
  await assert.rejects(openSqliteStorage({ file, clock, logger }), refusal('unavailable'));
  const below = openSqliteStorage({ file: join(file, 'test.sqlite'), clock, logger });
  await assert.rejects(below, refusal('unavailable'));
});

it('waits with a commit while another process writes, and keeps answering reads', async (t) => {
  const file = newFile(t);
  const storage = await open(t, file);
  const db = stranger(t, file, 'begin immediate');
  const waiting = commit(storage, { events: [event('a')] });
  await new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
  assert.equal(await storage.eventLog.lastPosition(), 0);
  db.exec('commit');
  assert.equal((await waiting)[0]?.position, 1);
});

it('gives up on a commit that cannot be written, and writes the next', async (t) => {
  const file = newFile(t);
  const storage = await open(t, file);
  stranger(
    t,
    file,
    `create trigger full before insert on events when new.stream = 'bad'
      begin select raise(abort, 'refused'); end`,
  );
  const outcomes = await Promise.allSettled([
    commit(storage, { events: [event('good')] }),
    commit(storage, { events: [event('good'), event('bad')] }),
    commit(storage, { events: [event('good')] }),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  const kept = await storage.eventLog.readAll({ after: 0, limit: 9 });
  assert.deepEqual(
    kept.map(({ position, seq }) => [position, seq]),
    [
      [1, 1],
      [2, 2],
    ],
  );
  assert.equal((await storage.verifyAudit('default')).ok, true);
});
