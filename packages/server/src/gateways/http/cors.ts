import type { IncomingMessage, ServerResponse } from 'node:http';

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, Accept-Language, If-Match, X-API-Key, traceparent';
const ANSWER_HEADERS =
  'X-Request-Id, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, Content-Language, Location, Link, ETag, Accept-Patch';
const PREFLIGHT_AGE_S = '7200';

/**
 * Lets pages of the given origins read the API's answers (Fetch §3.2, CORS). They show a bearer token:
 * the console's cookie is never sent from another origin, since credentials are not allowed here.
 * @returns whether it has answered, which is so for a preflight.
 */
export function allowOrigin(
  allowed: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !allowed.has(origin)) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Expose-Headers', ANSWER_HEADERS);
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return false;
  response.writeHead(204, {
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': REQUEST_HEADERS,
    'Access-Control-Max-Age': PREFLIGHT_AGE_S,
  });
  response.end();
  return true;
}
