import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from './load/load-generator.ts';
import { processorSeconds } from './processor-time.ts';

/** Packets a second of each stream. */
export interface Rates {
  readonly audio: number;
  readonly video: number;
}

export interface Window {
  readonly warmMs: number;
  readonly lengthMs: number;
}

export interface Measured {
  /** Processor time of the forwarder's processes. */
  readonly cpuSeconds: number;
  /** Packets that its subscribers received. */
  readonly received: number;
  /** Of those that they should have; above 0 for loss. */
  readonly lostShare: number;
}

/** A stream that stops is forgotten after a while; a little of it costs next to nothing. */
export const RESTING: Rates = { audio: 5, video: 5 };
const STEP_MS = 250;
const SETTLED_SHARE = 0.99;
const MAX_STEPS = 120;

/** Waits until everybody receives everything: an estimate of a path grows step by step. */
async function settled(load: LoadGenerator, copies: number): Promise<void> {
  let before = await load.counts();
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await sleep(STEP_MS);
    const now = await load.counts();
    const expected = (now.sent - before.sent) * copies;
    if (now.received - before.received >= SETTLED_SHARE * expected) return;
    before = now;
  }
}

interface Loaded {
  readonly pids: readonly number[];
  readonly load: LoadGenerator;
}

/**
 * What a forwarder costs at a rate, measured once the load runs.
 * @param copies how many packets are received for each that is sent
 */
export async function measure(
  { pids, load }: Loaded,
  rates: Rates,
  copies: number,
  { warmMs, lengthMs }: Window,
): Promise<Measured> {
  await load.pace(rates);
  await sleep(warmMs);
  await settled(load, copies);
  const before = { ...(await load.counts()), cpu: processorSeconds(pids) };
  await sleep(lengthMs);
  const after = { ...(await load.counts()), cpu: processorSeconds(pids) };
  await load.pace(RESTING);
  const received = after.received - before.received;
  const expected = (after.sent - before.sent) * copies;
  return {
    cpuSeconds: after.cpu - before.cpu,
    received,
    lostShare: 1 - received / expected,
  };
}
