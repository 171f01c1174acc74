import { resolveImport, type Target } from './resolve.ts';
import type { ImportUse, SourceFile } from './source-file.ts';
import { type Manifest, manifestOf, type SourceTree } from './source-tree.ts';
import type { Violation } from './violation.ts';
import { environmentReaders, isTest, partOf, type Zone, zoneOf } from './zones.ts';

/** Every import that the directions forbid, that nothing declares, or that leads nowhere. */
export function checkBoundaries(tree: SourceTree): readonly Violation[] {
  return [...tree.files.values()].flatMap((file) => checkFile(tree, file));
}

function checkFile(tree: SourceTree, file: SourceFile): readonly Violation[] {
  const at = (line: number, message: string): Violation => ({ path: file.path, line, message });
  const zone = zoneOf(file.path);
  const manifest = manifestOf(tree, file.path);
  const violations = file.syntaxErrors.map((error) => at(1, `cannot be parsed: ${error}`));
  if (zone === undefined || manifest === undefined)
    return [...violations, at(1, 'lies in no zone of scripts/checks/zones.ts')];
  for (const use of file.imports) {
    const message = checkImport(tree, { file, zone, manifest }, use);
    if (message !== undefined) violations.push(at(use.line, message));
  }
  if (!isTest(file.path) && !environmentReaders.some((path) => file.path.startsWith(path)))
    for (const line of file.environmentReads)
      violations.push(at(line, 'reads the environment; only config/ does'));
  return violations;
}

interface Importer {
  readonly file: SourceFile;
  readonly zone: Zone;
  readonly manifest: Manifest;
}

function checkImport(tree: SourceTree, from: Importer, use: ImportUse): string | undefined {
  const test = isTest(from.file.path);
  if (use.specifier === undefined)
    return test ? undefined : 'imports by a computed name or by require, which no check can follow';
  const target = resolveImport(tree, from.file.path, use.specifier);
  if (target.kind === 'unknown') return `imports ${use.specifier}, which leads nowhere`;
  if (target.kind === 'builtin')
    return !test && from.zone.withoutNode
      ? `${from.zone.name} runs in browsers and imports ${use.specifier}`
      : undefined;
  return undeclared(tree, from, use, target) ?? wrongWay(tree, from, target);
}

function undeclared(
  tree: SourceTree,
  { file, manifest }: Importer,
  use: ImportUse,
  target: Target,
): string | undefined {
  if (!('packageName' in target) || target.packageName === undefined) return undefined;
  const name = target.packageName;
  if (name === manifest.name || manifest.dependencies.has(name)) return undefined;
  const test = isTest(file.path);
  const inDevelopment = test || use.typeOnly || manifest.folder === '';
  if (inDevelopment && manifest.devDependencies.has(name)) return undefined;
  const root = tree.manifests.find(({ folder }) => folder === '');
  // The test tools are declared once, at the root; the root's own tests meet what any package has.
  if (test && root?.devDependencies.has(name)) return undefined;
  if (test && manifest.folder === '' && (target.kind === 'source' || declaredAnywhere(tree, name)))
    return undefined;
  return `imports ${name}, which ${manifest.folder || 'the root'}/package.json does not declare`;
}

function declaredAnywhere(tree: SourceTree, name: string): boolean {
  return tree.manifests.some((manifest) => manifest.dependencies.has(name));
}

function wrongWay(tree: SourceTree, from: Importer, target: Target): string | undefined {
  if (target.kind !== 'source') return undefined;
  const path = from.file.path;
  if (isTest(path)) return leavesPackage(tree, from, target);
  if (isTest(target.path) && from.zone.name !== 'bench') return `imports test code: ${target.path}`;
  const zone = zoneOf(target.path);
  if (zone === undefined) return `imports ${target.path}, which lies in no zone`;
  if (zone.name === from.zone.name) return betweenParts(zone, path, target.path);
  if (!from.zone.may.includes(zone.name)) return `${from.zone.name} may not import ${zone.name}`;
  if (zone.onlyFor && !zone.onlyFor.some((prefix) => path.startsWith(prefix)))
    return `${zone.name} is not for ${path}`;
  return leavesPackage(tree, from, target);
}

function betweenParts(zone: Zone, from: string, to: string): string | undefined {
  const [mine, other] = [partOf(zone, from), partOf(zone, to)];
  if (zone.parts === undefined || mine === other) return undefined;
  if (zone.parts === 'never') return `${zone.name}/${mine} may not import ${zone.name}/${other}`;
  return to === `${zone.path}${other}/index.ts`
    ? undefined
    : `${zone.name}/${mine} may import ${zone.name}/${other} only through its index.ts`;
}

/** Another package is met by its name; only the root's own files (tests, tools) go by path. */
function leavesPackage(
  tree: SourceTree,
  from: Importer,
  target: Target & { kind: 'source' },
): string | undefined {
  if (target.packageName !== undefined || from.manifest.folder === '') return undefined;
  const owner = manifestOf(tree, target.path);
  if (owner === from.manifest || owner?.folder === '') return undefined;
  return `imports ${target.path} by path out of its own package`;
}
