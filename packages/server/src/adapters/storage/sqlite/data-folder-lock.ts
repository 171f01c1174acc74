import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another server is running on the same folder. */
export class FolderInUse extends Error {}

/**
 * Claims a data folder for one server: two would both end its calls and speak for its users. The claim is
 * an exclusive lock on a file, which the operating system drops with the process, however it ends.
 * @throws FolderInUse when another process has it.
 */
export function lockDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(folder, 'serve.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new FolderInUse(`Another server is running on the data folder ${folder}.`, { cause });
  }
  return { release: () => lock.close() };
}
