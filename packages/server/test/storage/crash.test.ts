import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../../src/adapters/storage/storage.ts';
import type { RecordedEvent } from '../../src/kernel/index.ts';
import { ManualClock } from '../manual-clock.ts';
import { recordingLogger } from '../recording-logger.ts';
import { callId } from './samples.ts';

const WRITER = new URL('crash-writer.ts', import.meta.url).pathname;
const KILLS = 8;
const SEED = 20260131;
const MAX_ACKNOWLEDGED = 3_000;
/** More calls than one life of the writer makes. */
const LIFE = 1_000_000;

/** Lehmer's generator (MINSTD): the same moments in every run. */
function* moments(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield 1 + (state % MAX_ACKNOWLEDGED);
  }
}

/** Lets the writer run, kills it after so many acknowledgements, and returns all that it printed. */
async function runAndKill(file: string, first: number, after: number): Promise<readonly string[]> {
  const args = ['--disable-warning=ExperimentalWarning', WRITER, file, String(first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === after) child.kill('SIGKILL');
  }
  assert.deepEqual(await exit, [null, 'SIGKILL']);
  // The last line may have been cut by the kill; a whole one ends in a version.
  return acknowledged.filter((line) => /^call_\d{26} [12]$/.test(line));
}

async function assertKept(storage: Storage, acknowledged: readonly string[]): Promise<void> {
  for (const line of acknowledged) {
    const [id = '', version = ''] = line.split(' ');
    const call = await storage.calls.find('default', id);
    assert.ok(call !== undefined && call.version >= Number(version), `${line} was lost`);
    const events = await storage.eventLog.readStream('default', `call:${id}`, {
      after: 0,
      limit: 9,
    });
    assertWhole(id, call.version, events);
  }
}

/** A change is there with all of its events or not at all. */
function assertWhole(id: string, version: number, events: readonly RecordedEvent[]): void {
  const types = ['call.created', 'call.signal', ...(version === 2 ? ['call.ended'] : [])];
  assert.deepEqual(
    events.map(({ type }) => type),
    types,
    id,
  );
  const payload = version === 2 ? {} : { payload: { sdp: `v=0 ${id}` } };
  assert.deepEqual(events[1]?.personal, payload, id);
}

it(`keeps every acknowledged commit, whole, over ${KILLS} kills under load`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sge-crash-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'crash.sqlite');
  const all: string[] = [];
  const kills = moments(SEED);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const first = kill * LIFE + 1;
    const acknowledged = await runAndKill(file, first, kills.next().value);
    all.push(...acknowledged);
    const storage = await openSqliteStorage({
      file,
      clock: new ManualClock(),
      logger: recordingLogger(),
    });
    await assertKept(storage, acknowledged);
    assert.equal((await storage.verifyAudit('default')).ok, true);
    await storage.close();
  }
  const storage = await openSqliteStorage({
    file,
    clock: new ManualClock(),
    logger: recordingLogger(),
  });
  t.after(() => storage.close());
  await assertKept(storage, all);
  const audits = await storage.audit.list('default', { limit: all.length });
  const endings = new Set(audits.items.map(({ target }) => target));
  for (const line of all) {
    const [id, version] = line.split(' ');
    if (version === '2') assert.ok(endings.has(`call:${id}`), `the audit record of ${id} was lost`);
  }
  assert.notEqual(await storage.calls.find('default', callId(1)), undefined);
});
