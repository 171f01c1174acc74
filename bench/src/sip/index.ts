import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { processorSeconds } from '../sfu/processor-time.ts';
import { type Contestant, startB2bua, startProxy } from './contestants.ts';
import { messagesPerCpuSecond } from './messages.ts';
import { callAll, startCallee } from './sipp.ts';

const barMs = 1.5;

/** Processor time of a call from INVITE to BYE through our stack, beside a stateful proxy as the limit; sipp at both ends. */
export async function benchSip(quick: boolean): Promise<readonly Result[]> {
  const options = quick
    ? { runs: 3, seconds: 5, rates: [100] }
    : { runs: 5, seconds: 20, rates: [100, 300] };
  const results: Result[] = [];
  for (const rate of options.rates) results.push(await calls(rate, options));
  const counts = Array.from({ length: options.runs }, () =>
    messagesPerCpuSecond(quick ? 5_000 : 20_000),
  );
  results.push({
    bench: 'sip',
    case: 'messages of a call parsed and written again',
    unit: 'messages per CPU second',
    value: rounded(median(counts)),
    spread: spreadOf(counts),
    peer: 'none',
    peer_value: null,
    ratio: null,
    bar: 'none',
    ok: true,
  });
  return results;
}

async function calls(
  rate: number,
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
): Promise<Result> {
  const ours: number[] = [];
  const proxies: number[] = [];
  let allWell = true;
  for (let run = 0; run < runs; run += 1) {
    for (const [start, into] of [
      [startB2bua, ours],
      [startProxy, proxies],
    ] as const) {
      const { msPerCall, well } = await measured(start, rate, seconds);
      into.push(msPerCall);
      allWell &&= well;
    }
  }
  const value = median(ours);
  return {
    bench: 'sip',
    case: `call through a back-to-back user agent, INVITE to BYE without media, at ${rate} calls/s${allWell ? '' : '; SOME CALLS FAILED'}`,
    unit: 'ms CPU per call',
    value: rounded(value),
    spread: spreadOf(ours),
    peer: 'kamailio as a stateful proxy (the limit)',
    peer_value: rounded(median(proxies)),
    ratio: rounded(median(ours.map((one, at) => one / (proxies[at] ?? Number.NaN)))),
    bar: `≤ ${barMs} ms`,
    ok: allWell && value <= barMs,
  };
}

async function measured(
  start: (callee: number) => Promise<Contestant>,
  rate: number,
  seconds: number,
): Promise<{ readonly msPerCall: number; readonly well: boolean }> {
  const callee = await startCallee();
  const contestant = await start(callee.port);
  try {
    const load = { callsPerSecond: rate, target: callee.port, via: contestant.port };
    // Compilers and tables warm up; a call that fails here counts, too.
    const warm = await callAll({ ...load, calls: rate * 10 });
    const before = processorSeconds(contestant.pids());
    const well = await callAll({ ...load, calls: rate * seconds });
    // What is done after the last answer belongs to the calls.
    await pause(500);
    const spent = processorSeconds(contestant.pids()) - before;
    return { msPerCall: (spent * 1_000) / (rate * seconds), well: warm && well };
  } finally {
    await contestant.stop();
    await callee.stop();
  }
}

function spreadOf(values: readonly number[]): readonly [number, number] {
  return [rounded(Math.min(...values)), rounded(Math.max(...values))];
}
