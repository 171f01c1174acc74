import type { SdpLine } from './lines.ts';
import { quoted, type Refused, refused } from './parsed.ts';

/** Order of the session's lines (RFC 8866 §9); lines of one rank may be mixed. */
const RANK: Readonly<Record<string, number>> = {
  v: 0,
  o: 1,
  s: 2,
  i: 3,
  u: 4,
  e: 5,
  p: 6,
  c: 7,
  b: 8,
  t: 9,
  r: 9,
  z: 9,
  k: 10,
  a: 11,
};
const ONCE: ReadonlySet<string> = new Set(['v', 'o', 's', 'i', 'u', 'c', 'z', 'k']);

const ORIGIN = /^\S+ \d{1,20} \d{1,20} IN IP[46] \S+$/;
const TIMING = /^\d{1,20} \d{1,20}$/;
const CONNECTION = /^IN IP[46] \S+$/;
const BANDWIDTH = /^[A-Za-z0-9-]+:\d{1,15}$/;

/** Checks the lines before the first `m=`. */
export function checkSessionLines(lines: readonly SdpLine[]): Refused | undefined {
  const seen = new Set<string>();
  let rank = 0;
  for (const line of lines) {
    const own = RANK[line.type];
    if (own === undefined) return unknownLine(line);
    if (own < rank)
      return refused(`Line ${line.number} (${line.type}=) stands too late.`, line.number);
    if (seen.has(line.type) && ONCE.has(line.type)) {
      return refused(`Line ${line.number} is a second ${line.type}= line.`, line.number);
    }
    seen.add(line.type);
    rank = own;
    const wrong = checkValue(line);
    if (wrong !== undefined) return wrong;
  }
  for (const type of ['v', 'o', 's', 't']) {
    if (!seen.has(type)) return refused(`The ${type}= line is missing.`);
  }
  return undefined;
}

/** RFC 8866 §5: a description with a type letter that is not understood is not usable. */
export function unknownLine(line: SdpLine): Refused {
  return refused(`Line ${line.number} has the unknown type ${quoted(line.type)}.`, line.number);
}

/** What session and media lines have in common. */
export function checkValue(line: SdpLine): Refused | undefined {
  const fits = FORMS[line.type]?.test(line.value) ?? true;
  if (fits) return undefined;
  return refused(
    `Line ${line.number} is no valid ${line.type}= line: ${quoted(line.value)}.`,
    line.number,
  );
}

const FORMS: Readonly<Record<string, RegExp>> = {
  v: /^0$/,
  o: ORIGIN,
  t: TIMING,
  c: CONNECTION,
  b: BANDWIDTH,
};
