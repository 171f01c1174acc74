import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { root } from '../../scripts/bootstrap/repository.mjs';
import type { Outcome } from '../../scripts/suites/outcome.ts';
import { runProgram } from '../../scripts/suites/run-program.ts';
import { runSuite } from '../../scripts/suites/run-suite.ts';
import { runInOrder } from '../../scripts/suites/schedule.ts';
import type { Suite } from '../../scripts/suites/suite.ts';
import { summarise } from '../../scripts/suites/summary.ts';
import { suites } from '../../scripts/suites/table.ts';
import { temporaryTree } from './temporary-tree.ts';

const imports = `import test, { describe } from 'node:test';\n`;

test('passing tests are counted one by one, a describe not at all', async (t) => {
  const outcome = await run(t, {
    'a.test.ts': `${imports}test('one', () => {}); describe('group', () => { test('two', () => {}); });`,
    'b.test.ts': `${imports}test('three', () => {});`,
  });
  assert.deepEqual(outcome, { passed: 3, failures: [], notRun: [] });
});

test('a failing test is told by its name, its place and its difference', async (t) => {
  const text = `import assert from 'node:assert/strict';\n${imports}describe('sums', () => { test('add up', () => assert.equal(1, 2)); });`;
  const { passed, failures } = await run(t, { 'a.test.ts': text });
  assert.equal(passed, 0);
  assert.deepEqual(
    failures.map(({ name }) => name),
    ['sums › add up (a.test.ts:3)'],
  );
  assert.match(failures[0]?.detail ?? '', /1 !== 2/);
});

test('what a failing file printed is told with its failure', async (t) => {
  const text = `${imports}test('talks', () => { console.log('said before'); throw new Error('boo'); });`;
  const { failures } = await run(t, { 'a.test.ts': text });
  assert.match(failures[0]?.detail ?? '', /boo[\s\S]*printed by a\.test\.ts:\nsaid before/);
});

test('a test file that crashes has failed, and the others count', async (t) => {
  const outcome = await run(t, {
    'a.test.ts': `${imports}test('one', () => {});`,
    'b.test.ts': `throw new Error('no such luck');`,
  });
  assert.equal(outcome.passed, 1);
  assert.equal(outcome.failures.length, 1);
  assert.match(outcome.failures[0]?.detail ?? '', /crashed[\s\S]*no such luck/);
});

test('a test file killed by a signal has failed', async (t) => {
  const text = `${imports}test('dies', () => process.kill(process.pid, 'SIGKILL'));`;
  assert.equal((await run(t, { 'a.test.ts': text })).failures.length, 1);
});

test('a test file that runs no test has failed', async (t) => {
  const { passed, failures } = await run(t, { 'a.test.ts': 'export const quiet = true;' });
  assert.equal(passed, 0);
  assert.match(failures[0]?.detail ?? '', /ran no test/);
});

test('a test file that exits before its tests are done has failed', async (t) => {
  const text = `${imports}
    test('one', () => {});
    test('two', async () => { await new Promise((resolve) => setImmediate(resolve)); process.exit(0); });
    test('three', () => {});`;
  const { failures } = await run(t, { 'a.test.ts': text });
  assert.equal(failures.length, 1);
});

test('a suite without a test file has failed', async (t) => {
  const { failures } = await run(t, { 'a.ts': '' });
  assert.match(failures[0]?.detail ?? '', /no test file matches/);
});

test('a suite of no programs has failed', async (t) => {
  const work = { kind: 'programs', programs: [] } as const;
  const outcome = await runSuite(suite({ work }), temporaryTree(t, {}));
  assert.match(outcome.failures[0]?.detail ?? '', /ran no test/);
});

test('a suite that hangs is ended with all it started, and its file is named', async (t) => {
  const text = `${imports}import { spawn } from 'node:child_process';
    test('one', () => {});
    test('never ends', async () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
      console.log('started ' + child.pid);
      await new Promise(() => setInterval(() => {}, 1000));
    });`;
  const after = `${imports}test('after', () => {});`;
  const { failures } = await run(t, { 'a.test.ts': text, 'b.test.ts': after }, 3_000);
  const told = failures.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
  assert.match(told, /a\.test\.ts: still running when time was up/);
  assert.match(told, /b\.test\.ts: its turn never came/);
  assert.match(told, /not done after 3 s/);
  const started = Number(/started (\d+)/.exec(told)?.[1]);
  assert.ok(started > 0, told);
  while (isRunning(started)) await setImmediate();
});

test('a report that broke off is a failure, whatever the tests did', async (t) => {
  const text = `${imports}test('one', () => {});`;
  const reporter = temporaryTree(t, { 'silent.ts': 'export default async function* () {}' });
  const { passed, failures } = await run(t, { 'a.test.ts': text }, 60_000, `${reporter}/silent.ts`);
  assert.equal(passed, 0);
  assert.match(failures.map(({ detail }) => detail).join('\n'), /broke off/);
});

