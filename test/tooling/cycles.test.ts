import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { checkCycles } from '../../scripts/checks/cycles.ts';
import { readSourceTree } from '../../scripts/checks/source-tree.ts';
import { temporaryTree } from './temporary-tree.ts';

const folder = 'packages/server/src/kernel';

test('files that import one another in a ring are told as one ring', (t) => {
  const found = cycles(t, {
    [`${folder}/a.ts`]: `import './b.ts';`,
    [`${folder}/b.ts`]: `export * from './c.ts';`,
    [`${folder}/c.ts`]: `await import('./a.ts');`,
    [`${folder}/d.ts`]: `import './a.ts';`,
  });
  assert.deepEqual(found, [
    `import cycle: ${folder}/a.ts → ${folder}/b.ts → ${folder}/c.ts → ${folder}/a.ts`,
  ]);
});

test('a ring of types alone is a ring', (t) => {
  const found = cycles(t, {
    [`${folder}/a.ts`]: `import type { B } from './b.ts';`,
    [`${folder}/b.ts`]: `import type { A } from './a.ts';`,
  });
  assert.equal(found.length, 1);
});

test('two rings are both told', (t) => {
  const found = cycles(t, {
    [`${folder}/a.ts`]: `import './b.ts';`,
    [`${folder}/b.ts`]: `import './a.ts';`,
    [`${folder}/c.ts`]: `import './d.ts'; import './a.ts';`,
    [`${folder}/d.ts`]: `import './c.ts';`,
  });
  assert.equal(found.length, 2);
});

test('files that share an import without a ring pass', (t) => {
  const found = cycles(t, {
    [`${folder}/a.ts`]: `import './b.ts'; import './c.ts';`,
    [`${folder}/b.ts`]: `import './c.ts';`,
    [`${folder}/c.ts`]: '',
  });
  assert.deepEqual(found, []);
});

function cycles(t: TestContext, files: Readonly<Record<string, string>>): readonly string[] {
  const root = temporaryTree(t, { 'package.json': '{"name":"root"}', ...files });
  return checkCycles(readSourceTree(root)).map(({ message }) => message);
}
