import { DatabaseSync } from 'node:sqlite';
import { cpuSeconds } from '../load/cpu.ts';
import { flatOut, type PacedResult, paced } from '../load/paced.ts';
import { startPeer } from '../load/peer-process.ts';
import type { Pair } from '../load/people.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { echoes, lifecycles, REQUESTS_PER_LIFECYCLE } from './lifecycle.ts';

/** The bar of the product: lifecycles per CPU second, to requests of the echo per CPU second. */
const BAR = 0.25;
const ECHO = new URL('../echo-server.ts', import.meta.url);
const COMMITTING_ECHO = new URL('../commit-server.ts', import.meta.url);
const LANES = 32;
/** Requests per second of each case; null: as fast as it goes. */
const RATES = [1000, 3000, null] as const;

export interface LifecycleOptions {
  readonly runs: number;
  readonly durationMs: number;
}

/** A process under load, and the load. */
interface Target {
  readonly pid: number;
  readonly one: () => Promise<void>;
}

interface Bench {
  readonly server: ServerProcess;
  readonly product: Target;
  /** Bare Fastify. */
  readonly echo: Target;
  /** Bare Fastify that commits one row for each request. */
  readonly floor: Target;
  readonly options: LifecycleOptions;
}

export async function benchLifecycles(
  server: ServerProcess,
  pairs: readonly Pair[],
  options: LifecycleOptions,
): Promise<readonly Result[]> {
  const peers = [await startPeer(ECHO), await startPeer(COMMITTING_ECHO)];
  const loads = [lifecycles(server.url, pairs), ...peers.map((peer) => echoes(peer.url))];
  const pids = [server.pid, ...peers.map((peer) => peer.pid)];
  const [product, echo, floor] = loads.map(({ one }, i) => ({ pid: pids[i] ?? 0, one }));
  if (product === undefined || echo === undefined || floor === undefined) {
    throw new Error('a target is missing');
  }
  // The first requests pay for the compiler.
  for (const { one } of loads) await flatOut(LANES, options.durationMs / 2, one);
  const results: Result[] = [];
  for (const rate of RATES) {
    results.push(...(await oneCase(rate, { server, product, echo, floor, options })));
  }
  for (const load of loads) load.close();
  for (const peer of peers) await peer.stop();
  return results;
}

async function oneCase(rate: number | null, bench: Bench): Promise<readonly Result[]> {
  const ours: number[] = [];
  const echo: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < bench.options.runs; run += 1) {
    const before = endedCalls(bench.server);
    const product = await measured(rate, bench, bench.product);
    const ended = endedCalls(bench.server) - before;
    if (ended !== product.done) {
      throw new Error(`${product.done} calls answered, ${ended} in the log`);
    }
    ours.push(product.perCpuSecond);
    const requests = (await measured(rate, bench, bench.echo)).perCpuSecond;
    echo.push(requests * REQUESTS_PER_LIFECYCLE);
    floor.push((await measured(rate, bench, bench.floor)).perCpuSecond);
  }
  const load = rate === null ? 'full load' : `${rate} requests/s`;
  const product = result(`lifecycles at ${load}`, ours, echo);
  const least = result(
    `for comparison, at ${load}: three echoes that each commit one row alone, on bare Fastify`,
    floor,
    echo,
  );
  const bar = { bar: `ratio ≥ ${BAR}`, ok: (product.ratio ?? 0) >= BAR };
  return [
    { ...product, ...bar },
    { ...least, bar: 'none', ok: true },
  ];
}

function result(name: string, values: readonly number[], peers: readonly number[]) {
  return {
    bench: 'calls',
    case: name,
    unit: 'lifecycles per CPU second',
    value: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))] as const,
    peer: 'requests per CPU second of a bare Fastify JSON echo',
    peer_value: rounded(median(peers)),
    ratio: rounded(median(values.map((value, run) => value / (peers[run] ?? Number.NaN)))),
  };
}

async function measured(
  rate: number | null,
  bench: Bench,
  { pid, one }: Target,
): Promise<{ readonly done: number; readonly perCpuSecond: number }> {
  const before = cpuSeconds(pid);
  const { done } = await load(rate, bench.options.durationMs, one);
  return { done, perCpuSecond: done / (cpuSeconds(pid) - before) };
}

function load(
  rate: number | null,
  durationMs: number,
  one: () => Promise<void>,
): Promise<PacedResult> {
  if (rate === null) return flatOut(LANES, durationMs, one);
  return paced(rate / REQUESTS_PER_LIFECYCLE, durationMs, one);
}

/** What is durable, read beside the server. */
function endedCalls(server: ServerProcess): number {
  const database = new DatabaseSync(server.databaseFile, { readOnly: true });
  const row = database.prepare("SELECT count(*) AS n FROM events WHERE type = 'call.ended'").get();
  database.close();
  return Number(row?.n);
}
