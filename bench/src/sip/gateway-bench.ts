import { availableParallelism } from 'node:os';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { type CallCost, costOfCalls } from './call-cost.ts';
import { startProxy } from './contestants.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { TRUNK_CALLER } from './scenarios.ts';
import { dataOf, startCallee } from './sipp.ts';

export interface GatewayBenchOptions {
  readonly runs: number;
  readonly seconds: number;
  readonly gatewayRates: readonly number[];
}

const WARM_UP_SECONDS = 10;
const MAX_FAILED = 0.001;
const MAX_BUSY = 0.8;

/**
 * Processor time of a call through the whole product: from a trunk to a phone, both of them sipp. Each call has its two
 * lines in the media engine, which nobody speaks on.
 */
export async function benchGateway(options: GatewayBenchOptions): Promise<readonly Result[]> {
  const callee = await startCallee();
  const gateway = await startGateway(callee.port);
  try {
    const results: Result[] = [];
    for (const rate of options.gatewayRates)
      results.push(await atRate(gateway, callee.port, rate, options));
    return results;
  } finally {
    await gateway.stop();
    await callee.stop();
  }
}

async function atRate(
  gateway: Gateway,
  callee: number,
  rate: number,
  { runs, seconds }: GatewayBenchOptions,
): Promise<Result> {
  const load = {
    callsPerSecond: rate,
    calls: rate * seconds,
    target: gateway.port,
    via: gateway.port,
    scenario: TRUNK_CALLER,
    data: dataOf(gateway.numbers),
  };
  await costOfCalls(gateway, { ...load, calls: rate * WARM_UP_SECONDS });
  const ours: CallCost[] = [];
  const proxies: CallCost[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await costOfCalls(gateway, load));
    proxies.push(await costOfProxy(callee, rate, seconds));
  }
  return resultOf(rate, ours, proxies);
}

async function costOfProxy(callee: number, rate: number, seconds: number): Promise<CallCost> {
  const proxy = await startProxy();
  const load = { callsPerSecond: rate, target: callee, via: proxy.port };
  try {
    await costOfCalls(proxy, { ...load, calls: rate });
    return await costOfCalls(proxy, { ...load, calls: rate * seconds });
  } finally {
    await proxy.stop();
  }
}

function resultOf(rate: number, ours: readonly CallCost[], proxies: readonly CallCost[]): Result {
  const values = ours.map(({ msPerCall }) => msPerCall);
  const failed = Math.max(...ours.map((run) => run.failed));
  const busy = (median(values) * rate) / 1_000 / availableParallelism();
  const failing = failed === 0 ? '' : `; ${rounded(100 * failed)} % of the calls failed`;
  const ratios = values.map((value, run) => value / (proxies[run]?.msPerCall ?? Number.NaN));
  return {
    bench: 'sip',
    case: `call through the whole gateway, durable, logged, with its lines in the media engine, at ${rate} calls/s, ${rounded(100 * busy)} % of the processors${failing}`,
    unit: 'ms CPU per call',
    value: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'kamailio as a stateful proxy (the limit)',
    peer_value: rounded(median(proxies.map(({ msPerCall }) => msPerCall))),
    ratio: rounded(median(ratios)),
    bar: '< 0.1 % of calls failed, < 80 % of the processors (1.5 ms are the bar of the stack alone)',
    ok: failed < MAX_FAILED && busy < MAX_BUSY,
  };
}
