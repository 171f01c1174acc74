import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import type { Stream } from './browser-sdp.ts';
import { Product } from './engines/product.ts';
import { type Measured, measure, type Rates, type Window } from './measure.ts';

interface Scenario {
  readonly name: string;
  readonly publishers: number;
  /** Who only watch and listen; publishers receive one another where `meets`. */
  readonly audience: number;
  readonly meets: boolean;
  readonly kinds: readonly ('audio' | 'video')[];
  readonly rates: Rates;
}

const AUDIO_BYTES = 120;
const VIDEO_BYTES = 1100;
const JOINING_AT_ONCE = 10;

/** The shapes of room that LiveKit publishes figures for, at the size of two processor cores. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'audio room, 10 speakers → 50 listeners',
    publishers: 10,
    audience: 50,
    meets: false,
    kinds: ['audio'],
    rates: { audio: 50, video: 0 },
  },
  {
    name: 'meeting, 10 who all see and hear one another',
    publishers: 10,
    audience: 0,
    meets: true,
    kinds: ['audio', 'video'],
    rates: { audio: 50, video: 150 },
  },
  {
    name: 'livestream, 1 → 80',
    publishers: 1,
    audience: 80,
    meets: false,
    kinds: ['audio', 'video'],
    rates: { audio: 50, video: 250 },
  },
];

/** Packets forwarded for a second of processor time. */
export async function benchScenario(
  address: string,
  scenario: Scenario,
  runs: number,
  window: Window,
): Promise<Result> {
  const product = await Product.start(address);
  const copies = await fill(product, scenario);
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run += 1)
    measured.push(await measure(product, scenario.rates, copies, window));
  await product.stop();
  return result(scenario, measured);
}

/** Returns how many receive each packet. */
async function fill(product: Product, scenario: Scenario): Promise<number> {
  const { publishers, audience, meets, kinds, rates } = scenario;
  const everybody: string[] = [];
  for (let i = 0; i < publishers; i += 1) everybody.push(await product.join(streamsOf(kinds, i)));
  const receivers = meets ? [...everybody] : [];
  for (let i = 0; i < audience; i += JOINING_AT_ONCE) {
    const count = Math.min(JOINING_AT_ONCE, audience - i);
    receivers.push(...(await Promise.all(Array.from({ length: count }, () => product.join([])))));
  }
  for (const participant of receivers) await product.receiveAll(participant);
  // The first key frames; from then on everybody receives everything.
  await measure(product, rates, 1, { warmMs: 0, lengthMs: 1500 });
  return meets ? publishers - 1 : audience;
}

function streamsOf(kinds: readonly ('audio' | 'video')[], publisher: number): readonly Stream[] {
  return kinds.map((kind, i) => ({
    kind,
    ssrc: 0x1000_0001 + 100 * publisher + 10 * i,
    packetBytes: kind === 'audio' ? AUDIO_BYTES : VIDEO_BYTES,
  }));
}

function result({ name, rates, kinds }: Scenario, measured: readonly Measured[]): Result {
  const values = measured.map(({ received, cpuSeconds }) => received / cpuSeconds);
  const lost = median(measured.map(({ lostShare }) => lostShare));
  const streams = kinds.map((kind) => `${rates[kind]} ${kind}`).join(' and ');
  return {
    bench: 'sfu',
    case: `${name} (${streams} packets/s each)${lost > 0.01 ? `, losing ${rounded(100 * lost)} %` : ''}`,
    unit: 'packets forwarded per CPU second',
    value: rounded(median(values)),
    spread: [rounded(Math.min(...values)), rounded(Math.max(...values))],
    peer: 'none in this run (LiveKit publishes figures of other machines)',
    peer_value: null,
    ratio: null,
    bar: 'none',
    ok: lost <= 0.01,
  };
}
