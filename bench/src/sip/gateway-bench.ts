import { availableParallelism } from 'node:os';
import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import { startPbx } from './asterisk.ts';
import { type CallCost, costOfCalls } from './call-cost.ts';
import { type Contestant, startProxy } from './contestants.ts';
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
const PEERS = [
  { name: 'kamailio as a stateful proxy (the limit)', start: startProxy },
  { name: 'Asterisk, Dial to a trunk', start: startPbx },
] as const;

interface Measured {
  readonly name: string;
  readonly start: (callee: number) => Promise<Contestant>;
  readonly costs: CallCost[];
  /** Why there are none. */
  missing?: string;
}

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
      results.push(...(await atRate(gateway, callee.port, rate, options)));
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
): Promise<readonly Result[]> {
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
  const peers = PEERS.map(({ name, start }): Measured => ({ name, start, costs: [] }));
  for (let run = 0; run < runs; run += 1) {
    ours.push(await costOfCalls(gateway, load));
    for (const peer of peers) await measure(peer, callee, rate, seconds);
  }
  return peers.map((peer) => resultOf(rate, ours, peer));
}

async function measure(
  peer: Measured,
  callee: number,
  rate: number,
  seconds: number,
): Promise<void> {
  if (peer.missing !== undefined) return;
  try {
    const contestant = await peer.start(callee);
    try {
      const load = { callsPerSecond: rate, target: callee, via: contestant.port };
      await costOfCalls(contestant, { ...load, calls: rate });
      peer.costs.push(await costOfCalls(contestant, { ...load, calls: rate * seconds }));
    } finally {
      await contestant.stop();
    }
  } catch (error) {
    peer.missing = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${peer.name} is missing: ${peer.missing}\n`);
  }
}

function resultOf(rate: number, ours: readonly CallCost[], peer: Measured): Result {
  const values = ours.map(({ msPerCall }) => msPerCall);
  const failed = Math.max(...ours.map((run) => run.failed));
  const busy = (median(values) * rate) / 1_000 / availableParallelism();
  const failing = failed === 0 ? '' : `; ${rounded(100 * failed)} % of the calls failed`;
  const missing = peer.missing !== undefined;
  const ratios = peer.costs.map(({ msPerCall }, run) => (values[run] ?? Number.NaN) / msPerCall);
  return {
    bench: 'sip',
    case: `call through the whole gateway, durable, logged, with its lines in the media engine, at ${rate} calls/s, ${rounded(100 * busy)} % of the processors${failing}`,
    unit: 'ms CPU per call',
    value: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: missing ? `${peer.name}, MISSING: ${peer.missing}` : peer.name,
    peer_value: missing ? null : rounded(median(peer.costs.map(({ msPerCall }) => msPerCall))),
    ratio: missing ? null : rounded(median(ratios)),
    bar: '< 0.1 % of calls failed, < 80 % of the processors (1.5 ms are the bar of the stack alone)',
    ok: !missing && failed < MAX_FAILED && busy < MAX_BUSY,
  };
}
