import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
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

/** Calls as often as it says; whether every call went well. */
export async function callAll({ callsPerSecond, calls, target, via }: Load): Promise<boolean> {
  const rate = ['-r', String(callsPerSecond), '-m', String(calls), '-d', '500'];
  const where = [`127.0.0.1:${target}`, '-rsa', `127.0.0.1:${via}`];
  const { child, clean } = sipp(
    '-sn',
    'uac',
    ...where,
    ...rate,
    '-timeout',
    '120s',
    '-timeout_error',
  );
  const [code] = await once(child, 'exit');
  clean();
  return code === 0;
}

function sipp(...args: readonly string[]): { readonly child: ChildProcess; clean(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sge-bench-sipp-'));
  const child = spawn(programOf('sipp'), [...args, '-i', '127.0.0.1', '-nostdin'], {
    cwd: folder,
    env: { TERM: 'xterm' },
    stdio: 'ignore',
  });
  return { child, clean: () => rmSync(folder, { recursive: true, force: true }) };
}
