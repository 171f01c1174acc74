import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { type CallCost, costOfCalls } from './call-cost.ts';
import { type Contestant, startB2bua, startProxy } from './contestants.ts';
import { benchGateway } from './gateway-bench.ts';
import { messagesPerCpuSecond } from './messages.ts';
import { benchRelay, benchSound } from './relay/index.ts';
import { callAll, startCallee } from './sipp.ts';

const barMs = 1.5;

/** Processor time of a call from INVITE to BYE through our stack, beside a stateful proxy as the limit; sipp at both ends. */
export async function benchSip(quick: boolean): Promise<readonly Result[]> {
  const options = quick
    ? { runs: 3, seconds: 5, rates: [100], gatewayRates: [50] }
    : { runs: 3, seconds: 10, rates: [100, 300], gatewayRates: [50, 100] };
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
  const sound = quick ? { runs: 3, windowMs: 1500 } : { runs: 5, windowMs: 3000 };
  results.push(...(await benchGateway(options)));
  results.push(await benchSound(sound), ...(await benchRelay(sound)));
  return results;
}

async function calls(
  rate: number,
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
): Promise<Result> {
  const ours: number[] = [];
  const proxies: number[] = [];
  let worst = 0;
  for (let run = 0; run < runs; run += 1) {
    const b2bua = await measured(startB2bua, rate, seconds);
    const proxy = await measured(startProxy, rate, seconds);
    ours.push(b2bua.msPerCall);
    proxies.push(proxy.msPerCall);
    worst = Math.max(worst, b2bua.failed);
  }
  const value = median(ours);
  const failed = worst === 0 ? '' : `; ${rounded(100 * worst)} % of the calls failed`;
  return {
    bench: 'sip',
    case: `call through a back-to-back user agent, INVITE to BYE without media, at ${rate} calls/s${failed}`,
    unit: 'ms CPU per call',
    value: rounded(value),
    spread: spreadOf(ours),
    peer: 'kamailio as a stateful proxy (the limit)',
    peer_value: rounded(median(proxies)),
    ratio: rounded(median(ours.map((one, at) => one / (proxies[at] ?? Number.NaN)))),
    bar: `≤ ${barMs} ms and < 0.1 % of calls failed`,
    ok: worst < 0.001 && value <= barMs,
  };
}

async function measured(
  start: (callee: number) => Promise<Contestant>,
  rate: number,
  seconds: number,
): Promise<CallCost> {
  const callee = await startCallee();
  const contestant = await start(callee.port);
  try {
    const load = { callsPerSecond: rate, target: callee.port, via: contestant.port };
    // Compilers and tables warm up.
    await callAll({ ...load, calls: rate * 10 });
    return await costOfCalls(contestant, { ...load, calls: rate * seconds });
  } finally {
    await contestant.stop();
    await callee.stop();
  }
}

function spreadOf(values: readonly number[]): readonly [number, number] {
  return [rounded(Math.min(...values)), rounded(Math.max(...values))];
}
