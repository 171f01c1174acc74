import type { HeaderField } from './header-fields.ts';
import { SIP_LIMITS } from './limits.ts';
import { type MessageProblem, problemOf } from './problem.ts';

/** Start line and header fields, cut apart but not yet understood. */
export interface Head {
  readonly startLine: string;
  readonly fields: readonly HeaderField[];
  /** The first line that is no header field, where there is one; the others stand in `fields`. */
  readonly problem?: MessageProblem;
}

/**
 * Cuts the head of a message, given as one character a byte without the final blank line. Each line is
 * looked at once; folded lines (RFC 3261 §7.3.1) join with one space.
 */
export function cutHead(head: string): Head | MessageProblem {
  if (/\r(?!\n)|(?<!\r)\n/.test(head))
    return problemOf('line-break', 'A line ends in something other than CR LF.');
  const decode = /[\x80-\xff]/.test(head) ? decodeField : plainField;
  const firstEnd = head.indexOf('\r\n');
  const startLine = head.slice(0, firstEnd < 0 ? head.length : firstEnd);
  const fields: HeaderField[] = [];
  let problem: MessageProblem | undefined;
  let at = firstEnd < 0 ? head.length : firstEnd + 2;
  while (at < head.length) {
    const end = endOfField(head, at);
    const field = cutField(head.slice(at, end), decode);
    at = end + 2;
    if (field === undefined) problem ??= problemOf('header-line', 'A line is no header field.');
    else fields.push(field);
    if (fields.length > SIP_LIMITS.maxHeaders)
      return problemOf('too-many-headers', `There are more than ${SIP_LIMITS.maxHeaders} fields.`);
  }
  const line = decodeUtf8(startLine) ?? startLine;
  return problem ? { startLine: line, fields, problem } : { startLine: line, fields };
}

/** Where the field that starts at `start` ends, its folded lines included. */
function endOfField(head: string, start: number): number {
  let end = head.indexOf('\r\n', start);
  while (end >= 0) {
    const next = head.charCodeAt(end + 2);
    if (next !== 0x20 && next !== 0x09) return end;
    end = head.indexOf('\r\n', end + 2);
  }
  return head.length;
}

type Decode = (name: string, value: string) => HeaderField;

function cutField(line: string, decode: Decode): HeaderField | undefined {
  const colon = line.indexOf(':');
  if (colon <= 0) return undefined;
  const name = line.slice(0, colon).trimEnd();
  if (!/^[A-Za-z0-9\-.!%*_+`'~]+$/.test(name)) return undefined;
  const value = line.slice(colon + 1);
  const unfolded = value.includes('\r\n') ? value.replace(/[ \t]*\r\n[ \t]+/g, ' ') : value;
  return decode(name, trimBlanks(unfolded));
}

/** Not `trim`, which would also take U+00A0, here the half of a UTF-8 letter. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function plainField(name: string, value: string): HeaderField {
  return { name, value };
}

function decodeField(name: string, value: string): HeaderField {
  const text = decodeUtf8(value);
  if (text !== undefined) return { name, value: text };
  const bytes = Uint8Array.from(Buffer.from(value, 'latin1'));
  return { name, value: new TextDecoder().decode(bytes), bytes };
}

/** Bytes-as-characters to text; `undefined` where they are no UTF-8. */
function decodeUtf8(text: string): string | undefined {
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(text, 'latin1'),
    );
  } catch {
    return undefined;
  }
}
