import { setTimeout as pause } from 'node:timers/promises';
import { processorSeconds } from '../sfu/processor-time.ts';
import type { Contestant } from './contestants.ts';
import { callAll, type Load } from './sipp.ts';

export interface CallCost {
  readonly msPerCall: number;
  /** 0 to 1. */
  readonly failed: number;
}

/** What a contestant spends on calls that go through it. */
export async function costOfCalls(contestant: Contestant, load: Load): Promise<CallCost> {
  const before = processorSeconds(contestant.pids());
  const failed = await callAll(load);
  // What is done after the last answer belongs to the calls.
  await pause(500);
  const spent = processorSeconds(contestant.pids()) - before;
  return { msPerCall: (spent * 1_000) / load.calls, failed };
}
