import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorSentence, type Locale, type Problem } from '@sky-genesis/protocol';
import { type AppError, ERROR_CODES } from '../../kernel/index.ts';

/**
 * Answers an upgrade request over HTTP, as RFC 9457 problem details, before any WebSocket exists. A
 * browser shows its page only that the connection failed (1006); everybody else sees why.
 */
export function refuseUpgrade(
  socket: Duplex,
  error: AppError,
  { locale, requestId }: { readonly locale: Locale; readonly requestId: string },
): void {
  const status = ERROR_CODES[error.code].http;
  const { title, detail } = errorSentence(error.code, locale, error.params);
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail,
    code: error.code,
    request_id: requestId,
  };
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Content-Language: ${locale}`,
    'Cache-Control: no-store',
    'Connection: close',
    ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
