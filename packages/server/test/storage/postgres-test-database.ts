import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestDatabase } from './contract.ts';
import { testDatabase } from './test-database.ts';

/** A new database on the server that `serverUrl` names. */
export async function createPostgresDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const target = url.href;
  return testDatabase(
    target,
    (sql) => execute(target, sql),
    () => execute(serverUrl, `drop database ${name} with (force)`),
  );
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
