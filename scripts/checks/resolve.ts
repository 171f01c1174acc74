import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { isFile, type SourceTree } from './source-tree.ts';

/** What an import leads to. */
export type Target =
  /** A source file of ours; `packageName` when it was named by package and not by path. */
  | { readonly kind: 'source'; readonly path: string; readonly packageName?: string }
  /** A file that is no source: a style sheet, an image. */
  | { readonly kind: 'asset'; readonly path: string }
  | { readonly kind: 'package'; readonly packageName: string }
  | { readonly kind: 'builtin' }
  | { readonly kind: 'unknown' };

export function resolveImport(tree: SourceTree, from: string, specifier: string): Target {
  if (specifier.startsWith('.')) return resolvePath(tree, from, specifier);
  if (isBuiltin(specifier)) return { kind: 'builtin' };
  // A module that a plug-in of the console's bundler makes up.
  if (specifier.startsWith('virtual:')) return { kind: 'asset', path: specifier };
  if (specifier.startsWith('/') || specifier.includes(':')) return { kind: 'unknown' };
  return resolvePackage(tree, specifier);
}

function resolvePath(tree: SourceTree, from: string, specifier: string): Target {
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  if (tree.files.has(path)) return { kind: 'source', path };
  return isFile(tree, path) ? { kind: 'asset', path } : { kind: 'unknown' };
}

function resolvePackage(tree: SourceTree, specifier: string): Target {
  const parts = specifier.split('/');
  const packageName = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const ours = tree.manifests.find(({ name, folder }) => name === packageName && folder !== '');
  if (ours === undefined) return { kind: 'package', packageName };
  const file = ours.exports.get(['.', ...parts].join('/'));
  if (file === undefined) return { kind: 'unknown' };
  const path = posix.join(ours.folder, file);
  return tree.files.has(path) ? { kind: 'source', path, packageName } : { kind: 'unknown' };
}
