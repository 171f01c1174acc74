import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { processTree, signalAll } from './process-tree.ts';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface ProgramEnd {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

/** How long a program that was told to end may take before it is killed, milliseconds. */
const graceMs = 5_000;

/** How long output may still come once a program has ended: a stray child may hold the pipe open. */
const lastOutputMs = 1_000;

/**
 * Runs a program to its end, or until `limitMs` have passed: then it is ended with everything it
 * started. Never rejects: a program that cannot be started ends with code 127.
 */
export async function runProgram(program: Program, limitMs: number): Promise<ProgramEnd> {
  const child = spawn(program.file, program.args, {
    cwd: program.cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(child, 'close').catch(() => undefined);
  const limit = limitTime(child, limitMs);
  let problem = '';
  try {
    await once(child, 'exit');
    await Promise.race([closed, passed(lastOutputMs)]);
  } catch (error) {
    problem = String(error);
  }
  limit.clear();
  const output = Buffer.concat(chunks).toString('utf8') + problem;
  return { code: problem === '' ? child.exitCode : 127, timedOut: limit.over(), output };
}

function limitTime(child: ChildProcess, limitMs: number) {
  let tree: readonly number[] = [];
  let kill: NodeJS.Timeout | undefined;
  const end = setTimeout(() => {
    if (child.pid === undefined) return;
    tree = processTree(child.pid);
    // Only the program itself is told at first: a test runner then says which files still ran.
    signalAll([child.pid], 'SIGTERM');
    kill = setTimeout(() => signalAll(tree, 'SIGKILL'), graceMs);
  }, limitMs);
  return {
    over: () => tree.length > 0,
    clear() {
      clearTimeout(end);
      clearTimeout(kill);
      signalAll(tree, 'SIGKILL');
    },
  };
}

function passed(timeMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, timeMs).unref();
  });
}

/** Ours, without what a surrounding `node --test` puts there: a nested one would refuse to run. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...rest } = process.env;
  return rest;
}