test('a skipped test and a todo have failed', async (t) => {
  const text = `${imports}test.skip('later', () => {}); test.todo('some day'); test('now', () => {});`;
  const { passed, failures } = await run(t, { 'a.test.ts': text });
  assert.equal(passed, 1);
  assert.deepEqual(
    failures.map(({ detail }) => detail),
    ['skipped', 'left as a todo'],
  );
});

test('a test that lacks its peer is told aloud, and has failed on CI', async (t) => {
  const text = `${imports}test('calls', { skip: 'missing peer: chromium' }, () => {});`;
  const outcome = await run(t, { 'a.test.ts': text });
  const result = { name: 'browser', durationMs: 1, outcome };
  const here = summarise([result], false);
  assert.equal(here.failed, 0);
  assert.match(here.lines.join('\n'), /NOT RUN[\s\S]*chromium: calls/);
  assert.equal(here.lines.at(-1), '0 passed, 0 failed');
  assert.equal(summarise([result], true).lines.at(-1), '0 passed, 1 failed');
});

test('a describe that lacks its peer is told aloud as one', async (t) => {
  const text = `${imports}describe('calls', { skip: 'missing peer: chromium' }, () => { test('one', () => {}); });`;
  const { failures, notRun } = await run(t, { 'a.test.ts': text });
  assert.deepEqual(failures, []);
  assert.deepEqual(notRun, [{ name: 'calls (a.test.ts:2)', peer: 'chromium' }]);
});

test('a peer that nobody declared excuses nothing', async (t) => {
  const text = `${imports}test('calls', { skip: 'missing peer: wishes' }, () => {});`;
  const outcome = await run(t, { 'a.test.ts': text });
  assert.equal(summarise([{ name: 'x', durationMs: 1, outcome }], false).failed, 1);
});

test('a program passes by exit code 0 and is told with its output else', async (t) => {
  const program = (name: string, script: string) =>
    ({ name, file: process.execPath, args: ['-e', script] }) as const;
  const programs = [
    program('good', ''),
    program('bad', 'console.log("why"); process.exit(3)'),
    { name: 'absent', file: '/nowhere/at-all', args: [] },
  ];
  const work = { kind: 'programs', programs } as const;
  const outcome = await runSuite(suite({ work }), temporaryTree(t, {}));
  assert.equal(outcome.passed, 1);
  assert.deepEqual(
    outcome.failures.map(({ name }) => name),
    ['bad', 'absent'],
  );
  assert.match(outcome.failures[0]?.detail ?? '', /exit code 3\nwhy/);
});

test('the last line counts over all suites', () => {
  const outcome = (passed: number, names: readonly string[]) => ({
    name: 'some',
    durationMs: 5,
    outcome: { passed, notRun: [], failures: names.map((name) => ({ name, detail: '' })) },
  });
  const { lines, failed } = summarise([outcome(3, ['a']), outcome(4, ['b', 'c'])], true);
  assert.equal(failed, 3);
  assert.equal(lines.at(-1), '7 passed, 3 failed');
  assert.ok(lines.includes('✖ some: b'));
});

test('a suite that asks for it runs alone, the others two at a time', async () => {
  const running = new Set<string>();
  const seen: string[] = [];
  const order = ['a', 'b', 'c', 'alone', 'd'].map((name) =>
    suite({ name, alone: name === 'alone' }),
  );
  await runInOrder(order, async ({ name }) => {
    running.add(name);
    seen.push([...running].join('+'));
    await setImmediate();
    running.delete(name);
  });
  assert.deepEqual(seen, ['a', 'a+b', 'b+c', 'alone', 'd']);
});

test('npm test ends with the count alone on its last line, and its exit code agrees', async () => {
  const { code, output } = await runTests('lint');
  const [, failed] = /\n\d+ passed, (\d+) failed\n$/.exec(output) ?? [];
  assert.ok(failed !== undefined, output);
  assert.equal(code, failed === '0' ? 0 : 1);
});

test('npm test refuses a suite it does not know, and names those it does', async () => {
  const { code, output } = await runTests('nonsense');
  assert.equal(code, 2);
  assert.match(output, /no suite is called nonsense; there are: console, types/);
});

test('every suite has a name of its own and a limit', () => {
  const all = suites(root);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  assert.ok(all.every(({ limitMs }) => limitMs > 0));
});

function runTests(...args: readonly string[]) {
  const file = join(root, 'scripts/test.mjs');
  return runProgram({ file: process.execPath, args: [file, ...args], cwd: root }, 60_000);
}

function run(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  limitMs = 60_000,
  reporter?: string,
): Promise<Outcome> {
  return runSuite(suite({ limitMs }), temporaryTree(t, files), reporter);
}

/** A killed process that nobody has waited for yet still has a number, but runs no more. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'latin1'));
}

function suite(changes: Partial<Suite>): Suite {
  return {
    name: 'canary',
    fast: false,
    alone: false,
    limitMs: 60_000,
    peers: [],
    work: { kind: 'test-files', include: ['**/*.test.ts'], concurrency: 1 },
    ...changes,
  };
}
