import { resolveImport } from './resolve.ts';
import type { SourceTree } from './source-tree.ts';
import type { Violation } from './violation.ts';
import { isTest } from './zones.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Every group of files that import one another in a ring, told by one shortest ring each. */
export function checkCycles(tree: SourceTree): readonly Violation[] {
  const graph = importGraph(tree);
  const told = new Set<string>();
  const violations: Violation[] = [];
  for (const path of graph.keys()) {
    if (told.has(path)) continue;
    const ring = shortestRing(graph, path);
    if (ring === undefined) continue;
    for (const member of ring) told.add(member);
    violations.push({ path, line: 1, message: `import cycle: ${[...ring, path].join(' → ')}` });
  }
  return violations;
}

/** Type-only imports count: a ring of types is a ring for the reader too. */
function importGraph(tree: SourceTree): Graph {
  const graph = new Map<string, readonly string[]>();
  for (const file of tree.files.values()) {
    if (isTest(file.path)) continue;
    const targets = file.imports.flatMap(({ specifier }) => {
      if (specifier === undefined) return [];
      const target = resolveImport(tree, file.path, specifier);
      return target.kind === 'source' ? [target.path] : [];
    });
    graph.set(file.path, targets);
  }
  return graph;
}

/** The shortest way from a file back to itself, without its repetition; breadth first. */
function shortestRing(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const next of graph.get(path) ?? []) {
      if (next === start) return wayTo(path, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, path);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [end];
  for (let at = cameFrom.get(end); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}
