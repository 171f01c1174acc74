import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from './run-tests.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Garbage against the whole product. */
const HOSTILE = 'test/telephony/hostile.test.ts';
const PRELOAD = join(import.meta.dirname, 'more-runs.ts');
/** How many times as many inputs as in `npm test`, each time a file has its turn. */
const FACTOR = 20;

/**
 * Gives every property and fuzz test of the packages, and the product's ports, more inputs than `npm test` does, with seeds of its own, file by
 * file, until the time is up. A failure names the seed that brings it again (`--seed`).
 * @returns 0, or 1 after a failure
 */
export async function fuzz({ minutes, seed }: { readonly minutes: number; readonly seed: number }) {
  const files = propertyTests();
  const endMs = performance.now() + minutes * 60_000;
  let turns = 0;
  let failed = 0;
  for (; turns === 0 || performance.now() < endMs; turns += 1) {
    const file = files[turns % files.length] ?? '';
    const ownSeed = seed + Math.floor(turns / files.length);
    const env = { FUZZ_FACTOR: String(FACTOR), FUZZ_SEED: String(ownSeed) };
    const { passed, output } = await runTests([file], { root: ROOT, env, preload: PRELOAD });
    process.stdout.write(`${passed ? '✔' : '✖'} ${file} (seed ${ownSeed})\n`);
    if (passed) continue;
    failed += 1;
    process.stdout.write(output);
  }
  const report = { files: files.length, turns, factor: FACTOR, first_seed: seed, failed };
  process.stdout.write(`${JSON.stringify({ fuzz: report })}\n`);
  return failed === 0 ? 0 : 1;
}

function propertyTests(): readonly string[] {
  const properties = globSync('packages/*/src/**/*.test.ts', { cwd: ROOT })
    .filter((file) => readFileSync(join(ROOT, file), 'utf8').includes("from 'fast-check'"))
    .sort();
  return [...properties, HOSTILE];
}
