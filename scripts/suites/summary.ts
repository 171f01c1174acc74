import type { Outcome } from './outcome.ts';
import { mayBeMissing } from './peers.ts';

export interface SuiteResult {
  readonly name: string;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

export interface Summary {
  readonly lines: readonly string[];
  readonly failed: number;
}

/**
 * The report of a whole run; its last line is `N passed, N failed` over all suites. A test that waits
 * for a missing peer is told aloud, and on CI it has failed.
 */
export function summarise(results: readonly SuiteResult[], onCi: boolean): Summary {
  const judged = results.map((result) => ({ ...result, outcome: judge(result.outcome, onCi) }));
  const passed = judged.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failures = judged.flatMap(({ name, outcome }) =>
    outcome.failures.map((failure) => `✖ ${name}: ${failure.name}`),
  );
  return {
    failed: failures.length,
    lines: [
      '',
      ...judged.map(suiteLine),
      ...missingPeerLines(judged),
      ...(failures.length > 0 ? ['', 'failed:', ...failures] : []),
      '',
      `${passed} passed, ${failures.length} failed`,
    ],
  };
}

/** What one suite has to say as soon as it is done: its line, and all it failed by. */
export function suiteReport(result: SuiteResult, onCi: boolean): readonly string[] {
  const judged = { ...result, outcome: judge(result.outcome, onCi) };
  const details = judged.outcome.failures.flatMap(({ name, detail }) => [
    `  ✖ ${name}`,
    ...detail.split('\n').map((line) => `      ${line}`),
    '',
  ]);
  return [suiteLine(judged), ...details];
}

function judge(outcome: Outcome, onCi: boolean): Outcome {
  const excused = outcome.notRun.filter(({ peer }) => mayBeMissing(peer, onCi));
  const unexcused = outcome.notRun.filter(({ peer }) => !mayBeMissing(peer, onCi));
  return {
    passed: outcome.passed,
    notRun: excused,
    failures: [
      ...outcome.failures,
      ...unexcused.map(({ name, peer }) => ({ name, detail: `not run, missing peer: ${peer}` })),
    ],
  };
}

function suiteLine({ name, durationMs, outcome }: SuiteResult): string {
  const { passed, failures, notRun } = outcome;
  const mark = failures.length === 0 ? '✔' : '✖';
  const seconds = `${(durationMs / 1000).toFixed(1)} s`.padStart(8);
  const without = notRun.length > 0 ? `, ${notRun.length} NOT RUN` : '';
  return `${mark} ${name.padEnd(12)}${seconds}  ${passed} passed, ${failures.length} failed${without}`;
}

function missingPeerLines(results: readonly SuiteResult[]): readonly string[] {
  const notRun = results.flatMap(({ outcome }) => outcome.notRun);
  if (notRun.length === 0) return [];
  return [
    '',
    'NOT RUN, for want of a peer:',
    ...notRun.map(({ name, peer }) => `! ${peer}: ${name}`),
  ];
}
