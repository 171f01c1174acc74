import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../scripts/bootstrap/repository.mjs';
import { readSourceTree } from '../../scripts/checks/source-tree.ts';

test('docs/dependencies.md has one line for every package that a package.json names, and no other', () => {
  const { manifests } = readSourceTree(root);
  const ours = new Set(manifests.map(({ name }) => name));
  const named = manifests.flatMap(({ dependencies, devDependencies }) => [
    ...dependencies,
    ...devDependencies,
  ]);
  const theirs = [...new Set(named)].filter((name) => !ours.has(name)).sort();
  const table = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const lines = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(lines.sort(), theirs);
});

test('docs/decisions/README.md lists every decision, in order', () => {
  const folder = join(root, 'docs/decisions');
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const listed = [...index.matchAll(/^- \[\d{4} [^\]]+\]\(([^)]+)\)$/gm)].map(([, file]) => file);
  const present = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
  assert.deepEqual(listed, present.sort());
});
