import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AppError, type Clock } from '../../kernel/index.ts';
import { allowOrigin } from './cors.ts';
import { Exchange } from './exchange.ts';
import { ambiguityOf } from './malformed.ts';
import type { Responder } from './responder.ts';

/** Turns away, before any routing, what may not come in: new work while draining, ambiguous headers. */
export function frontDoor(parts: {
  readonly handler: RequestListener;
  readonly responder: Responder;
  readonly clock: Clock;
  readonly aborts: Set<AbortController>;
  readonly isDraining: () => boolean;
  /** Other web applications that may use the API from their pages. */
  readonly allowedOrigins: ReadonlySet<string>;
}): RequestListener {
  const { handler, responder, clock, aborts, isDraining, allowedOrigins } = parts;
  const refuse = (request: IncomingMessage, response: ServerResponse, error: AppError) => {
    const incoming = {
      raw: request,
      headers: request.headers,
      method: request.method ?? '',
      ip: request.socket.remoteAddress ?? '',
      protocol: 'http',
      host: '',
    } as const;
    const exchange = new Exchange(incoming, response, clock.nowMs(), undefined, aborts);
    responder.problem(exchange, error);
  };
  return (request, response) => {
    if (allowOrigin(allowedOrigins, request, response)) return;
    // The readiness probe itself is told, by its route, that the server is going down.
    if (isDraining() && !request.url?.startsWith('/health/')) {
      refuse(request, response, new AppError('unavailable', { retryAfterS: 1 }));
      return;
    }
    const ambiguity = ambiguityOf(request);
    if (ambiguity === undefined) handler(request, response);
    else refuse(request, response, ambiguity);
  };
}
