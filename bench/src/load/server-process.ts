import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url));

/** The product, started as its users start it, in a folder and on a port of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  readonly databaseFile: string;
  /** From spawning the process to its ready line. */
  readonly startedInMs: number;
  /** An API key that may do everything. */
  readonly adminKey: string;
  stop(): Promise<void>;
}

/** Only paths and the port differ from the defaults: limits, durability and logging are on. */
export async function startServer(): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'sge-bench-'));
  const env = {
    PATH: process.env.PATH ?? '',
    SGE_HTTP_PORT: '0',
    SGE_DATA_DIR: join(folder, 'data'),
    SGE_LOG_DIR: join(folder, 'logs'),
    SGE_READY_FILE: join(folder, 'ready.json'),
  };
  const startMs = performance.now();
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await line(child, /is ready/);
  const startedInMs = performance.now() - startMs;
  const ready: unknown = JSON.parse(await readFile(env.SGE_READY_FILE, 'utf8'));
  const args = [MAIN, 'key', 'create', '--name', 'bench', '--scope', 'voip:admin'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return {
    pid: child.pid ?? 0,
    url: httpUrl(ready),
    databaseFile: join(folder, 'data', 'sge.sqlite'),
    startedInMs,
    adminKey: stdout.trim(),
    stop: async () => {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the first line of the child's output that matches. */
export function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the child has no output');
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (text) => {
      if (pattern.test(text)) resolve(text);
    });
    child.once('exit', (code) =>
      reject(new Error(`the child ended with ${code} before it was ready`)),
    );
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function httpUrl(ready: unknown): string {
  if (typeof ready === 'object' && ready !== null && 'http' in ready) {
    const { http } = ready;
    if (typeof http === 'object' && http !== null && 'url' in http) return String(http.url);
  }
  throw new Error('the ready file names no http url');
}
