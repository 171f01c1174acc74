import { availableParallelism } from 'node:os';
import { median } from '../../load/statistics.ts';
import { type Result, rounded } from '../../report.ts';
import { GatewayRelay } from './gateway-relay.ts';
import { OurEngine } from './our-engine.ts';
import type { Relay } from './relay.ts';
import { Rtpengine } from './rtpengine.ts';
import { type Measured, SoundLoad } from './sound-load.ts';

const RATES = [5_000, 20_000] as const;
const KINDS = [
  { name: 'G.711 relayed', secure: false, bar: 1.1 },
  { name: 'G.711 relayed, SDES on one side', secure: true, bar: 1.2 },
] as const;
/** rtpengine takes three seconds to learn where a call's packets come from. */
const WARM_UP_MS = 3500;
const MAX_LOST = 0.001;
const MAX_BUSY = 0.8;

export interface RelayOptions {
  readonly runs: number;
  readonly windowMs: number;
}

/** Processor time of a G.711 packet that is passed on, beside rtpengine: both measured in turn, under the same load. */
export async function benchRelay(options: RelayOptions): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const kind of KINDS) {
    const ours = await OurEngine.start();
    const peer = await startPeer();
    const loads = [ours, ...(peer.relay === undefined ? [] : [peer.relay])].map(
      (relay) => new SoundLoad(relay, kind.secure),
    );
    for (const rate of RATES) {
      const measured = await rise(loads, rate, options);
      results.push(resultOf(kind, rate, measured, peer.name));
    }
    for (const load of loads) load.stop();
    await Promise.all([ours.stop(), peer.relay?.stop()]);
  }
  return results;
}

/** The same through calls of the whole product, from a trunk to phones: nothing may be lost. */
export async function benchSound(options: RelayOptions): Promise<Result> {
  const gateway = await GatewayRelay.start();
  const load = new SoundLoad(gateway, false);
  const [rate] = RATES;
  const [measured = []] = await rise([load], rate, options);
  load.stop();
  await gateway.stop();
  const { lost, altered, values, ...rest } = summary(measured);
  const busy = (median(values) * rate) / 1e6 / availableParallelism();
  return {
    bench: 'sip',
    case: `calls with G.711 both ways through the whole gateway, at ${rate} packets/s, ${rounded(100 * busy)} % of the processors${faults({ lost, altered })}`,
    unit: 'µs CPU per packet',
    ...rest,
    peer: 'none',
    peer_value: null,
    ratio: null,
    bar: 'no packet lost, < 80 % of the processors',
    ok: lost === 0 && altered === 0 && busy < MAX_BUSY,
  };
}

function summary(measured: readonly Measured[]) {
  const values = measured.map(({ microsPerPacket }) => microsPerPacket);
  return {
    values,
    value: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))] as const,
    lost: Math.max(...measured.map((run) => run.lost)),
    altered: Math.max(...measured.map((run) => run.altered)),
  };
}

function faults({ lost, altered }: { readonly lost: number; readonly altered: number }): string {
  const losing = lost > 0 ? `, losing ${rounded(100 * lost)} %` : '';
  return altered > 0 ? `${losing}, ${altered} ends hear something else` : losing;
}

async function startPeer(): Promise<{ readonly relay?: Relay; readonly name: string }> {
  try {
    const relay = await Rtpengine.start();
    return { relay, name: relay.name };
  } catch (error) {
    const name = `rtpengine, MISSING: ${error instanceof Error ? error.message : String(error)}`;
    process.stderr.write(`${name}\n`);
    return { name };
  }
}

/** What each load's runs were. */
async function rise(
  loads: readonly SoundLoad[],
  rate: number,
  { runs, windowMs }: RelayOptions,
): Promise<readonly (readonly Measured[])[]> {
  for (const load of loads) {
    await load.grow(rate);
    await load.speak(WARM_UP_MS);
  }
  const measured: Measured[][] = loads.map(() => []);
  for (let run = 0; run < runs; run += 1)
    for (const [i, load] of loads.entries()) measured[i]?.push(await load.measure(windowMs));
  return measured;
}

function resultOf(
  { name, bar }: { readonly name: string; readonly bar: number },
  rate: number,
  [ours = [], peers = []]: readonly (readonly Measured[])[],
  peer: string,
): Result {
  const { lost, altered, values, ...rest } = summary(ours);
  const ratios = peers.map(({ microsPerPacket }, run) => (values[run] ?? 0) / microsPerPacket);
  const ratio = peers.length === 0 ? null : median(ratios);
  return {
    bench: 'sip',
    case: `${name}, at ${rate} packets/s${faults({ lost, altered })}`,
    unit: 'µs CPU per packet',
    ...rest,
    peer,
    peer_value: ratio === null ? null : rounded(median(peers.map((run) => run.microsPerPacket))),
    ratio: ratio === null ? null : rounded(ratio),
    bar: `≤ ${bar} × rtpengine`,
    ok: lost <= MAX_LOST && altered === 0 && ratio !== null && ratio <= bar,
  };
}
