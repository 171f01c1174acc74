import { root } from '../bootstrap/repository.mjs';
import { checkBoundaries } from './boundaries.ts';
import { checkConventions } from './conventions.ts';
import { checkCycles } from './cycles.ts';
import { readSourceTree } from './source-tree.ts';

const checks = {
  boundaries: checkBoundaries,
  cycles: checkCycles,
  conventions: checkConventions,
} as const;

const wanted = process.argv.slice(2);
const tree = readSourceTree(root);
let failed = tree.files.size === 0;
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const violations = check(tree);
  failed ||= violations.length > 0;
  for (const { path, line, message } of violations) console.log(`${path}:${line} ${message}`);
  console.log(`${name}: ${tree.files.size} files, ${violations.length} violations`);
}
process.exitCode = failed ? 1 : 0;
