import type { Clock } from '../../../kernel/index.ts';
import { sqliteDialect } from '../sql/executor.ts';
import {
  CREATE_RECORD,
  type MigrationReport,
  planMigrations,
  READ_RECORD,
  WRITE_RECORD,
} from '../sql/migration-plan.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { sqliteFailure } from './sqlite-failure.ts';

/** Another process may be migrating: wait for it. */
const LOCK_WAIT_MS = 30_000;

/**
 * Brings the schema up to date in one transaction.
 * @throws MigrationRefused | AppError `unavailable`; the database is as it was.
 */
export function migrateSqliteDatabase(db: SqliteDatabase, clock: Clock): MigrationReport {
  db.waitForLocks(LOCK_WAIT_MS);
  try {
    db.execute('begin immediate');
    const report = applyPending(db, clock);
    db.execute('commit');
    return report;
  } catch (error) {
    if (db.inTransaction) db.execute('rollback');
    throw sqliteFailure(error);
  } finally {
    db.waitForLocks();
  }
}

function applyPending(db: SqliteDatabase, clock: Clock): MigrationReport {
  db.execute(CREATE_RECORD(sqliteDialect));
  const recorded = db.read(READ_RECORD, []);
  const pending = planMigrations(recorded, sqliteDialect);
  for (const { id, name, checksum, statements } of pending) {
    for (const statement of statements) db.execute(statement);
    db.run(WRITE_RECORD, [id, name, checksum, clock.nowMs()]);
  }
  return {
    applied: pending.map(({ name }) => name),
    schema: recorded.length + pending.length,
  };
}
