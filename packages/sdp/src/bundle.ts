import type { SdpLine } from './lines.ts';
import { type Refused, refused } from './parsed.ts';

/** RFC 5888 §4 and §5: identifications are unique, and a group names sections that exist. */
export function checkGrouping(lines: readonly SdpLine[]): Refused | undefined {
  const mids = new Set<string>();
  for (const line of lines) {
    const mid = attribute(line, 'mid:');
    if (mid === undefined) continue;
    if (mids.has(mid)) return refused(`Line ${line.number} repeats a=mid.`, line.number);
    mids.add(mid);
  }
  for (const line of lines) {
    const group = attribute(line, 'group:BUNDLE');
    const named = group?.split(' ').filter((mid) => mid !== '') ?? [];
    if (!named.every((mid) => mids.has(mid))) {
      return refused(`Line ${line.number} bundles a section that does not exist.`, line.number);
    }
  }
  return undefined;
}

function attribute(line: SdpLine, prefix: string): string | undefined {
  if (line.type !== 'a' || !line.value.startsWith(prefix)) return undefined;
  return line.value.slice(prefix.length);
}
