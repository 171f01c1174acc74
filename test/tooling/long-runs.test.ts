import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const PRELOAD = join(ROOT, 'scripts/long/more-runs.ts');

/** Holds for its 10 runs, and not for 20 times as many. */
const CANARY = `import fc from 'fast-check';
let runs = 0;
fc.assert(fc.property(fc.nat(), () => { runs += 1; return runs <= 50; }), { numRuns: 10 });
`;

test('npm run fuzz gives a property more runs than its own, and so fails the canary', () => {
  // Beside the others: fast-check is found from here.
  const file = join(ROOT, `test/tooling/canary-${process.pid}.mjs`);
  writeFileSync(file, CANARY);
  try {
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [...args, file], {
        cwd: ROOT,
        env: { PATH: process.env.PATH ?? '', FUZZ_FACTOR: '20', FUZZ_SEED: '7' },
        encoding: 'utf8',
      });
    assert.equal(run().status, 0);
    const fuzzed = run('--import', PRELOAD);
    assert.notEqual(fuzzed.status, 0);
    assert.match(fuzzed.stderr, /seed: 7/);
  } finally {
    rmSync(file);
  }
});
