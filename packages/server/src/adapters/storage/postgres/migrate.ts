import type { Clock } from '../../../kernel/index.ts';
import { postgresDialect } from '../sql/executor.ts';
import {
  CREATE_RECORD,
  type MigrationReport,
  planMigrations,
  READ_RECORD,
  WRITE_RECORD,
} from '../sql/migration-plan.ts';
import type { PostgresDatabase } from './postgres-database.ts';

/** Servers that start together migrate one after the other. */
const MIGRATION_LOCK = 'select pg_advisory_xact_lock(7305426198)';

/**
 * Brings the schema up to date in one transaction.
 * @throws MigrationRefused | AppError `unavailable`; the database is as it was.
 */
export function migratePostgresDatabase(
  db: PostgresDatabase,
  clock: Clock,
): Promise<MigrationReport> {
  return db.withWriter(async (send) => {
    await send('begin');
    await send(MIGRATION_LOCK);
    await send(CREATE_RECORD(postgresDialect));
    const { rows } = await send(READ_RECORD);
    const pending = planMigrations(rows, postgresDialect);
    for (const { id, name, checksum, statements } of pending) {
      for (const statement of statements) await send(statement);
      await send(WRITE_RECORD, [id, name, checksum, clock.nowMs()]);
    }
    await send('commit');
    const applied = pending.map(({ name }) => name);
    return { applied, schema: rows.length + pending.length };
  });
}
