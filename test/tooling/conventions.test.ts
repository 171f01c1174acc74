import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { checkConventions } from '../../scripts/checks/conventions.ts';
import { readSourceTree } from '../../scripts/checks/source-tree.ts';
import { temporaryTree } from './temporary-tree.ts';

for (const text of ['x as string;', 'x!;', '<string>x;', '({}) as unknown as Call;'])
  test(`the cast ${text} is refused`, (t) => {
    assert.match(conventions(t, text)[0] ?? '', /a cast/);
  });

for (const word of ['@ts-ignore', '@ts-expect-error', '@ts-nocheck', 'biome-ignore lint: x'])
  test(`the comment ${word} is refused`, (t) => {
    assert.match(conventions(t, `// ${word}\nlet y = 1;`)[0] ?? '', /silences a check/);
  });

test('as const and satisfies pass', (t) => {
  assert.deepEqual(conventions(t, 'const a = [1] as const satisfies readonly number[];'), []);
});

function conventions(t: TestContext, text: string): readonly string[] {
  const root = temporaryTree(t, { 'package.json': '{}', 'packages/server/src/app.ts': text });
  return checkConventions(readSourceTree(root)).map(({ message }) => message);
}
