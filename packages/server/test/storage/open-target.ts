import { openPostgresStorage } from '../../src/adapters/storage/postgres/open-postgres-storage.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../../src/adapters/storage/storage.ts';
import { type Clock, type Logger, Secret } from '../../src/kernel/index.ts';

/** @param target a `postgresql://` URL, or the path of a SQLite file. */
export function openTarget(target: string, clock: Clock, logger: Logger): Promise<Storage> {
  return target.startsWith('postgresql://')
    ? openPostgresStorage({ url: new Secret(target), clock, logger })
    : openSqliteStorage({ file: target, clock, logger });
}
