import { once } from 'node:events';
import { systemClock } from '../../src/kernel/index.ts';
import { recordingLogger } from '../recording-logger.ts';
import { openTarget } from './open-target.ts';
import { commit, event } from './samples.ts';

/**
 * `writer.ts <target> <name> <commits>`: says that it is ready, waits for a line, then commits in
 * bursts, beside other writers.
 */
const [, , target = '', name = '', commits = '0'] = process.argv;
const total = Number(commits);
const storage = await openTarget(target, systemClock, recordingLogger());
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
for (let next = 0; next < total; ) {
  const burst = Math.min((next % 7) + 1, total - next);
  const change = { events: [event(`writer:${name}`), event('shared', 'noted', { name })] };
  await Promise.all(Array.from({ length: burst }, () => commit(storage, change)));
  next += burst;
}
await storage.close();
