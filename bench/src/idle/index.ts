import { setTimeout as pause } from 'node:timers/promises';
import { residentBytes } from '../load/cpu.ts';
import { startServer } from '../load/server-process.ts';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';

const BARS = { startMs: 1500, residentMb: 180 } as const;

/** Cold start on an empty folder (schema, keys, first administrator's link) and memory at rest. */
export async function benchIdle(quick: boolean): Promise<readonly Result[]> {
  const options = quick ? { runs: 3, restMs: 1000 } : { runs: 7, restMs: 5000 };
  const starts: number[] = [];
  const residents: number[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    const server = await startServer();
    starts.push(server.startedInMs);
    await pause(options.restMs);
    residents.push(residentBytes(server.pid) / 1e6);
    await server.stop();
  }
  return [
    result('cold start to ready, empty data folder', 'ms', starts, BARS.startMs),
    result('resident memory of serve at rest', 'MB', residents, BARS.residentMb),
  ];
}

function result(name: string, unit: string, values: readonly number[], bar: number): Result {
  const value = median(values);
  return {
    bench: 'idle',
    case: name,
    unit,
    value: rounded(value),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'none',
    peer_value: null,
    ratio: null,
    bar: `≤ ${bar} ${unit}`,
    ok: value <= bar,
  };
}
