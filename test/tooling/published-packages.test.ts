import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../../scripts/bootstrap/repository.mjs';

const run = promisify(execFile);

const imports = [
  '@sky-genesis/protocol',
  '@sky-genesis/sdp',
  '@sky-genesis/rtp',
  '@sky-genesis/rtp/opus',
  '@sky-genesis/sip',
  '@sky-genesis/client',
  '@sky-genesis/client/browser',
] as const;
const published = ['protocol', 'sdp', 'rtp', 'sip', 'client'] as const;
const theirs = ['typebox', 'sdp-transform', '@types/sdp-transform', '@evan/opus', 'ws'] as const;

test('the packed packages install in an empty folder, and plain Node and TypeScript import them', async (t) => {
  const tarballs = await packAll(t);
  const folder = emptyFolder(t);
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await npm(folder, ['install', '--offline', '--no-audit', '--no-fund', ...tarballs]);
  writeFileSync(
    join(folder, 'importer.ts'),
    imports
      .map((name) => `console.log(Object.keys(await import('${name}')).length > 0);`)
      .join('\n'),
  );
  const { stdout } = await run(process.execPath, ['importer.ts'], { cwd: folder });
  assert.deepEqual(
    stdout.trim().split('\n'),
    imports.map(() => 'true'),
  );
  await typeCheck(folder);
});

/** The declarations that were packed have to be whole, which skipLibCheck would not notice. */
async function typeCheck(folder: string): Promise<void> {
  const settings = {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: [],
      noEmit: true,
      strict: true,
    },
    files: ['importer.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
    (error: { stdout: string }) => error,
  );
  assert.equal(stdout, '');
}

/** Packs a copy of the sources: packing rewrites manifests for a moment, and others read them. */
async function packAll(t: TestContext): Promise<readonly string[]> {
  const copy = emptyFolder(t);
  for (const path of ['LICENSE', 'package.json', 'tsconfig.base.json', 'scripts/pack'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const name of published)
    cpSync(join(root, 'packages', name), join(copy, 'packages', name), {
      recursive: true,
      filter: (path) => !/\/(?:node_modules|dist)$/.test(path),
    });
  linkModules(copy);
  const tarballs: string[] = [];
  for (const name of published) tarballs.push(await pack(join(copy, 'packages', name), copy));
  for (const name of theirs) tarballs.push(await pack(join(root, 'node_modules', name), copy));
  return tarballs;
}

async function pack(folder: string, into: string): Promise<string> {
  const scripts = folder.includes('node_modules') ? ['--ignore-scripts'] : [];
  const stdout = await npm(folder, ['pack', '--json', '--pack-destination', into, ...scripts]);
  const [, filename] = /"filename":\s*"([^"]+)"/.exec(stdout) ?? [];
  assert.ok(filename, `npm pack named no file: ${stdout}`);
  return join(into, filename);
}

/** The installed modules, but our own packages from the copy. */
function linkModules(copy: string): void {
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@sky-genesis'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@sky-genesis') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const name of published)
    symlinkSync(join(copy, 'packages', name), join(modules, '@sky-genesis', name));
}

async function npm(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('npm', [...args], { cwd: folder });
  return stdout;
}

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sge-pack-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
