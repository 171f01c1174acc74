import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestDatabase } from './contract.ts';
import { testDatabase } from './test-database.ts';

export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'sge-storage-'));
  const file = join(folder, 'test.sqlite');
  return testDatabase(
    file,
    async (sql) => {
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
    },
    async () => rmSync(folder, { recursive: true, force: true }),
  );
}
