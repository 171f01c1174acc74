import type { Result } from '../report.ts';
import { contest, type Plan } from './contest.ts';
import { contestResults } from './contest-results.ts';
import { benchScenario, SCENARIOS } from './scenarios.ts';

/** `stage.ts ADDRESS full|quick`, forked into a network namespace: measures, and sends the results. */
const FULL: Plan = {
  runs: 3,
  cases: [1, 10, 30, 50].flatMap((subscribers) => [
    // The higher first: what a path is known to carry at it is enough for the other.
    { subscribers, rate: 1000 },
    { subscribers, rate: 500 },
  ]),
  window: { warmMs: 500, lengthMs: 2000 },
  threads: true,
};
const QUICK: Plan = {
  runs: 3,
  cases: [
    { subscribers: 10, rate: 500 },
    { subscribers: 50, rate: 1000 },
    { subscribers: 50, rate: 500 },
  ],
  window: { warmMs: 200, lengthMs: 800 },
  threads: false,
};

const [address = '127.0.0.1', length] = process.argv.slice(2);
const plan = length === 'quick' ? QUICK : FULL;
const results: Result[] = [...contestResults(await contest(address, plan), plan.cases)];
for (const scenario of SCENARIOS)
  results.push(await benchScenario(address, scenario, plan.runs, plan.window));
process.send?.({ results }, () => process.exit(0));
