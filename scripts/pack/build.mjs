import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { publishedManifest, readManifest } from './manifest.mjs';

/**
 * Builds a package's `src` into its `dist`: JavaScript and declarations. Packages of ours that it
 * depends on are built first, since its declarations are checked against theirs.
 *
 * @param {string} folder the package's folder
 */
export function buildPackage(folder) {
  const dist = join(folder, 'dist');
  const paths = builtDependencies(folder);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const project = join(dist, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(buildSettings(paths)));
  const tsc = join(folder, '../../node_modules/typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', project], { stdio: ['ignore', 2, 2] });
  rmSync(project);
  if (result.status !== 0) throw new Error(`${folder} could not be built`);
}

/**
 * Where the declarations of our own packages stand, as the compiler's `paths` wants it.
 *
 * @param {string} folder
 */
function builtDependencies(folder) {
  /** @type {Record<string, string[]>} */
  const paths = {};
  for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
    if (!name.startsWith('@sky-genesis/')) continue;
    const dependency = join(folder, '..', name.slice('@sky-genesis/'.length));
    if (!existsSync(dependency)) throw new Error(`${dependency} is not there`);
    buildPackage(dependency);
    for (const [path, { types }] of Object.entries(
      publishedManifest(readManifest(dependency)).exports,
    ))
      paths[name + path.slice(1)] = [join(relative(join(folder, 'dist'), dependency), types)];
  }
  return paths;
}

/** @param {Record<string, string[]>} paths */
function buildSettings(paths) {
  return {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: '../src',
      outDir: '.',
      paths,
    },
    include: ['../src'],
    exclude: ['../src/**/*.test.ts'],
  };
}
