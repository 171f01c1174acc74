import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keepingCompiledCode } from '../../scripts/bootstrap/compiled-code.mjs';
import { endChild } from './child.ts';

const main = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));

/** The product itself, started as its users start it: `sge serve` in a process of its own. */
export interface Product {
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly dataFolder: string;
  readonly logFolder: string;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Runs `sge` beside the server, on the same data; resolves with standard output, trimmed. */
  sge(...args: readonly string[]): Promise<string>;
  /** A user's bearer token; the user is created if need be. */
  token(userId: string): Promise<string>;
  /** Ends it as an administrator would (SIGTERM); its folder goes too unless `keep`. */
  stop(options?: { readonly keep?: boolean }): Promise<void>;
  /** Ends it as a power cut would (SIGKILL); its folder stays. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  /** Configuration beyond paths and ports, `SGE_…`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Starts on what an earlier product left behind. */
  readonly folder?: string;
}

/** Resolves once the server has printed that it is ready. @throws Error when it ends before. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sge-product-')));
  const env = environment(folder, options.env ?? {});
  const child = spawn(process.execPath, [main, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const output = await ready(child);
  const sge = (...args: readonly string[]) => run([main, ...args], env);
  return {
    pid: child.pid ?? 0,
    url: await listeningAt(env.SGE_READY_FILE),
    dataFolder: env.SGE_DATA_DIR,
    logFolder: env.SGE_LOG_DIR,
    output,
    sge,
    token: (userId) => sge('token', 'create', '--user', userId),
    stop: async ({ keep = false } = {}) => {
      await endChild(child, 'SIGTERM');
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
    kill: () => endChild(child, 'SIGKILL'),
  };
}

function environment(folder: string, extra: Readonly<Record<string, string>>) {
  return {
    ...keepingCompiledCode({}),
    PATH: process.env.PATH ?? '',
    SGE_HTTP_PORT: '0',
    SGE_SIP_PORT: '0',
    SGE_AGI_PORT: '0',
    SGE_DATA_DIR: join(folder, 'data'),
    SGE_LOG_DIR: join(folder, 'logs'),
    SGE_READY_FILE: join(folder, 'ready.json'),
    // Server and peers share this machine: a media worker that lags for a moment is not full.
    SGE_MEDIA_MAX_LAG_MS: '5000',
    ...extra,
  };
}

/** Resolves with a reader of the output once the ready line has come. */
function ready(child: ChildProcess): Promise<() => string> {
  const { promise, resolve, reject } = Promise.withResolvers<() => string>();
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) throw new Error('the server’s output is not captured');
    createInterface({ input: stream }).on('line', (line) => {
      text += `${line}\n`;
      if (line.includes(' is ready')) resolve(() => text);
    });
  }
  child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${text}`)));
  return promise;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...args], { env });
  return stdout.trim();
}

async function listeningAt(readyFile: string): Promise<string> {
  const ready: unknown = JSON.parse(await readFile(readyFile, 'utf8'));
  if (typeof ready === 'object' && ready !== null && 'http' in ready) {
    const { http } = ready;
    if (typeof http === 'object' && http !== null && 'url' in http) return String(http.url);
  }
  throw new Error('the ready file names no http url');
}
