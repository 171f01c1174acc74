import { hash } from 'node:crypto';
import type { Dialect, Row } from './executor.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import { integer, text } from './row.ts';

/** The database and this code do not fit together. The message is a sentence for the operator. */
export class MigrationRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'MigrationRefused';
  }
}

export interface MigrationReport {
  /** Names of the migrations that were applied now, in order. */
  readonly applied: readonly string[];
  /** The schema's number after it. */
  readonly schema: number;
}

export interface PendingMigration {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

export const CREATE_RECORD = ({ columns: { text: string, integer: number } }: Dialect) =>
  `create table if not exists schema_migrations (id ${number} primary key, name ${string} not null,
    checksum ${string} not null, applied_at_ms ${number} not null)`;

export const READ_RECORD = 'select id, checksum from schema_migrations order by id';

export const WRITE_RECORD =
  'insert into schema_migrations (id, name, checksum, applied_at_ms) values ($1, $2, $3, $4)';

/**
 * What is left to apply.
 * @param recorded rows of `READ_RECORD`.
 * @throws MigrationRefused for a database of a newer version, or of another history.
 */
export function planMigrations(
  recorded: readonly Row[],
  dialect: Dialect,
  migrations: readonly Migration[] = MIGRATIONS,
): readonly PendingMigration[] {
  const known = migrations.map((migration) => pending(migration, dialect));
  for (const row of recorded) {
    const id = integer(row, 'id');
    const migration = known.find((candidate) => candidate.id === id);
    if (migration === undefined) throw new MigrationRefused(tooNew(id, known.length));
    if (migration.checksum !== text(row, 'checksum')) throw new MigrationRefused(altered(id));
  }
  return known.slice(recorded.length);
}

function pending(migration: Migration, dialect: Dialect): PendingMigration {
  const statements = migration.statements(dialect);
  const { id, name } = migration;
  return { id, name, statements, checksum: hash('sha256', statements.join(';\n'), 'hex') };
}

function tooNew(found: number, known: number): string {
  return (
    `The database was written by a newer version of this server: its schema is ${found}, this version ` +
    `knows ${known}. Start the newer version, or restore a backup made before the upgrade.`
  );
}

function altered(id: number): string {
  return (
    `Migration ${id} of the database is not the one this version has. ` +
    'The database belongs to another program or to a modified build; it is left untouched.'
  );
}
