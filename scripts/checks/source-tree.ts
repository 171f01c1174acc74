import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSourceFile, type SourceFile } from './source-file.ts';

/** A workspace package (or the root), as far as imports are concerned. */
export interface Manifest {
  /** Folder relative to the checked root; `''` for the root itself. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** Sub-path (`.`, `./browser`) to the file in `folder` that it stands for. */
  readonly exports: ReadonlyMap<string, string>;
}

export interface SourceTree {
  readonly root: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly manifests: readonly Manifest[];
}

const sources = '{packages,apps,bench,scripts,test,examples}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const manifests = ['package.json', '{packages,apps}/*/package.json', 'bench/package.json'];

/** Reads every source file of ours below `root`. */
export function readSourceTree(root: string): SourceTree {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/.cache/**'];
  const paths = globSync(sources, { cwd: root, exclude }).sort();
  return {
    root,
    files: new Map(paths.map((path) => [path, readSourceFile(root, path)])),
    manifests: globSync(manifests, { cwd: root, exclude }).map((path) => readManifest(root, path)),
  };
}

/** The package that a file belongs to. */
export function manifestOf(tree: SourceTree, path: string): Manifest | undefined {
  const inPackage = tree.manifests.find(
    ({ folder }) => folder !== '' && path.startsWith(`${folder}/`),
  );
  return inPackage ?? tree.manifests.find(({ folder }) => folder === '');
}

function readManifest(root: string, path: string): Manifest {
  const json = entries(JSON.parse(readFileSync(join(root, path), 'utf8')));
  const names = (key: string) => [...entries(json.get(key)).keys()];
  const folder = path.slice(0, -'package.json'.length).replace(/\/$/, '');
  return {
    folder,
    name: String(json.get('name')),
    dependencies: new Set([
      ...names('dependencies'),
      ...names('optionalDependencies'),
      ...names('peerDependencies'),
    ]),
    devDependencies: new Set(names('devDependencies')),
    exports: new Map([...entries(json.get('exports'))].map(([key, file]) => [key, String(file)])),
  };
}

function entries(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

export function isFile(tree: SourceTree, path: string): boolean {
  return tree.files.has(path) || existsSync(join(tree.root, path));
}
