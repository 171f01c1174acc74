import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Storage } from '../../src/adapters/storage/storage.ts';
import { VersionConflict } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { call, callId, commit, event } from './samples.ts';

const WRITER = new URL('writer.ts', import.meta.url).pathname;
const COMMITS = 1_200;

/** Other processes that commit `COMMITS` times each, from the same moment on. */
async function runWriters(target: string, names: readonly string[]): Promise<void> {
  const children = names.map((name) => {
    const args = ['--disable-warning=ExperimentalWarning', WRITER, target, name, String(COMMITS)];
    return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  });
  const exits = children.map((child) => once(child, 'exit'));
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  for (const child of children) child.stdin.write('go\n');
  for (const exit of exits) assert.deepEqual(await exit, [0, null], 'a writer failed');
}

/** How often the log goes over from one writer to the other. */
function turns(names: readonly unknown[]): number {
  return names.filter((name, index) => index > 0 && name !== names[index - 1]).length;
}

/** Reads the log by position, as a webhook or `GET /api/v1/events` would, until nothing more comes. */
async function pollUntil(storage: Storage, done: () => boolean): Promise<readonly string[]> {
  const seen: string[] = [];
  let after = 0;
  for (;;) {
    const wasDone = done();
    const events = await storage.eventLog.readAll({ after, limit: 37 });
    for (const { position, stream, seq } of events) {
      assert.ok(position > after, `position ${position} came after ${after}`);
      after = position;
      seen.push(`${stream} ${seq}`);
    }
    if (wasDone && events.length === 0) return seen;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

export const twoWriterContract: Contract = {
  'let a reader by position miss nothing while two processes commit': async (database) => {
    const storage = await database.open();
    let running = true;
    const writers = runWriters(database.target, ['one', 'two']).finally(() => {
      running = false;
    });
    const seen = await pollUntil(storage, () => !running);
    await writers;
    const numbers = Array.from({ length: COMMITS }, (_, index) => index + 1);
    const expected = numbers.flatMap((n) => [`writer:one ${n}`, `writer:two ${n}`]);
    const shared = numbers.flatMap((n) => [`shared ${2 * n - 1}`, `shared ${2 * n}`]);
    assert.deepEqual([...seen].sort(), [...expected, ...shared].sort());
    const inOrder = seen.filter((line) => line.startsWith('shared'));
    assert.deepEqual(inOrder, shared);
    assert.equal(await storage.eventLog.lastPosition(), 4 * COMMITS);
    const query = { after: 0, limit: 2 * COMMITS };
    const stream = await storage.eventLog.readStream('default', 'shared', query);
    assert.ok(turns(stream.map(({ data }) => data.name)) > 2, 'the writers did not overlap');
    assert.equal((await storage.verifyAudit('default')).ok, true);
  },

  'give one version of a call to one of two servers only': async (database) => {
    const [ours, theirs] = [await database.open(), await database.open()];
    await commit(ours, { writes: [ours.calls.put(call())] });
    const outcomes = await Promise.allSettled(
      [ours, theirs].map((storage) =>
        commit(storage, {
          writes: [storage.calls.put(call({ version: 2 }))],
          events: [event(`call:${callId(1)}`)],
        }),
      ),
    );
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    assert.equal(lost.length, 1);
    assert.ok(lost[0] instanceof VersionConflict);
    assert.equal(await theirs.eventLog.lastPosition(), 1);
  },

  'number on from what the other has written': async (database) => {
    const [ours, theirs] = [await database.open(), await database.open()];
    for (const [index, storage] of [ours, theirs, theirs, ours].entries()) {
      const [recorded] = await commit(storage, { events: [event('a')] });
      assert.equal(recorded?.seq, index + 1);
      assert.equal(recorded?.position, index + 1);
    }
    assert.equal((await ours.verifyAudit('default')).ok, true);
  },
};
