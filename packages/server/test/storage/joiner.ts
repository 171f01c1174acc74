import { once } from 'node:events';
import { AppError, systemClock } from '../../src/kernel/index.ts';
import { userScope } from '../call-house.ts';
import { recordingLogger } from '../recording-logger.ts';
import { openRoomsOn } from '../room-house.ts';
import { openTarget } from './open-target.ts';

/**
 * `joiner.ts <target> <room> <first> <count>`: says that it is ready, waits for a line, then lets so many people join the
 * room at once, beside another process, and says how it went for each.
 */
const [, , target = '', roomId = '', first = '0', count = '0'] = process.argv;
const storage = await openTarget(target, systemClock, recordingLogger());
const { rooms, close } = await openRoomsOn(storage, systemClock);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
const outcomes = await Promise.allSettled(
  Array.from({ length: Number(count) }, (_, n) =>
    rooms.join(userScope(`user${Number(first) + n}`), roomId, {}),
  ),
);
for (const outcome of outcomes) {
  if (outcome.status === 'fulfilled') process.stdout.write('joined\n');
  else if (outcome.reason instanceof AppError) process.stdout.write(`${outcome.reason.code}\n`);
  else process.stdout.write(`${String(outcome.reason)}\n`);
}
await close();
await storage.close();
