import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Fastify from 'fastify';

/**
 * The least that an acknowledged write can cost without grouping: bare Fastify, and one row in a
 * transaction of its own, on the disk before the answer. No authentication, no limits, no log.
 */
const folder = mkdtempSync(join(tmpdir(), 'sge-bench-'));
const database = new DatabaseSync(join(folder, 'rows.sqlite'));
database.exec('pragma journal_mode = wal; pragma synchronous = full;');
database.exec('create table requests (id integer primary key, body text not null) strict');
const insert = database.prepare('insert into requests (body) values (?1)');
const app = Fastify();
app.post('/echo', (request) => {
  insert.run(JSON.stringify(request.body));
  return request.body;
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`echo listens on ${url}\n`);
process.once('SIGTERM', () => {
  void app.close().then(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
});
