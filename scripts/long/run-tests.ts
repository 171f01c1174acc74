import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface TestRun {
  readonly passed: boolean;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** Runs test files by Node's own runner, and keeps what they say. */
export async function runTests(
  files: readonly string[],
  options: {
    readonly root: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly preload?: string;
  },
): Promise<TestRun> {
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(process.execPath, [...preload, '--test', ...files], {
    cwd: options.root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => said.push(bytes));
  }
  const [code] = await once(child, 'close');
  return { passed: code === 0, output: Buffer.concat(said).toString('utf8') };
}
