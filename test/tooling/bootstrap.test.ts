import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { contentStamp } from '../../scripts/bootstrap/content-stamp.mjs';
import { root } from '../../scripts/bootstrap/repository.mjs';
import { temporaryTree } from './temporary-tree.ts';

test('a stamp is of contents and names, not of times', (t) => {
  const tree = temporaryTree(t, { 'src/a.ts': 'one', 'src/deep/b.ts': 'two', lock: '1' });
  const stamp = () => contentStamp(tree, ['src', 'lock', 'absent']);
  const before = stamp();
  utimesSync(join(tree, 'src/a.ts'), 1, 1);
  assert.equal(stamp(), before);
  writeFileSync(join(tree, 'src/deep/b.ts'), 'owt');
  assert.notEqual(stamp(), before);
  writeFileSync(join(tree, 'src/deep/b.ts'), 'two');
  assert.equal(stamp(), before);
  writeFileSync(join(tree, 'src/c.ts'), '');
  assert.notEqual(stamp(), before);
});

test('a program run in our place gives its exit code, and its output unmixed', async (t) => {
  const { child, output } = inOurPlace(t, 'console.log("out"); process.exit(7)');
  assert.deepEqual(await once(child, 'exit'), [7, null]);
  assert.equal(await output, 'out\n');
});

test('a program killed by a signal is told as 128 and the number', async (t) => {
  const { child } = inOurPlace(t, 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 9)');
  assert.deepEqual(await once(child, 'exit'), [137, null]);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} sent twice at once, as npm and a terminal do, arrives once`, async (t) => {
    const { child, output } = inOurPlace(
      t,
      `process.on('${signal}', () => { console.log('got'); setTimeout(() => process.exit(0), 500); });
       console.log('ready'); setInterval(() => {}, 1000);`,
    );
    const printed = () => once(child.stdout ?? assert.fail(), 'data');
    await printed();
    child.kill(signal);
    await printed();
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(await output, 'ready\ngot\n');
  });

test('the signal of a terminal reaches the program only through us', async (t) => {
  const { child, output } = inOurPlace(
    t,
    `process.on('SIGINT', () => { console.log('got'); setTimeout(() => process.exit(0), 500); });
     console.log('ready'); setInterval(() => {}, 1000);`,
    true,
  );
  await once(child.stdout ?? assert.fail(), 'data');
  // A terminal signals the whole foreground group.
  process.kill(-(child.pid ?? assert.fail()), 'SIGINT');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.equal(await output, 'ready\ngot\n');
});

test('the bootstrap is plain JavaScript that imports nothing but Node and itself', () => {
  const scripts = ['start', 'sge', 'bench', 'test'].map((name) => `scripts/${name}.mjs`);
  for (const path of scripts) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, name] of text.matchAll(/from '([^']+)'/g))
      assert.match(name ?? '', /^node:|\.mjs$/);
  }
});

/** Runs a script the way `npm start` runs the server. */
function inOurPlace(t: TestContext, script: string, ownGroup = false) {
  const runner = `import { runInOurPlace } from '${join(root, 'scripts/bootstrap/run.mjs')}';
    runInOurPlace(process.execPath, ['-e', process.argv[1]]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', runner, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: ownGroup,
  });
  t.after(() => child.kill('SIGKILL'));
  return { child, output: textOf(child) };
}

async function textOf(child: ChildProcess): Promise<string> {
  const chunks: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await once(child, 'close');
  return chunks.join('');
}
