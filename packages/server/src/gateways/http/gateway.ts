import type { RequestListener, Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/index.ts';
import { Admission } from './admission.ts';
import { openConsole } from './console-files.ts';
import { createDocumentation } from './documentation.ts';
import { frontDoor } from './front-door.ts';
import { Idempotency } from './idempotency.ts';
import { clientErrorHandler } from './malformed.ts';
import { DEFAULT_LIMITS, type HttpGatewayOptions, type HttpLimits } from './options.ts';
import { Pages } from './pages.ts';
import { scheduleReceiptRemoval } from './receipt-removal.ts';
import { Responder } from './responder.ts';
import { allowedMethods } from './route-table.ts';
import { createRouter } from './router.ts';
import { healthRoutes } from './routes/health.ts';
import { usualUrl } from './usual-url.ts';
import { createWireServer } from './wire-server.ts';

export interface HttpGateway {
  /** The Node server, for the WebSocket gateway to take upgrades from. */
  readonly server: Server;
  /** Origin under which users reach the server; set once it listens. */
  readonly url: string;
  listen(address: { readonly host: string; readonly port: number }): Promise<void>;
  /** Takes no new requests, lets running ones finish, aborts long polls; cut after the drain time. */
  close(): Promise<void>;
}

/** What changes while the gateway lives. */
interface Life {
  url: string;
  draining: boolean;
  /** Of requests that wait for something: long polls. */
  readonly aborts: Set<AbortController>;
}

/** The REST API, its documentation and the console's files on one server. Does not listen yet. */
export async function createHttpGateway(options: HttpGatewayOptions): Promise<HttpGateway> {
  const { config, clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...config.limits };
  const life: Life = { url: config.publicUrl ?? '', draining: false, aborts: new Set() };
  const router = await assemble(options, limits, life);
  const stopRemoval = scheduleReceiptRemoval(options);
  return {
    server: router.server,
    get url() {
      return life.url;
    },
    listen: async ({ host, port }) => {
      await router.listen({ host, port });
      life.url = config.publicUrl ?? usualUrl(router.server.address(), config.tls !== undefined);
    },
    close: () => {
      stopRemoval();
      return drain(router, life, { clock, timeoutMs: limits.drainTimeoutMs });
    },
  };
}

async function assemble(
  options: HttpGatewayOptions,
  limits: HttpLimits,
  life: Life,
): Promise<FastifyInstance> {
  const { config, clock, logger, version, healthChecks: checks } = options;
  const { aborts } = life;
  const publicUrl = () => life.url;
  const isDraining = () => life.draining;
  const responder = new Responder({
    logger,
    secure: config.tls !== undefined,
    publicUrl,
    isDraining,
  });
  const routes = [...options.routes, ...healthRoutes({ version, checks, isDraining, clock })];
  const documentation = await createDocumentation({ routes, version, publicUrl });
  const documents = documentation.paths.map((path) => ({ method: 'GET', path }) as const);
  const console = await openOptionalConsole(options);
  const admission = new Admission({ ...options, publicUrl, rateLimits: config.rateLimits });
  const idempotency = new Idempotency(options.receipts, options.envelopeKey, clock);
  const refusals = options.refusals ?? (() => undefined);
  return createRouter({
    trustedProxies: config.trustedProxies,
    serve: (handler: RequestListener) => {
      const allowedOrigins = new Set(config.allowedOrigins);
      const parts = { handler, responder, clock, aborts, isDraining, allowedOrigins };
      const listener = frontDoor(parts);
      return createWireServer(config, limits, listener);
    },
    routes,
    onClientError: clientErrorHandler({ clock, logger, publicUrl }),
    pages: new Pages({ documentation, console, responder }),
    allowed: allowedMethods([...routes, ...documents]),
    parts: { admission, idempotency, responder, refusals, clock, aborts },
  });
}

async function openOptionalConsole({ consoleDir, config, logger }: HttpGatewayOptions) {
  if (consoleDir === undefined) return undefined;
  const files = await openConsole(consoleDir, { secure: config.tls !== undefined });
  if (files === undefined) logger.warn({ area: 'http' }, 'the console is not built: / is empty');
  return files;
}

async function drain(
  router: FastifyInstance,
  life: Life,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<void> {
  life.draining = true;
  for (const controller of life.aborts) controller.abort();
  const cancel = clock.schedule(timeoutMs, () => router.server.closeAllConnections());
  await router.close();
  cancel();
}
