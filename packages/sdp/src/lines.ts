import { SDP_LIMITS } from './limits.ts';
import { accepted, type Parsed, quoted, refused } from './parsed.ts';

/** `<type>=<value>` (RFC 8866 §5). */
export interface SdpLine {
  readonly type: string;
  readonly value: string;
  /** 1-based. */
  readonly number: number;
}

const LINE = /^([a-z])=(.+)$/;

/** Splits a description into its lines. CRLF ends a line; a bare LF is tolerated (RFC 8866 §5). */
export function splitLines(text: string): Parsed<readonly SdpLine[]> {
  if (text.length === 0) return refused('The session description is empty.');
  if (text.length > SDP_LIMITS.maxLength) {
    return refused(`The session description is longer than ${SDP_LIMITS.maxLength} characters.`);
  }
  const raw = text.split(/\r?\n/);
  if (raw.at(-1) === '') raw.pop();
  const lines: SdpLine[] = [];
  for (const [index, content] of raw.entries()) {
    const number = index + 1;
    if (content.length > SDP_LIMITS.maxLineLength) {
      return refused(
        `Line ${number} is longer than ${SDP_LIMITS.maxLineLength} characters.`,
        number,
      );
    }
    const match = LINE.exec(content);
    if (match?.[1] === undefined || match[2] === undefined || /[\0\r]/.test(content)) {
      return refused(
        `Line ${number} is not of the form <type>=<value>: ${quoted(content)}.`,
        number,
      );
    }
    lines.push({ type: match[1], value: match[2], number });
  }
  return accepted(lines);
}
