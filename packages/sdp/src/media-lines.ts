import { checkAttribute } from './attributes.ts';
import type { SdpLine } from './lines.ts';
import { quoted, type Refused, refused } from './parsed.ts';
import { checkValue, unknownLine } from './session-lines.ts';

/** `<media> <port>[/<count>] <proto> <fmt> …` (RFC 8866 §5.14). */
const MEDIA =
  /^([A-Za-z0-9-]+) (\d{1,5})(?:\/(\d{1,5}))? ([A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*) (\S+(?: \S+)*)$/;
const RTP_PROFILE = /(?:^|\/)RTP\//;
/** Lines of a media section; their order is not enforced, as browsers and their users do not keep it. */
const KNOWN: ReadonlySet<string> = new Set(['i', 'c', 'b', 'k', 'a']);

/** Checks a media section: its `m=` line and what follows up to the next. */
export function checkMediaLines(lines: readonly SdpLine[]): Refused | undefined {
  const [first, ...rest] = lines;
  if (first === undefined) return undefined;
  const formats = mediaFormats(first);
  if (formats === undefined) {
    return refused(
      `Line ${first.number} is no valid m= line: ${quoted(first.value)}.`,
      first.number,
    );
  }
  for (const line of rest) {
    if (!KNOWN.has(line.type)) return unknownLine(line);
    const wrong = line.type === 'a' ? checkAttribute(line, formats) : checkValue(line);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function mediaFormats(line: SdpLine): ReadonlySet<string> | undefined {
  const match = MEDIA.exec(line.value);
  if (match === null) return undefined;
  const [, , port, , proto = '', formats = ''] = match;
  const list = formats.split(' ');
  if (Number(port) > 65_535) return undefined;
  // RFC 8866 §5.14: with RTP the formats are payload types, 7 bits (RFC 3550 §5.1).
  if (RTP_PROFILE.test(proto) && !list.every(isPayloadType)) return undefined;
  return new Set(list);
}

function isPayloadType(format: string): boolean {
  return /^\d{1,3}$/.test(format) && Number(format) <= 127;
}
