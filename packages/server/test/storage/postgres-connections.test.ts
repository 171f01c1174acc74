import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, it } from 'node:test';
import pg from 'pg';
import { type Postgres, startPostgres } from '../../../../test/peers/postgres.ts';
import { migrate } from '../../src/adapters/storage/migrate.ts';
import { Secret, systemClock } from '../../src/kernel/index.ts';
import { recordingLogger } from '../recording-logger.ts';
import { refusal } from '../refusal.ts';
import type { TestDatabase } from './contract.ts';
import { openTarget } from './open-target.ts';
import { createPostgresDatabase } from './postgres-test-database.ts';
import { call, callId, commit, event } from './samples.ts';

/** What the journal's transactions wait for, as its committer has it. */
const WRITER_LOCK = 7305426197;

let server: Postgres;
let database: TestDatabase;
let admin: pg.Client;

before(async () => {
  server = await startPostgres();
});

after(() => server.stop());

beforeEach(async () => {
  database = await createPostgresDatabase(server.url);
  admin = new pg.Client(database.target);
  await admin.connect();
});

afterEach(async () => {
  await admin.end();
  await database.dispose();
});

/** Cuts every connection of the storages under test. */
async function cutConnections(): Promise<void> {
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}

/** Until a transaction of the journal waits for the writer's lock. */
async function untilWaiting(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
  while ((await admin.query(waiting)).rowCount === 0);
}

it('refuses a commit whose connection is cut under way, writes nothing of it and takes the next', async () => {
  const storage = await database.open();
  await admin.query('select pg_advisory_lock($1)', [WRITER_LOCK]);
  const cut = commit(storage, { writes: [storage.calls.put(call())], events: [event('a')] });
  const refused = assert.rejects(cut, refusal('unavailable'));
  await untilWaiting();
  await cutConnections();
  await refused;
  await admin.query('select pg_advisory_unlock($1)', [WRITER_LOCK]);
  assert.equal(await storage.calls.find('default', callId(1)), undefined);
  const [recorded] = await commit(storage, { events: [event('a')] });
  assert.equal(recorded?.seq, 1);
});

it('hears of what another server commits without waiting for a poll', async () => {
  const ours = await database.open();
  const theirs = await database.open();
  const heard = new Promise<number>((resolve) => {
    ours.feed.subscribe(({ position }) => resolve(position));
  });
  await commit(theirs, { events: [event('a')] });
  // The clock stands still, so no poll comes due.
  assert.equal(await heard, 1);
});

it('comes back by itself when idle connections were cut, and hears of others again', async () => {
  const ours = await database.open();
  const theirs = await database.open();
  const heard = new Promise<number>((resolve) => {
    ours.feed.subscribe(({ position }) => {
      if (position === 2) resolve(position);
    });
  });
  await commit(theirs, { events: [event('a')] });
  await cutConnections();
  const [recorded] = await commitWhenBack(() => commit(theirs, { events: [event('a')] }));
  assert.equal(recorded?.position, 2);
  database.clock.advance(2_000);
  assert.equal(await heard, 2);
  await ours.health();
});

/** The first commit after a cut may meet the dead connection; it must say so, and the next must do. */
async function commitWhenBack<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    refusal('unavailable')(error);
    return attempt();
  }
}

it('never reports a commit whose answer was lost as done', async (t) => {
  const proxy = await startProxy(database.target);
  t.after(proxy.close);
  const storage = await openTarget(proxy.url, systemClock, recordingLogger());
  t.after(() => storage.close());
  await commit(storage, { events: [event('a')] });
  proxy.loseNextCommit();
  const lost = commit(storage, { writes: [storage.calls.put(call())], events: [event('a')] });
  await assert.rejects(lost, refusal('unavailable'));
  const [next] = await commit(storage, { events: [event('a')] });
  assert.equal(next?.seq, 3, 'the server had written it, and numbering goes on after it');
  assert.equal((await storage.verifyAudit('default')).ok, true);
});

it('refuses to open where no server answers', async () => {
  const url = 'postgresql://sge@127.0.0.1:1/none';
  await assert.rejects(openTarget(url, systemClock, recordingLogger()), refusal('unavailable'));
});

it('migrates once, and says what was applied', async () => {
  const target = { url: new Secret(database.target) };
  const first = await migrate(target, systemClock, recordingLogger());
  assert.equal(first.applied.length, first.schema);
  const second = await migrate(target, systemClock, recordingLogger());
  assert.deepEqual(second, { applied: [], schema: first.schema });
});

/** Stands between the storage and the server, and can swallow the answer to a COMMIT. */
async function startProxy(target: string) {
  const url = new URL(target);
  const [port, host] = [Number(url.port), url.hostname];
  let losing = false;
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(port, host);
    sockets.push(client);
    upstream.on('data', (chunk) => {
      // CommandComplete carries the command's name.
      if (losing && chunk.includes('COMMIT\0')) {
        losing = false;
        client.destroy();
      } else client.write(chunk);
    });
    client.on('data', (chunk) => upstream.write(chunk));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  url.port = String(portOf(proxy.address()));
  return {
    url: url.href,
    loseNextCommit: () => {
      losing = true;
    },
    close: async () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await once(proxy, 'close');
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return address.port;
}
