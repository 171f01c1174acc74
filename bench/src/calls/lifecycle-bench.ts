import { DatabaseSync } from 'node:sqlite';
import { cpuSeconds } from '../load/cpu.ts';
import { type EchoProcess, startEcho } from '../load/echo-process.ts';
import { flatOut, type PacedResult, paced } from '../load/paced.ts';
import type { Pair } from '../load/people.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { echoes, lifecycles, REQUESTS_PER_LIFECYCLE } from './lifecycle.ts';

/** The bar of the product: lifecycles per CPU second, to requests of the echo per CPU second. */
const BAR = 0.25;
const LANES = 32;
/** Requests per second of each case; null: as fast as it goes. */
const RATES = [1000, 3000, null] as const;

export interface LifecycleOptions {
  readonly runs: number;
  readonly durationMs: number;
}

interface Bench {
  readonly server: ServerProcess;
  readonly echo: EchoProcess;
  readonly product: ReturnType<typeof lifecycles>;
  readonly peer: ReturnType<typeof echoes>;
  readonly options: LifecycleOptions;
}

export async function benchLifecycles(
  server: ServerProcess,
  pairs: readonly Pair[],
  options: LifecycleOptions,
): Promise<readonly Result[]> {
  const echo = await startEcho();
  const product = lifecycles(server.url, pairs);
  const peer = echoes(echo.url);
  // The first requests pay for the compiler.
  await flatOut(LANES, options.durationMs / 2, counted(product.one));
  await flatOut(LANES, options.durationMs / 2, counted(peer.one));
  const results: Result[] = [];
  for (const rate of RATES) {
    results.push(await oneCase(rate, { server, echo, product, peer, options }));
  }
  product.close();
  peer.close();
  await echo.stop();
  return results;
}

async function oneCase(rate: number | null, bench: Bench): Promise<Result> {
  const perCpu: number[] = [];
  const peerPerCpu: number[] = [];
  const ratios: number[] = [];
  for (let run = 0; run < bench.options.runs; run += 1) {
    const before = endedCalls(bench.server);
    const ours = await measured(bench.server.pid, rate, bench, bench.product.one);
    const ended = endedCalls(bench.server) - before;
    if (ended !== ours.done) throw new Error(`${ours.done} calls answered, ${ended} in the log`);
    const theirs = await measured(bench.echo.pid, rate, bench, bench.peer.one);
    const peerRequests = theirs.perCpuSecond * REQUESTS_PER_LIFECYCLE;
    perCpu.push(ours.perCpuSecond);
    peerPerCpu.push(peerRequests);
    ratios.push(ours.perCpuSecond / peerRequests);
  }
  const ratio = median(ratios);
  return {
    bench: 'calls',
    case: `lifecycles at ${rate === null ? 'full load' : `${rate} requests/s`}`,
    unit: 'lifecycles per CPU second',
    value: rounded(median(perCpu)),
    spread: [rounded(Math.min(...perCpu)), rounded(Math.max(...perCpu))],
    peer: 'requests per CPU second of a bare Fastify JSON echo',
    peer_value: rounded(median(peerPerCpu)),
    ratio: rounded(ratio),
    bar: `ratio ≥ ${BAR}`,
    ok: ratio >= BAR,
  };
}

async function measured(
  pid: number,
  rate: number | null,
  bench: Bench,
  one: (index: number) => Promise<void>,
): Promise<{ readonly done: number; readonly perCpuSecond: number }> {
  const before = cpuSeconds(pid);
  const { done } = await load(rate, bench.options.durationMs, one);
  return { done, perCpuSecond: done / (cpuSeconds(pid) - before) };
}

function load(
  rate: number | null,
  durationMs: number,
  one: (index: number) => Promise<void>,
): Promise<PacedResult> {
  if (rate === null) return flatOut(LANES, durationMs, counted(one));
  return paced(rate / REQUESTS_PER_LIFECYCLE, durationMs, one);
}

/** Numbers the pieces of work over all lanes, so that no two use the same pair at a time. */
function counted(one: (index: number) => Promise<void>): () => Promise<void> {
  let next = 0;
  return () => {
    next += 1;
    return one(next);
  };
}

/** What is durable, read beside the server. */
function endedCalls(server: ServerProcess): number {
  const database = new DatabaseSync(server.databaseFile, { readOnly: true });
  const row = database.prepare("SELECT count(*) AS n FROM events WHERE type = 'call.ended'").get();
  database.close();
  return Number(row?.n);
}
