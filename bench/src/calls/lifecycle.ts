import { ConnectionPool } from '../load/connection-pool.ts';
import type { HttpConnection } from '../load/http-connection.ts';
import { field, type Pair } from '../load/people.ts';
import { FreePairs } from './free-pairs.ts';

export const REQUESTS_PER_LIFECYCLE = 3;

/** Create, accept, end: the three requests of a call's life, each durable when it is answered. */
export function lifecycles(url: string, pairs: readonly Pair[]) {
  const pool = new ConnectionPool(url);
  const free = new FreePairs(pairs);
  const one = async (): Promise<void> => {
    const pair = await free.take();
    await pool.use(async (connection) => {
      const create = JSON.stringify({ participants: [pair.callee.id], call_type: 'video' });
      const created = await must(connection, '/api/v1/voip/calls', pair.caller.token, 201, create);
      const path = `/api/v1/voip/calls/${field(JSON.parse(created), 'id')}`;
      await must(connection, `${path}/accept`, pair.callee.token, 200);
      await must(connection, `${path}/end`, pair.caller.token, 200);
    });
    free.give(pair);
  };
  return { one, close: () => pool.close() };
}

/** As many echo requests as a lifecycle has requests, of a create's size. */
export function echoes(url: string) {
  const pool = new ConnectionPool(url);
  const body = JSON.stringify({ participants: ['callee100'], call_type: 'video' });
  const one = (): Promise<void> =>
    pool.use(async (connection) => {
      for (let i = 0; i < REQUESTS_PER_LIFECYCLE; i += 1) {
        await must(connection, '/echo', 'none', 200, body);
      }
    });
  return { one, close: () => pool.close() };
}

/** Sends one request and insists on the status. */
async function must(
  connection: HttpConnection,
  path: string,
  token: string,
  status: number,
  body?: string,
): Promise<string> {
  const answer = await connection.request('POST', path, token, body);
  if (answer.status !== status) throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
  return answer.body;
}
