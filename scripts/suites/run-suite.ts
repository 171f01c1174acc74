import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countReport } from './count-report.ts';
import { failure, type Outcome, together } from './outcome.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';
import type { NamedProgram, Programs, Suite, TestFiles } from './suite.ts';

const ownReporter = fileURLToPath(new URL('./reporter.ts', import.meta.url));
const keptOutputChars = 20_000;

/**
 * Runs one suite under `root`. Never rejects: what goes wrong is a failure in the outcome.
 *
 * @param reporter the file of the node:test reporter whose lines are counted
 */
export async function runSuite(
  suite: Suite,
  root: string,
  reporter = ownReporter,
): Promise<Outcome> {
  const outcome =
    suite.work.kind === 'programs'
      ? await runPrograms(suite.work, suite.limitMs, root)
      : await runTestFiles(suite.work, suite.limitMs, { root, reporter });
  const ran = outcome.passed + outcome.failures.length + outcome.notRun.length;
  return ran > 0 ? outcome : failure(suite.name, 'the suite ran no test');
}

async function runPrograms(work: Programs, limitMs: number, root: string): Promise<Outcome> {
  const deadlineMs = performance.now() + limitMs;
  const outcomes: Outcome[] = [];
  for (const program of work.programs) {
    outcomes.push(await runOne(program, deadlineMs - performance.now(), root));
  }
  return together(outcomes);
}

async function runOne(program: NamedProgram, limitMs: number, root: string): Promise<Outcome> {
  if (limitMs <= 0) return failure(program.name, 'no time was left to run it');
  const end = await runProgram({ file: program.file, args: program.args, cwd: root }, limitMs);
  if (end.code === 0 && !end.timedOut) return { passed: 1, failures: [], notRun: [] };
  return failure(program.name, `${endedHow(end, limitMs)}\n${kept(end.output)}`);
}

interface Surroundings {
  readonly root: string;
  readonly reporter: string;
}

async function runTestFiles(
  work: TestFiles,
  limitMs: number,
  { root, reporter }: Surroundings,
): Promise<Outcome> {
  const files = globSync(work.include, {
    cwd: root,
    exclude: ['**/node_modules/**', ...(work.exclude ?? [])],
  })
    .sort()
    .map((file) => join(root, file));
  if (files.length === 0) return failure(work.include.join(' '), 'no test file matches');
  const folder = mkdtempSync(join(tmpdir(), 'sge-report-'));
  const report = join(folder, 'report.jsonl');
  try {
    const args = nodeTestArgs(work, reporter, report);
    const program = { file: process.execPath, args: [...args, ...files], cwd: root };
    const end = await runProgram(program, limitMs);
    return withEnd(countReport(readReport(report), files, root), end, limitMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nodeTestArgs(work: TestFiles, reporter: string, report: string): readonly string[] {
  return [
    '--disable-warning=ExperimentalWarning',
    '--test',
    `--test-concurrency=${work.concurrency}`,
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${report}`,
  ];
}

/** A run whose end the report does not explain has failed, whatever the report counts. */
function withEnd(outcome: Outcome, end: ProgramEnd, limitMs: number): Outcome {
  const explained = end.code === 0 || outcome.failures.length > 0;
  if (explained && !end.timedOut) return outcome;
  return together([
    outcome,
    failure('node --test', `${endedHow(end, limitMs)}\n${kept(end.output)}`),
  ]);
}

function endedHow(end: ProgramEnd, limitMs: number): string {
  if (end.timedOut) return `not done after ${Math.round(limitMs / 1000)} s`;
  return end.code === null ? 'ended by a signal' : `exit code ${end.code}`;
}

function kept(output: string): string {
  return output.length <= keptOutputChars ? output.trimEnd() : `…${output.slice(-keptOutputChars)}`;
}

function readReport(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
