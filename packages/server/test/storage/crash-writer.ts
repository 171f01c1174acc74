import { openSqliteStorage } from '../../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { recordingLogger } from '../recording-logger.ts';
import { call, callId, commit, ended, event, signal } from './samples.ts';

/**
 * `crash-writer.ts <file> <first>`: calls without end, from number `first`, many at a time. Prints
 * `<id> <version>` for every commit, once it was acknowledged. Somebody kills it.
 */
const AT_A_TIME = 40;
const [, , file = '', first = '1'] = process.argv;
const storage = await openSqliteStorage({ file, clock: systemClock, logger: recordingLogger() });
let next = Number(first);

async function live(): Promise<never> {
  for (;;) {
    const id = callId(next);
    next += 1;
    const created = [event(`call:${id}`, 'call.created'), signal(id, 'alice', `v=0 ${id}`)];
    await commit(storage, { writes: [storage.calls.put(call({ id }))], events: created });
    process.stdout.write(`${id} 1\n`);
    const over = storage.calls.put(ended(id, { version: 2 }));
    const erased = storage.eventLog.erasePersonal('default', `call:${id}`, 'call.signal');
    const audits = [{ action: 'call.ended', target: `call:${id}`, outcome: 'allowed' } as const];
    const events = [event(`call:${id}`, 'call.ended')];
    await commit(storage, { writes: [over, erased], events, audits });
    process.stdout.write(`${id} 2\n`);
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, live));
