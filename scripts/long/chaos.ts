import { join } from 'node:path';
import { runTests } from './run-tests.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The server is killed under load, and so are its media workers. Each reads CRASHES. */
const FILES = ['test/reliability/crash.test.ts', 'test/reliability/media-workers.test.ts'];

/**
 * Kills many times more often than `npm test` does, in the middle of what is going on; what was acknowledged must be there, and the
 * media back.
 * @returns 0, or 1 after a failure
 */
export async function chaos({ crashes }: { readonly crashes: number }): Promise<number> {
  let failed = 0;
  for (const file of FILES) {
    const beganMs = performance.now();
    const env = { CRASHES: String(crashes) };
    const { passed, output } = await runTests([file], { root: ROOT, env });
    const seconds = Math.round((performance.now() - beganMs) / 1000);
    process.stdout.write(`${passed ? '✔' : '✖'} ${file} (${crashes} crashes, ${seconds} s)\n`);
    if (passed) continue;
    failed += 1;
    process.stdout.write(output);
  }
  process.stdout.write(`${JSON.stringify({ chaos: { crashes, files: FILES.length, failed } })}\n`);
  return failed === 0 ? 0 : 1;
}
