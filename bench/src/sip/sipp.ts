import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  const { child, clean } = sipp('-sn', 'uas', '-p', String(port));
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
}

/** Calls as often as it says; the share of calls that failed, 0 to 1. */
export async function callAll({ callsPerSecond, calls, target, via }: Load): Promise<number> {
  const rate = ['-r', String(callsPerSecond), '-m', String(calls), '-d', '500'];
  const where = [`127.0.0.1:${target}`, '-rsa', `127.0.0.1:${via}`];
  const statistics = ['-trace_stat', '-stf', 'statistics.csv', '-fd', '1'];
  const ends = ['-timeout', '120s'];
  const { child, folder, clean } = sipp('-sn', 'uac', ...where, ...rate, ...statistics, ...ends);
  await once(child, 'exit');
  const succeeded = successes(readFileSync(join(folder, 'statistics.csv'), 'utf8'));
  clean();
  return 1 - succeeded / calls;
}

/** The count of the last line. What never came to an end is no success either. */
function successes(statistics: string): number {
  const lines = statistics.trim().split('\n');
  const column = (lines[0] ?? '').split(';').indexOf('SuccessfulCall(C)');
  return Number((lines.at(-1) ?? '').split(';')[column] ?? 0);
}

function sipp(...args: readonly string[]): {
  readonly child: ChildProcess;
  readonly folder: string;
  clean(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'sge-bench-sipp-'));
  const child = spawn(programOf('sipp'), [...args, '-i', '127.0.0.1', '-nostdin'], {
    cwd: folder,
    env: { TERM: 'xterm' },
    stdio: 'ignore',
  });
  return { child, folder, clean: () => rmSync(folder, { recursive: true, force: true }) };
}
