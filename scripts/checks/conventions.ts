import type { SourceTree } from './source-tree.ts';
import type { Violation } from './violation.ts';

/** What a linter has no rule for: casts (parse instead) and comments that silence a check. */
export function checkConventions(tree: SourceTree): readonly Violation[] {
  return [...tree.files.values()].flatMap(({ path, casts, suppressions }) => [
    ...casts.map((line) => ({ path, line, message: 'a cast; parse the value instead' })),
    ...suppressions.map((line) => ({ path, line, message: 'a comment that silences a check' })),
  ]);
}
