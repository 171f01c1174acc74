import type { Clock, Logger } from '../../../kernel/index.ts';
import { LogFeed } from '../feed/log-feed.ts';
import { SqlEventLog } from '../sql/event-log.ts';
import { sqliteDialect } from '../sql/executor.ts';
import { firstRows, READ_EPOCH } from '../sql/first-rows.ts';
import { sqlRepositories } from '../sql/repositories.ts';
import { CorruptRow, text } from '../sql/row.ts';
import { SqlJournal } from '../sql/sql-journal.ts';
import type { Storage } from '../storage.ts';
import { migrateSqliteDatabase } from './migrate.ts';
import { SqliteCommitter } from './sqlite-committer.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { watchForeignCommits } from './watch-foreign-commits.ts';

export interface SqliteStorageOptions {
  /** Path of the database file, made when it is missing; `:memory:` for one that nobody keeps. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws MigrationRefused when the database was written by a newer version.
 * @throws AppError `unavailable` when the file cannot be opened.
 */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { file, clock, logger } = options;
  const db = new SqliteDatabase(file);
  try {
    migrateSqliteDatabase(db, clock);
    for (const { text: sql, params } of firstRows(clock)) db.run(sql, params);
    return await assemble(db, clock, logger);
  } catch (error) {
    db.close();
    throw error;
  }
}

async function assemble(db: SqliteDatabase, clock: Clock, logger: Logger): Promise<Storage> {
  const eventLog = new SqlEventLog(db, readEpoch(db));
  const feed = new LogFeed(eventLog, logger, await eventLog.lastPosition());
  const committer = new SqliteCommitter(db);
  const journal = new SqlJournal(committer, clock, (events) => feed.committed(events));
  const stopWatching = watchForeignCommits(db, clock, () => feed.catchUp());
  const close = async () => {
    await journal.close();
    stopWatching();
    await feed.stop();
    db.close();
  };
  let closing: Promise<void> | undefined;
  return {
    ...sqlRepositories(db, sqliteDialect),
    journal,
    eventLog,
    feed,
    health: async () => {
      db.read(READ_EPOCH, []);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function readEpoch(db: SqliteDatabase): string {
  const row = db.read(READ_EPOCH, [])[0];
  if (row === undefined) throw new CorruptRow('epoch', undefined);
  return text(row, 'value');
}
