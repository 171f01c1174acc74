import type { Clock, Logger, Secret } from '../../../kernel/index.ts';
import { LogFeed } from '../feed/log-feed.ts';
import { SqlEventLog } from '../sql/event-log.ts';
import { postgresDialect } from '../sql/executor.ts';
import { firstRows, READ_EPOCH } from '../sql/first-rows.ts';
import { sqlRepositories } from '../sql/repositories.ts';
import { CorruptRow, text } from '../sql/row.ts';
import { SqlJournal } from '../sql/sql-journal.ts';
import type { Storage } from '../storage.ts';
import { EventListener } from './event-listener.ts';
import { migratePostgresDatabase } from './migrate.ts';
import { PostgresCommitter } from './postgres-committer.ts';
import { PostgresDatabase } from './postgres-database.ts';

export interface PostgresStorageOptions {
  /** `postgresql://user:password@host:port/database?sslmode=…` */
  readonly url: Secret;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Connects and brings the schema up to date. A connection that is lost later comes back by itself;
 * until then commits and reads are `unavailable`.
 * @throws MigrationRefused when the database was written by a newer version.
 * @throws AppError `unavailable` when the server does not answer.
 */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  const { url, clock, logger } = options;
  const db = new PostgresDatabase(url, logger);
  try {
    await migratePostgresDatabase(db, clock);
    await db.withWriter(async (send) => {
      for (const { text: sql, params } of firstRows(clock)) await send(sql, params);
    });
    return await assemble(db, options);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function assemble(db: PostgresDatabase, options: PostgresStorageOptions): Promise<Storage> {
  const { clock, logger } = options;
  const eventLog = new SqlEventLog(db, await readEpoch(db));
  const feed = new LogFeed(eventLog, logger, await eventLog.lastPosition());
  const committer = new PostgresCommitter(db);
  const journal = new SqlJournal(committer, clock, (events) => feed.committed(events));
  const listener = new EventListener({
    ...options,
    onEvents: () => void feed.catchUp(),
    isNew: (position) => position > feed.position,
  });
  await listener.start();
  const close = async () => {
    await journal.close();
    await listener.stop();
    await feed.stop();
    await db.close();
  };
  let closing: Promise<void> | undefined;
  return {
    ...sqlRepositories(db, postgresDialect),
    journal,
    eventLog,
    feed,
    health: async () => {
      await db.all(READ_EPOCH, []);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function readEpoch(db: PostgresDatabase): Promise<string> {
  const row = (await db.all(READ_EPOCH, []))[0];
  if (row === undefined) throw new CorruptRow('epoch', undefined);
  return text(row, 'value');
}
