import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, type Clock, type ErrorCode, type Logger, newId } from '../../kernel/index.ts';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import { answerRaw } from './wire-server.ts';

/** Headers that decide who asks or for what; two of them would mean two things. */
const ONCE = new Set(['host', 'authorization', 'x-api-key', 'idempotency-key', 'content-type']);
const ONCE_LENGTHS = new Set([...ONCE].map((name) => name.length));

/**
 * What HTTP itself forbids or leaves open to two readings (RFC 9112 §3.2, RFC 9110 §5.3).
 * @returns the refusal, or undefined for a sound header section
 */
export function ambiguityOf(request: IncomingMessage): AppError | undefined {
  if (request.headers.host === undefined && request.httpVersion === '1.1') {
    return new AppError('bad_request', { issues: [{ path: 'Host', message: 'host_missing' }] });
  }
  const { rawHeaders } = request;
  let seen = 0;
  let names: Set<string> | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const raw = rawHeaders[i] ?? '';
    if (!ONCE_LENGTHS.has(raw.length)) continue;
    const name = raw.toLowerCase();
    if (!ONCE.has(name)) continue;
    seen += 1;
    if (seen === 1) continue;
    names ??= namesBefore(rawHeaders, i);
    if (names.has(name)) {
      return new AppError('bad_request', { issues: [{ path: raw, message: 'repeated_header' }] });
    }
    names.add(name);
  }
  return undefined;
}

function namesBefore(rawHeaders: readonly string[], end: number): Set<string> {
  const names = new Set<string>();
  for (let i = 0; i < end; i += 2) names.add((rawHeaders[i] ?? '').toLowerCase());
  return names;
}

/** Answers what is no HTTP request at all, is too slow or has too large a header, as a problem. */
export function clientErrorHandler(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publicUrl: () => string;
}): (error: Error, socket: Duplex) => void {
  return (error, socket) => {
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'ECONNRESET' || code === 'EPIPE') {
      socket.destroy();
      return;
    }
    const refusal = new AppError(codeOf(code));
    const requestId = newId('req', parts.clock.nowMs());
    const problem = problemOf(refusal, { requestId, locale: 'en', publicUrl: parts.publicUrl() });
    const reason = STATUS_CODES[problem.status] ?? 'Bad Request';
    answerRaw(socket, problem.status, reason, PROBLEM_TYPE, JSON.stringify(problem));
    parts.logger.info(
      { area: 'http', route: null, status: problem.status, request_id: requestId, parser: code },
      'request refused before it was understood',
    );
  };
}

function codeOf(code: string): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  return 'bad_request';
}
