import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Product } from '../peers/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a block of shell in the repository, with the product's configuration; resolves with its output. */
export async function runShell(product: Product, script: string): Promise<string> {
  return await bash(script, { SGE_DATA_DIR: product.dataFolder });
}

/** Runs shell in the repository; resolves with its output. */
export async function bash(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, ...variables };
  const args = ['-euo', 'pipefail', '-c', script];
  const { stdout } = await promisify(execFile)('bash', args, { cwd: root, env });
  return stdout;
}

/** Starts a command that never ends by itself and resolves with the first line that `wanted` accepts. */
export async function firstLine(
  command: string,
  wanted: (line: string) => boolean,
): Promise<string> {
  // A group of its own, so that every part of a pipe ends with it.
  // Line by line, as at a terminal: into a pipe, grep would keep its output back.
  const child = spawn('stdbuf', ['-oL', 'bash', '-c', command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (wanted(line)) return line;
    }
    throw new Error(`no line came from: ${command}`);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await exit;
  }
}
