import { setTimeout as pause } from 'node:timers/promises';
import { residentBytes } from '../load/cpu.ts';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { bareStage, productStage, type Stage } from './stage.ts';

const BAR_KB = 16;
/** Connected before the first look at the memory: the code of opening a connection is loaded and compiled. */
const FIRST = 400;

/** Resident memory of a connection that is open, authenticated and follows a channel, and is silent. */
export async function benchIdleConnections(options: {
  readonly runs: number;
  readonly connections: number;
  readonly restMs: number;
}): Promise<Result> {
  const values: number[] = [];
  const peers: number[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    values.push(await kilobytesEach(await productStage(FIRST + options.connections), options));
    peers.push(await kilobytesEach(await bareStage(), options));
  }
  const value = median(values);
  return {
    bench: 'realtime',
    case: `idle WebSocket, each of ${options.connections}`,
    unit: 'kB resident',
    value: rounded(value),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'bare ws in the same run',
    peer_value: rounded(median(peers)),
    ratio: rounded(median(values.map((one, run) => one / (peers[run] ?? Number.NaN)))),
    bar: `≤ ${BAR_KB} kB`,
    ok: value <= BAR_KB,
  };
}

async function kilobytesEach(
  stage: Stage,
  { connections, restMs }: { readonly connections: number; readonly restMs: number },
): Promise<number> {
  await stage.fill(FIRST);
  await pause(restMs);
  const before = residentBytes(stage.pid);
  await stage.fill(FIRST + connections);
  await pause(restMs);
  const grown = residentBytes(stage.pid) - before;
  await stage.stop();
  return grown / 1000 / connections;
}
