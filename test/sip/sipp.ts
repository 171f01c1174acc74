import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { endChild } from '../peers/child.ts';
import { freePort } from '../peers/free-port.ts';
import { programOf } from '../peers/needs.ts';

export interface SippOptions {
  /** The scenario's XML, or the name of one that sipp brings along. */
  readonly scenario: string;
  readonly transport?: 'udp' | 'tcp';
  /** Calls to make or to take. */
  readonly calls?: number;
  readonly more?: readonly string[];
}

/** A sipp that waits for calls. */
export interface SippCallee {
  readonly port: number;
  /** Resolves once it has taken all its calls as the scenario says; rejects with what went wrong. */
  readonly done: Promise<void>;
}

/** Calls 127.0.0.1:`port`; rejects where a call did not go as the scenario says. */
export async function sippCalls(t: TestContext, port: number, options: SippOptions): Promise<void> {
  await start(t, [`127.0.0.1:${port}`], options).done;
}

/** Starts a sipp that takes calls, and waits until it listens. */
export async function sippTakesCalls(t: TestContext, options: SippOptions): Promise<SippCallee> {
  const port = await freePort();
  const { done } = start(t, ['-p', String(port)], options);
  done.catch(() => {});
  await Promise.race([listens(port, options.transport ?? 'udp', t.signal), done]);
  return { port, done };
}

function start(
  t: TestContext,
  where: readonly string[],
  options: SippOptions,
): { readonly done: Promise<void>; readonly child: ChildProcess } {
  const { scenario, transport = 'udp', calls = 1, more = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sge-sipp-'));
  const file = join(folder, 'scenario.xml');
  if (scenario.startsWith('<')) writeFileSync(file, scenario);
  const what = scenario.startsWith('<') ? ['-sf', file] : ['-sn', scenario];
  const bounds = ['-m', String(calls), '-timeout', '20s', '-timeout_error', '-nostdin'];
  const traces = ['-trace_err', '-error_file', join(folder, 'errors.log')];
  const mode = transport === 'tcp' ? ['-t', 't1'] : [];
  const args = [...where, '-i', '127.0.0.1', ...what, ...bounds, ...mode, ...traces, ...more];
  const child = spawn(programOf('sipp'), args, {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm' },
  });
  child.stdout.resume();
  const done = finished(child, folder);
  t.after(async () => {
    await endChild(child, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return { done, child };
}

async function finished(child: ChildProcess, folder: string): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code === 0) return;
  const errors = readdirSync(folder).includes('errors.log')
    ? readFileSync(join(folder, 'errors.log'), 'utf8')
    : '';
  throw new Error(`sipp ended with ${code}:\n${errors.slice(0, 4_000)}`);
}

/** Until somebody has the port of 127.0.0.1, or the test is over: sipp does not say when it listens, the kernel does. */
async function listens(port: number, transport: 'udp' | 'tcp', signal: AbortSignal): Promise<void> {
  const entry = new RegExp(`: 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `);
  while (!signal.aborted && !entry.test(readFileSync(`/proc/net/${transport}`, 'latin1')))
    await new Promise((resolve) => setTimeout(resolve, 10));
}
