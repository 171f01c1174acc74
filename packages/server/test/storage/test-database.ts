import type { Storage } from '../../src/adapters/storage/storage.ts';
import { ManualClock } from '../manual-clock.ts';
import { type LogLine, recordingLogger } from '../recording-logger.ts';
import type { TestDatabase } from './contract.ts';
import { openTarget } from './open-target.ts';

/** A test's database, whichever it is: remembers what was opened, to close it. */
export function testDatabase(
  target: string,
  tamper: (sql: string) => Promise<void>,
  remove: () => Promise<void>,
): TestDatabase {
  const clock = new ManualClock();
  const logLines: LogLine[] = [];
  const opened: Storage[] = [];
  return {
    clock,
    logLines,
    target,
    open: async () => {
      const storage = await openTarget(target, clock, recordingLogger(logLines));
      opened.push(storage);
      return storage;
    },
    tamper,
    dispose: async () => {
      for (const storage of opened) await storage.close();
      await remove();
    },
  };
}
