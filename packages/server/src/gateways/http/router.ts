import type { RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { AppError } from '../../kernel/index.ts';
import { Exchange } from './exchange.ts';
import { parseJsonBody } from './json-body.ts';
import type { Pages } from './pages.ts';
import type { Route } from './route.ts';
import { type AllowedMethods, fastifyPath } from './route-table.ts';
import { type RouteParts, routeHandler } from './run-route.ts';
import { TextBody, wrongType } from './text-body.ts';

const DEFAULT_BODY_LIMIT_BYTES = 65_536;
const MAX_PATH_PARAMETER_CHARS = 512;

export interface Wiring {
  readonly trustedProxies: readonly string[];
  readonly serve: (handler: RequestListener) => Server;
  readonly routes: readonly Route[];
  /** For what is no HTTP request at all. */
  readonly onClientError: (error: Error, socket: Duplex) => void;
  readonly pages: Pages;
  /** For the 405 of an address that no route of the request's method has. */
  readonly allowed: AllowedMethods;
  readonly parts: RouteParts;
}

/** Fastify as a router and a reader of bodies: validation, answers and logs are the gateway's own. */
export async function createRouter(wiring: Wiring): Promise<FastifyInstance> {
  const { serve, routes, trustedProxies, parts } = wiring;
  const app = fastify({
    serverFactory: serve,
    logger: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: DEFAULT_BODY_LIMIT_BYTES,
    return503OnClosing: false,
    exposeHeadRoutes: true,
    requestIdHeader: false,
    genReqId: () => '',
    clientErrorHandler: wiring.onClientError,
    frameworkErrors: (error, request, reply) => refuse(error, request, reply, parts),
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_CHARS, ignoreTrailingSlash: true },
  });
  acceptJsonOnly(app, routes);
  answerUnrouted(app, wiring);
  for (const route of routes) {
    app.route({
      method: route.method,
      url: fastifyPath(route.path),
      bodyLimit: route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES,
      handler: routeHandler(route, parts),
    });
  }
  await app.ready();
  return app;
}

/** Pages, unknown addresses, wrong methods, and bodies that could not be read. */
function answerUnrouted(app: FastifyInstance, { pages, allowed, parts }: Wiring): void {
  const missing = (request: FastifyRequest): AppError => {
    const methods = allowed(pathOf(request));
    if (methods.length === 0) return new AppError('not_found');
    const params = { method: request.method, allow: methods.join(', ') };
    return new AppError('method_not_allowed', { params });
  };
  app.setNotFoundHandler((request, reply) => {
    reply.hijack();
    const exchange = exchangeOf(request, reply, parts);
    pages.serve(pathOf(request), exchange).then(
      (served) => {
        if (!served) parts.responder.problem(exchange, missing(request));
      },
      (error: unknown) => parts.responder.problem(exchange, error),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    // An unknown address is unknown whatever body was sent to it.
    refuse(request.is404 ? missing(request) : bodyError(error, request), request, reply, parts);
  });
}

/**
 * Bodies are JSON or empty, whatever type an empty one claims to be (`curl -X POST -d ''`), but for the
 * types of routes that name another.
 */
function acceptJsonOnly(app: FastifyInstance, routes: readonly Route[]): void {
  const named = routes.flatMap(({ path, bodyType }) =>
    bodyType === undefined ? [] : [[fastifyPath(path), bodyType] as const],
  );
  const typeOf = new Map<string | undefined, string>(named);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (_, text, done) => {
    try {
      done(null, parseJsonBody(text));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  for (const type of new Set(typeOf.values())) {
    app.addContentTypeParser<string>(type, { parseAs: 'string' }, (_, text, done) => {
      done(null, text.length === 0 ? undefined : new TextBody(type, text));
    });
  }
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (request, text, done) => {
    if (text.length === 0) done(null, undefined);
    else done(wrongType(typeOf.get(request.routeOptions.url)));
  });
}

function bodyError(error: unknown, request: FastifyRequest): unknown {
  const isTooLarge =
    error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
  if (!isTooLarge) return error;
  const params = { limit: request.routeOptions.bodyLimit };
  return new AppError('payload_too_large', { params, cause: error });
}

function refuse(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: RouteParts,
): void {
  reply.hijack();
  parts.responder.problem(exchangeOf(request, reply, parts), error);
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply, parts: RouteParts): Exchange {
  const pattern = request.is404 ? undefined : request.routeOptions.url?.replace(/:(\w+)/g, '{$1}');
  return new Exchange(request, reply.raw, parts.clock.nowMs(), pattern, parts.aborts);
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0] ?? '';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
