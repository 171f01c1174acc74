import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../test/peers/free-port.ts';
import { programOf } from '../../../test/peers/needs.ts';

/** A sipp that takes every call. */
export interface Callee {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startCallee(): Promise<Callee> {
  const port = await freePort();
  const { child, clean } = sipp(newFolder(), '-sn', 'uas', '-p', String(port));
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  return {
    port,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      process.off('exit', killWithUs);
      clean();
    },
  };
}

export interface Load {
  readonly callsPerSecond: number;
  readonly calls: number;
  /** Where the calls are for, and where they are sent to. */
  readonly target: number;
  readonly via: number;
  /** What each call does, in sipp's XML; its own simple caller when absent. */
  readonly scenario?: string;
  /** Fields for the scenario: see `dataOf`. */
  readonly data?: string;
}

/** Calls as often as it says; the share of calls that failed, 0 to 1. */
export async function callAll(load: Load): Promise<number> {
  const { callsPerSecond, calls, target, via } = load;
  const folder = newFolder();
  const what = scenarioIn(folder, load);
  const rate = ['-r', String(callsPerSecond), '-m', String(calls), '-d', '500'];
  // A port of its own: where phones have signed in from, a PBX would be taken for one of them.
  const own = ['-p', String(await freePort())];
  const where = [`127.0.0.1:${target}`, '-rsa', `127.0.0.1:${via}`, ...own];
  const statistics = ['-trace_stat', '-stf', 'statistics.csv', '-fd', '1'];
  const ends = ['-timeout', '120s'];
  const { child, clean } = sipp(folder, ...what, ...where, ...rate, ...statistics, ...ends);
  await once(child, 'exit');
  const succeeded = successes(readFileSync(join(folder, 'statistics.csv'), 'utf8'));
  clean();
  return 1 - succeeded / calls;
}

/** sipp reads scenarios and data from files only. */
function scenarioIn(folder: string, { scenario, data }: Load): readonly string[] {
  if (scenario === undefined) return ['-sn', 'uac'];
  writeFileSync(join(folder, 'scenario.xml'), scenario);
  if (data === undefined) return ['-sf', 'scenario.xml'];
  writeFileSync(join(folder, 'data.csv'), data);
  return ['-sf', 'scenario.xml', '-inf', 'data.csv'];
}

/** Lines of fields as sipp reads them: one a call, over and over. */
export function dataOf(lines: readonly string[]): string {
  return ['SEQUENTIAL', ...lines, ''].join('\n');
}

/** The count of the last line. What never came to an end is no success either. */
function successes(statistics: string): number {
  const lines = statistics.trim().split('\n');
  const column = (lines[0] ?? '').split(';').indexOf('SuccessfulCall(C)');
  return Number((lines.at(-1) ?? '').split(';')[column] ?? 0);
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sge-bench-sipp-'));
}

function sipp(
  folder: string,
  ...args: readonly string[]
): {
  readonly child: ChildProcess;
  clean(): void;
} {
  const child = spawn(programOf('sipp'), [...args, '-i', '127.0.0.1', '-nostdin'], {
    cwd: folder,
    env: { TERM: 'xterm' },
    stdio: 'ignore',
  });
  return { child, clean: () => rmSync(folder, { recursive: true, force: true }) };
}
