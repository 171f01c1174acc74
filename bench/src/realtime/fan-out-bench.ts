import { cpuSeconds } from '../load/cpu.ts';
import { paced } from '../load/paced.ts';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { publication } from './audience.ts';
import { bareStage, productStage, type Stage } from './stage.ts';

const AUDIENCE = 1000;
/** Messages a second, and what ejabberd 23.01 took for each delivered frame at that rate (not in this run). */
const CASES = [
  { rate: 4, ejabberdUs: 34.8 },
  { rate: 10, ejabberdUs: 31.7 },
] as const;
/** Of ejabberd's. */
const BAR = 0.5;

/** What delivering a presence to one of 1,000 connections costs the server. */
export async function benchFanOut(options: {
  readonly runs: number;
  readonly durationMs: number;
}): Promise<readonly Result[]> {
  const ours = await productStage(AUDIENCE);
  const bare = await bareStage();
  await Promise.all([ours.fill(AUDIENCE), bare.fill(AUDIENCE)]);
  // The first messages pay for the compiler.
  for (const stage of [ours, bare]) await microsecondsPerFrame(stage, 20, options.durationMs / 2);
  const results: Result[] = [];
  for (const { rate, ejabberdUs } of CASES) {
    const values: number[] = [];
    const peers: number[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      values.push(await microsecondsPerFrame(ours, rate, options.durationMs));
      peers.push(await microsecondsPerFrame(bare, rate, options.durationMs));
    }
    results.push(result(rate, BAR * ejabberdUs, values, peers));
  }
  await ours.stop();
  await bare.stop();
  return results;
}

/** Publishes at the rate, waits until everybody has received everything. */
async function microsecondsPerFrame(
  stage: Stage,
  rate: number,
  durationMs: number,
): Promise<number> {
  const publisher = await stage.publisher();
  const messages = Math.round((rate * durationMs) / 1000);
  const delivered = stage.audience.all(messages);
  const before = cpuSeconds(stage.pid);
  await paced(rate, durationMs, async (index) => {
    publisher.send(publication(stage.user, index));
  });
  await delivered;
  const spent = cpuSeconds(stage.pid) - before;
  publisher.terminate();
  return (spent * 1e6) / (messages * stage.audience.size);
}

function result(
  rate: number,
  barUs: number,
  values: readonly number[],
  peers: readonly number[],
): Result {
  const value = median(values);
  return {
    bench: 'realtime',
    case: `presence 1 → ${AUDIENCE} at ${rate} messages/s`,
    unit: 'µs CPU per delivered frame',
    value: rounded(value),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'bare ws in the same run',
    peer_value: rounded(median(peers)),
    ratio: rounded(median(values.map((one, run) => one / (peers[run] ?? Number.NaN)))),
    bar: `≤ ${rounded(barUs)} µs: half of what ejabberd 23.01 took when it was measured, which is not in this run`,
    ok: value <= barUs,
  };
}
