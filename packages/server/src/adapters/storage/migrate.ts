import type { Clock, Logger, Secret } from '../../kernel/index.ts';
import { migratePostgresDatabase } from './postgres/migrate.ts';
import { PostgresDatabase } from './postgres/postgres-database.ts';
import type { MigrationReport } from './sql/migration-plan.ts';
import { migrateSqliteDatabase } from './sqlite/migrate.ts';
import { SqliteDatabase } from './sqlite/sqlite-database.ts';

export { MigrationRefused, type MigrationReport } from './sql/migration-plan.ts';

/** The database to bring up to date: a file, or where PostgreSQL is. */
export type MigrationTarget = { readonly file: string } | { readonly url: Secret };

/**
 * Applies what is missing of the schema, in one transaction; opening a storage does the same.
 * @throws MigrationRefused when the database was written by a newer version, or by something else.
 * @throws AppError `unavailable` when it cannot be opened.
 */
export async function migrate(
  target: MigrationTarget,
  clock: Clock,
  logger: Logger,
): Promise<MigrationReport> {
  const db =
    'file' in target ? new SqliteDatabase(target.file) : new PostgresDatabase(target.url, logger);
  try {
    return await (db instanceof SqliteDatabase
      ? migrateSqliteDatabase(db, clock)
      : migratePostgresDatabase(db, clock));
  } finally {
    await db.close();
  }
}
