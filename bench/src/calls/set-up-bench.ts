import { ConnectionPool } from '../load/connection-pool.ts';
import { paced } from '../load/paced.ts';
import { field, type Pair } from '../load/people.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { median, quantile } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { Rings } from './rings.ts';

const CALLS_PER_SECOND = 200;
const BARS = { p50: 3, p99: 15 } as const;
const CALLS = '/api/v1/voip/calls';
const CONFIGURATION = 'defaults: durable commits, bearer tokens, rate limits and logs on';

export interface SetUpOptions {
  readonly runs: number;
  readonly durationMs: number;
}

/** From sending POST /calls to the callee's ring frame, at 200 calls a second. */
export async function benchSetUp(
  server: ServerProcess,
  pairs: readonly Pair[],
  options: SetUpOptions,
): Promise<readonly Result[]> {
  const rings = new Rings();
  const sockets = await Promise.all(pairs.map((pair) => rings.listen(server.url, pair)));
  const pool = new ConnectionPool(server.url);
  const runs: number[][] = [];
  await oneRun(pool, pairs, rings, options.durationMs / 2);
  for (let run = 0; run < options.runs; run += 1) {
    runs.push(await oneRun(pool, pairs, rings, options.durationMs));
  }
  for (const socket of sockets) socket.terminate();
  pool.close();
  return [result('p50', 0.5, BARS.p50, runs), result('p99', 0.99, BARS.p99, runs)];
}

async function oneRun(
  pool: ConnectionPool,
  pairs: readonly Pair[],
  rings: Rings,
  durationMs: number,
): Promise<number[]> {
  const latencies: number[] = [];
  await paced(CALLS_PER_SECOND, durationMs, async (index) => {
    const pair = pairs[index % pairs.length];
    if (pair === undefined) throw new Error('there are no pairs');
    latencies.push(await setUp(pool, pair, rings));
  });
  return latencies;
}

/** One call, hung up again; resolves with its set-up latency in milliseconds. */
function setUp(pool: ConnectionPool, pair: Pair, rings: Rings): Promise<number> {
  return pool.use(async (connection) => {
    const ring = rings.next(pair);
    const startMs = performance.now();
    const body = JSON.stringify({ participants: [pair.callee.id], call_type: 'audio' });
    const created = await connection.request('POST', CALLS, pair.caller.token, body);
    if (created.status !== 201) throw new Error(`${created.status} ${created.body}`);
    const latencyMs = (await ring) - startMs;
    const id = field(JSON.parse(created.body), 'id');
    const ended = await connection.request('POST', `${CALLS}/${id}/end`, pair.caller.token);
    if (ended.status !== 200) throw new Error(`${ended.status} ${ended.body}`);
    return latencyMs;
  });
}

function result(name: string, q: number, bar: number, runs: readonly number[][]): Result {
  const values = runs.map((run) => quantile(run, q));
  const value = median(values);
  return {
    bench: 'calls',
    case: `set-up ${name} at ${CALLS_PER_SECOND} calls/s (${CONFIGURATION})`,
    unit: 'ms',
    value: rounded(value),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'none',
    peer_value: null,
    ratio: null,
    bar: `≤ ${bar} ms`,
    ok: value <= bar,
  };
}
