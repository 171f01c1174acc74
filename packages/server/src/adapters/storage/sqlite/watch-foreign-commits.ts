import type { Clock } from '../../../kernel/index.ts';
import { integer } from '../sql/row.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const POLL_MS = 250;

/**
 * Tells when another connection (the command line, another process) has written to the file:
 * `data_version` moves with the commits of others only.
 * https://www.sqlite.org/pragma.html#pragma_data_version
 * @returns a function that stops it.
 */
export function watchForeignCommits(
  db: SqliteDatabase,
  clock: Clock,
  onCommit: () => void,
): () => void {
  let seen = dataVersion(db);
  const poll = () => {
    const version = dataVersion(db);
    if (version !== seen) onCommit();
    seen = version;
    cancel = clock.schedule(POLL_MS, poll);
  };
  let cancel = clock.schedule(POLL_MS, poll);
  return () => cancel();
}

function dataVersion(db: SqliteDatabase): number {
  const row = db.read('pragma data_version', [])[0];
  return row === undefined ? 0 : integer(row, 'data_version');
}
