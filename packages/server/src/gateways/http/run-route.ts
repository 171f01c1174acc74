import type { RouteHandlerMethod } from 'fastify';
import { auditRefusal, type RefusalSink } from '../../domain/audit/index.ts';
import type { Clock, Write } from '../../kernel/index.ts';
import type { Admission, Admitted } from './admission.ts';
import { Exchange } from './exchange.ts';
import { checkedKey, fingerprint, type Idempotency, type IdempotentAnswer } from './idempotency.ts';
import type { Responder } from './responder.ts';
import type { BoundHandler, RawInput, Reply, Route } from './route.ts';
import { bodyFor } from './text-body.ts';
import { parsers } from './validation.ts';

export interface RouteParts {
  readonly admission: Admission;
  readonly idempotency: Idempotency;
  readonly responder: Responder;
  readonly refusals: RefusalSink;
  readonly clock: Clock;
  readonly aborts: Set<AbortController>;
}

const CALL_LOCATION = '/api/v1/voip/calls/';
const ROOM_LOCATION = '/api/v1/voip/rooms/';
const NO_WRITES: readonly Write[] = [];
const noReceipt = () => NO_WRITES;

/**
 * A route as one Fastify handler: admission, input, command, answer and log line in a row, without a
 * hook for each (a hook costs every request about as much as a small handler).
 */
export function routeHandler(route: Route, parts: RouteParts): RouteHandlerMethod {
  const run = route.bind(parsers);
  const serve = async (exchange: Exchange, raw: RawInput): Promise<void> => {
    try {
      exchange.callId = idOf(raw.params, 'call_');
      exchange.roomId = idOf(raw.params, 'room_');
      const admitted = await parts.admission.admit(exchange, route);
      const input = { ...raw, body: bodyFor(route, raw.body) };
      const { reply, replayed } = await answer(route, run, input, { exchange, admitted, parts });
      exchange.callId ??= madeAt(reply, CALL_LOCATION);
      exchange.roomId ??= madeAt(reply, ROOM_LOCATION);
      parts.responder.reply(exchange, reply, replayed);
    } catch (error) {
      parts.responder.problem(exchange, error);
      noteRefusal(parts.refusals, exchange, error);
    }
  };
  return (request, reply) => {
    reply.hijack();
    const { aborts, clock } = parts;
    const exchange = new Exchange(request, reply.raw, clock.nowMs(), route.path, aborts);
    const { params, query } = request;
    const body = request.body === undefined && route.bodyOptional ? {} : request.body;
    void serve(exchange, { params, query, body });
  };
}

/** Who has shown no valid credential is nobody, and is counted by address instead. */
function noteRefusal(sink: RefusalSink, exchange: Exchange, error: unknown): void {
  const { principal, org, route, traceId, request } = exchange;
  if (principal === undefined || org === undefined) return;
  auditRefusal(
    sink,
    { org, principal, source: 'http', traceId },
    `${request.method} ${route}`,
    error,
  );
}

async function answer(
  route: Route,
  run: BoundHandler,
  raw: RawInput,
  about: { readonly exchange: Exchange; readonly admitted: Admitted; readonly parts: RouteParts },
): Promise<IdempotentAnswer> {
  const { exchange, admitted, parts } = about;
  const { scope, credentialExpiresAtMs } = admitted;
  const context = { scope, credentialExpiresAtMs, facts: exchange };
  const header = route.creates === true ? exchange.header('idempotency-key') : undefined;
  if (header === undefined || scope.principal.kind === 'system') {
    return { reply: await run(raw, { ...context, receipt: noReceipt }), replayed: false };
  }
  const { method = '', url = '' } = exchange.request.raw;
  const request = {
    org: scope.org,
    owner: `${scope.principal.kind}:${scope.principal.id}`,
    key: checkedKey(header),
    fingerprint: fingerprint(method, url, raw.body),
  };
  const first = await parts.idempotency.run(request, (receipt) =>
    run(raw, { ...context, receipt }),
  );
  if (!first.replayed || route.keepsPart !== true) return first;
  const reply = await run(raw, { ...context, receipt: noReceipt, kept: first.reply });
  return { reply, replayed: true };
}

/** Of a path such as `/calls/{id}/end`. */
function idOf(params: unknown, prefix: string): string | undefined {
  if (typeof params !== 'object' || params === null || !('id' in params)) return undefined;
  const { id } = params;
  return typeof id === 'string' && id.startsWith(prefix) ? id : undefined;
}

function madeAt({ headers }: Reply, place: string): string | undefined {
  const location = headers?.location;
  return location?.startsWith(place) ? location.slice(place.length) : undefined;
}
