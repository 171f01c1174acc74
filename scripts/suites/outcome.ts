/** What came of a suite. A skipped test is a failure, unless it waits for a peer this machine lacks. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly notRun: readonly NotRun[];
}

export interface Failure {
  readonly name: string;
  readonly detail: string;
}

export interface NotRun {
  readonly name: string;
  readonly peer: string;
}

export function failure(name: string, detail: string): Outcome {
  return { passed: 0, failures: [{ name, detail }], notRun: [] };
}

export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
    notRun: outcomes.flatMap((outcome) => outcome.notRun),
  };
}
