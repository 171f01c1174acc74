import { after, before } from 'node:test';
import { type Postgres, startPostgres } from '../../../../test/peers/postgres.ts';
import { storageContract } from './contract.ts';
import { createPostgresDatabase } from './postgres-test-database.ts';

let server: Postgres | undefined;

before(async () => {
  server = await startPostgres();
});

after(() => server?.stop());

storageContract('a PostgreSQL database', () => {
  if (server === undefined) throw new Error('PostgreSQL has not been started');
  return createPostgresDatabase(server.url);
});
