import { checkFields } from './check-fields.ts';
import { cutHead, type Head } from './head.ts';
import { HeaderFields } from './header-fields.ts';
import { SIP_LIMITS } from './limits.ts';
import type { SipMessage } from './message.ts';
import { noBody } from './message.ts';
import { type MessageProblem, type ParsedMessage, type ProblemCode, problemOf } from './problem.ts';
import { parseStartLine, type StartLine } from './start-line.ts';

const blankLine = '\r\n\r\n';

/**
 * Parses one message from the bytes of a datagram, of a WebSocket frame, or of a stream after
 * {@link StreamFramer} has cut it. Bytes after Content-Length are dropped, fewer than Content-Length
 * refuse the message (RFC 3261 §18.3). Never throws. The body is a view of `bytes`, not a copy.
 */
export function parseMessage(bytes: Uint8Array): ParsedMessage {
  if (bytes.byteLength > SIP_LIMITS.maxMessageBytes)
    return refuse('too-large', `It has more than ${SIP_LIMITS.maxMessageBytes} bytes.`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  // §7.5: blank lines before the start line are ignored.
  while (buffer[start] === 0x0d && buffer[start + 1] === 0x0a) start += 2;
  const end = buffer.indexOf(blankLine, start, 'latin1');
  if (end < 0) return refuse('incomplete', 'The header fields do not end in a blank line.');
  const head = cutHead(buffer.toString('latin1', start, end));
  if ('code' in head) return { ok: false, problem: head };
  return assemble(head, bytes.subarray(end + blankLine.length));
}

function refuse(code: ProblemCode, detail: string): ParsedMessage {
  return { ok: false, problem: problemOf(code, detail) };
}

function assemble(head: Head, rest: Uint8Array): ParsedMessage {
  const startLine = parseStartLine(head.startLine);
  if (startLine === undefined)
    return refuse('start-line', 'The first line is neither a request nor a status line.');
  const headers = new HeaderFields(head.fields);
  const message = messageOf(startLine, headers, noBody);
  const found = startLine.problem ?? head.problem ?? checkFields(message);
  if (found) return { ok: false, problem: { ...found, message } };
  const length = bodyLength(headers, rest.byteLength);
  if (typeof length !== 'number') return { ok: false, problem: { ...length, message } };
  return { ok: true, message: messageOf(startLine, headers, rest.subarray(0, length)) };
}

function messageOf(line: StartLine, headers: HeaderFields, body: Uint8Array): SipMessage {
  if (line.kind === 'request')
    return { kind: 'request', method: line.method, uri: line.uri, headers, body };
  return { kind: 'response', status: line.status, reason: line.reason, headers, body };
}

function bodyLength(headers: HeaderFields, available: number): number | MessageProblem {
  const text = headers.get('content-length');
  if (text === undefined) return available;
  if (Number(text) > available)
    return problemOf('content-length', 'The body is shorter than its Content-Length.');
  return Number(text);
}
