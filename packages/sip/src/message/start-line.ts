import { isToken } from './grammar.ts';
import { type MessageProblem, problemOf } from './problem.ts';
import { parseUri } from './uri.ts';

/** The first line of a message, and what is wrong with it where the rest can still be read. */
export type StartLine =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly uri: string;
      readonly problem?: MessageProblem;
    }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly reason: string;
      readonly problem?: MessageProblem;
    };

/** Reads a request line (RFC 3261 §7.1) or status line (§7.2). `undefined` where it is neither. */
export function parseStartLine(line: string): StartLine | undefined {
  return /^SIP\/[0-9]+\.[0-9]+ /i.test(line) ? parseStatusLine(line) : parseRequestLine(line);
}

/** An empty phrase is valid, and so is the missing blank before it, which the grammar asks for. */
function parseStatusLine(line: string): StartLine | undefined {
  const [, version, code = '', reason = ''] =
    /^SIP\/([0-9]+\.[0-9]+) ([0-9]+)(?: (.*))?$/i.exec(line) ?? [];
  if (version === undefined) return undefined;
  const status = Number(code);
  const read = { kind: 'response', status, reason } as const;
  if (version !== '2.0')
    return { ...read, problem: problemOf('version', 'The version is not SIP/2.0.') };
  if (code.length !== 3 || status < 100 || status > 699)
    return { ...read, problem: problemOf('status-code', 'The status code is out of range.') };
  return read;
}

/** Exactly one blank on each side of the URI and none at the end (RFC 4475 §3.1.2.8 to 3.1.2.10). */
function parseRequestLine(line: string): StartLine | undefined {
  const first = line.indexOf(' ');
  const method = line.slice(0, Math.max(first, 0));
  const [, uri = '', version = ''] =
    /^(.*?)[ ]+SIP\/([0-9]+\.[0-9]+)[ ]*$/i.exec(line.slice(first + 1)) ?? [];
  if (!isToken(method) || uri === '') return undefined;
  const read = { kind: 'request', method, uri } as const;
  if (version !== '2.0')
    return { ...read, problem: problemOf('version', 'The version is not SIP/2.0.') };
  if (line.length !== `${method} ${uri} SIP/${version}`.length || uri.startsWith(' '))
    return { ...read, problem: problemOf('start-line', 'The request line has stray blanks.') };
  const parsed = parseUri(uri);
  if (parsed === undefined)
    return { ...read, problem: problemOf('request-uri', 'The Request-URI is malformed.') };
  // §19.1.1: no header component may stand in a Request-URI (RFC 4475 §3.1.2.11).
  if ('headers' in parsed && parsed.headers.size > 0)
    return { ...read, problem: problemOf('request-uri', 'The Request-URI carries header fields.') };
  return read;
}
