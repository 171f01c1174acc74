import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import test, { type TestContext } from 'node:test';
import { root } from '../../scripts/bootstrap/repository.mjs';
import { runProgram } from '../../scripts/suites/run-program.ts';
import type { NamedProgram } from '../../scripts/suites/suite.ts';
import { suites } from '../../scripts/suites/table.ts';
import { temporaryTree } from './temporary-tree.ts';
import { trackedSources } from './tracked-sources.ts';

const limitMs = 120_000;

const mistyped: Readonly<Record<string, string>> = {
  'a wrong type': `export const port: number = 'many';`,
  'an unchecked index': 'export const first: number = [1][0];',
  'an enum, which Node cannot strip': 'export enum Kind { Audio }',
  'a type imported as a value': `import { ServerOptions } from 'node:http'; export type S = ServerOptions;`,
  'an unused name': 'const unused = 1; export {};',
};

for (const [what, text] of Object.entries(mistyped))
  test(`the type check refuses ${what}`, async (t) => {
    const tree = temporaryTree(t, {
      'package.json': '{"type":"module"}',
      'tsconfig.json': JSON.stringify({
        extends: join(root, 'tsconfig.base.json'),
        compilerOptions: { typeRoots: [join(root, 'node_modules/@types')], types: ['node'] },
        files: ['a.ts'],
      }),
      'a.ts': text,
    });
    const { code, output } = await tsc('-p', tree);
    assert.notEqual(code, 0);
    assert.match(output, /a\.ts.*error TS/);
  });

test('the type check sees every TypeScript file of the repository', async () => {
  const seen = new Set<string>();
  for (const { args } of programs('types'))
    for (const path of (await tsc(...args.slice(2), '--listFilesOnly')).output.split('\n'))
      seen.add(path.trim());
  const missed = trackedSources().filter(
    (path) => /\.tsx?$/.test(path) && !seen.has(join(root, path)),
  );
  assert.deepEqual(missed, []);
});

const badlyWritten: Readonly<Record<string, string>> = {
  'text as the formatter would not print it': 'export const a = "double";\n',
  'an any': 'export function f(x: any): void {\n  console.log(x);\n}\n',
  'a type imported as a value': `import { Server } from 'node:http';\n\nexport type S = Server;\n`,
  'a function of more than 50 lines': `export function f(): void {\n${'  console.log(1);\n'.repeat(51)}}\n`,
  'a file of more than 350 lines': 'export {};\n'.repeat(351),
};

for (const [what, text] of Object.entries(badlyWritten))
  test(`the linter refuses ${what}`, async (t) => {
    const tree = temporaryTree(t, { 'a.ts': text });
    const { code, output } = await lint(t, tree);
    assert.notEqual(code, 0, output);
  });

test('the linter refuses a file name that is not in kebab-case', async (t) => {
  const tree = temporaryTree(t, { 'CallService.ts': 'export const a = 1;\n' });
  assert.notEqual((await lint(t, tree)).code, 0);
});

test('the linter passes what is well written', async (t) => {
  const tree = temporaryTree(t, { 'call-service.ts': `export const a = 'one';\n` });
  const { code, output } = await lint(t, tree);
  assert.equal(code, 0, output);
});

test('the linter sees every source file of the repository', async () => {
  const [program] = programs('lint');
  const { output } = await run([...(program?.args ?? []), '--verbose'], root);
  const missed = trackedSources().filter((path) => !output.includes(`- ${path}\n`));
  assert.deepEqual(missed, []);
});

test('the dead-code check refuses a dead file, a dead export and a dead dependency', async (t) => {
  const tree = temporaryTree(t, {
    'package.json': '{"name":"x","type":"module","dependencies":{"left-pad":"1.0.0"}}',
    'knip.json': '{"entry":["main.ts"],"project":["**/*.ts"]}',
    'main.ts': `import { used } from './part.ts';\n\nconsole.log(used);\n`,
    'part.ts': 'export const used = 1;\nexport const deadExport = 2;\n',
    'dead-file.ts': 'export const nobody = 1;\n',
  });
  const { code, output } = await deadCode(tree);
  assert.notEqual(code, 0);
  for (const found of ['left-pad', 'deadExport', 'dead-file.ts']) assert.ok(output.includes(found));
});

test('the dead-code check sees every source file of the repository', () => {
  const settings: unknown = JSON.parse(readFileSync(join(root, 'knip.json'), 'utf8'));
  const globs = projectGlobs(settings);
  assert.deepEqual(
    trackedSources().filter((path) => !globs.some((glob) => matchesGlob(path, glob))),
    [],
  );
});

function projectGlobs(settings: unknown): readonly string[] {
  return Object.entries(member(settings, 'workspaces')).flatMap(([folder, workspace]) => {
    const project = Object.entries(workspace ?? {}).find(([key]) => key === 'project')?.[1];
    assert.ok(Array.isArray(project), `knip.json names no project files of ${folder}`);
    return project.map((glob: unknown) => join(folder, String(glob)));
  });
}

function member(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = Object.entries(value ?? {}).find(([name]) => name === key)?.[1];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

/** The programs of a static suite, as `npm test` runs them. */
function programs(name: string): readonly NamedProgram[] {
  const work = suites(root).find((suite) => suite.name === name)?.work;
  assert.ok(work?.kind === 'programs', `no static suite is called ${name}`);
  return work.programs;
}

function run(args: readonly string[], cwd: string) {
  return runProgram({ file: process.execPath, args, cwd }, limitMs);
}

function tsc(...args: readonly string[]) {
  return run([join(root, 'node_modules/typescript/bin/tsc'), ...args], root);
}

function deadCode(tree: string) {
  return run([join(root, 'node_modules/knip/bin/knip.js'), '--no-progress'], tree);
}

/** Our own linter and settings, on a tree of its own. */
function lint(t: TestContext, tree: string) {
  const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  const config = temporaryTree(t, {
    'biome.json': JSON.stringify({ ...settings, vcs: undefined, files: undefined }),
  });
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  return run([biome, 'check', '--error-on-warnings', `--config-path=${config}`, tree], tree);
}
