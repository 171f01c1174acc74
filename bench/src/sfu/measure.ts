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
  const before = { ...(await load.counts()), cpu: processorSeconds(pids) };
  await sleep(lengthMs);
  const after = { ...(await load.counts()), cpu: processorSeconds(pids) };
  await load.pace({ audio: 0, video: 0 });
  const received = after.received - before.received;
  const expected = (after.sent - before.sent) * copies;
  return {
    cpuSeconds: after.cpu - before.cpu,
    received,
    lostShare: 1 - received / expected,
  };
}
