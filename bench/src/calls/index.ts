import { makePairs } from '../load/people.ts';
import { startServer } from '../load/server-process.ts';
import type { Result } from '../report.ts';
import { benchLifecycles } from './lifecycle-bench.ts';
import { benchSetUp } from './set-up-bench.ts';

/** Enough that a pair’s call is over before its next, also where the machine has other work for a second. */
const PAIRS = 400;

/** Call lifecycles per CPU second beside a bare echo, and the latency of call set-up. */
export async function benchCalls(quick: boolean): Promise<readonly Result[]> {
  const options = quick ? { runs: 3, durationMs: 1500 } : { runs: 5, durationMs: 6000 };
  const server = await startServer();
  try {
    const pairs = await makePairs(server, PAIRS);
    const setUp = await benchSetUp(server, pairs, options);
    const lifecycles = await benchLifecycles(server, pairs, options);
    return [...setUp, ...lifecycles];
  } finally {
    await server.stop();
  }
}
