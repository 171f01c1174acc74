import type { Suite } from './suite.ts';

/** Suites at a time; CI has two cores. */
const lanes = 2;

/**
 * Runs suites in their order, two at a time, but one that asks for the machine `alone` only when all
 * before it are done, and nothing beside it.
 */
export async function runInOrder(
  suites: readonly Suite[],
  run: (suite: Suite) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for (const suite of suites) {
    if (suite.alone) await Promise.all(running);
    else if (running.size >= lanes) await Promise.race(running);
    const promise = run(suite).finally(() => running.delete(promise));
    running.add(promise);
    if (suite.alone) await promise;
  }
  await Promise.all(running);
}
