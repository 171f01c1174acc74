import type { OutgoingHttpHeaders } from 'node:http';
import type { AppError, LogFields, Logger } from '../../kernel/index.ts';
import type { Exchange } from './exchange.ts';
import { PROBLEM_TYPE, problemOf, refusalOf } from './problem.ts';
import type { Reply } from './route.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
/** What nginx logs when the client went away before the answer. */
const CLIENT_CLOSED = 499;

/** Writes answers, and one log line for each. */
export class Responder {
  readonly #logger: Logger;
  readonly #secure: boolean;
  readonly #publicUrl: () => string;
  readonly #isDraining: () => boolean;

  constructor(parts: {
    readonly logger: Logger;
    readonly secure: boolean;
    readonly publicUrl: () => string;
    readonly isDraining: () => boolean;
  }) {
    this.#logger = parts.logger;
    this.#secure = parts.secure;
    this.#publicUrl = parts.publicUrl;
    this.#isDraining = parts.isDraining;
  }

  reply(exchange: Exchange, reply: Reply, replayed: boolean): void {
    const body = bodyOf(reply);
    const headers = this.#headers(exchange);
    if (body !== undefined) headers['content-type'] = reply.text?.mediaType ?? JSON_TYPE;
    if (replayed) headers['idempotency-replayed'] = 'true';
    if (reply.headers !== undefined) Object.assign(headers, lowerCased(reply.headers));
    this.#write(exchange, reply.status, headers, body);
    this.#log(exchange, reply.status);
  }

  /** Answers anything thrown as a problem (RFC 9457) in the reader's language. */
  problem(exchange: Exchange, thrown: unknown): void {
    const error = refusalOf(thrown);
    const { locale } = exchange;
    const problem = problemOf(error, {
      requestId: exchange.id,
      locale,
      publicUrl: this.#publicUrl(),
    });
    const headers = this.#headers(exchange);
    headers['content-type'] = PROBLEM_TYPE;
    headers['content-language'] = locale;
    headers.vary = 'accept-language';
    Object.assign(headers, headersOf(error, exchange));
    this.#write(exchange, problem.status, headers, JSON.stringify(problem));
    this.#log(exchange, problem.status, error);
  }

  /** A page or file that is not JSON of ours. */
  asset(exchange: Exchange, status: number, headers: OutgoingHttpHeaders, body?: Buffer): void {
    this.#write(exchange, status, { ...this.#headers(exchange), ...headers }, body);
    this.#log(exchange, status);
  }

  #headers(exchange: Exchange): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = {
      'x-request-id': exchange.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    };
    if (this.#secure) headers['strict-transport-security'] = 'max-age=31536000; includeSubDomains';
    if (exchange.rate !== undefined) {
      headers['ratelimit-policy'] = exchange.rate[0];
      headers.ratelimit = exchange.rate[1];
    }
    return headers;
  }

  #write(
    exchange: Exchange,
    status: number,
    headers: OutgoingHttpHeaders,
    body: string | Buffer | undefined,
  ): void {
    const { response } = exchange;
    if (response.headersSent || response.destroyed) return;
    if (body !== undefined) headers['content-length'] = Buffer.byteLength(body);
    // What is left of a body that was refused is not read: the connection ends with the answer. Nor
    // does a server that goes down wait for what an idle connection might still ask.
    if (this.#isDraining() || (status >= 400 && hasUnreadBody(exchange))) {
      headers.connection = 'close';
    }
    response.writeHead(status, headers);
    response.end(body);
  }

  /** The path is logged as the route's pattern: never the query, which can hold a token. */
  #log(exchange: Exchange, status: number, error?: AppError): void {
    const { route, principal, org } = exchange;
    const gone = exchange.response.destroyed && !exchange.response.writableFinished;
    const fields: LogFields = {
      area: route?.startsWith('/api/v1/voip/') === true ? 'voip' : 'http',
      method: exchange.request.method,
      route: route ?? null,
      status: gone ? CLIENT_CLOSED : status,
      ms: Math.round((performance.now() - exchange.startedAtMs) * 100) / 100,
      request_id: exchange.id,
      trace_id: exchange.traceId,
      call_id: exchange.callId,
      room_id: exchange.roomId,
      org,
      principal: principal === undefined ? undefined : `${principal.kind}:${principal.id}`,
      code: error?.code,
    };
    if (status < 500) this.#logger.info(fields, 'request');
    else this.#logger.error({ ...fields, err: causeOf(error) }, 'request failed');
  }
}

function bodyOf({ text, body }: Reply): string | undefined {
  if (text !== undefined) return text.value;
  return body === undefined ? undefined : JSON.stringify(body);
}

function hasUnreadBody({ request }: Exchange): boolean {
  if (request.raw.complete) return false;
  return 'content-length' in request.headers || 'transfer-encoding' in request.headers;
}

function headersOf(error: AppError, exchange: Exchange): OutgoingHttpHeaders {
  switch (error.code) {
    case 'unauthenticated':
    case 'token_expired':
    case 'user_disabled':
      // RFC 6750 §3; which part of a credential was wrong is never said.
      return { 'www-authenticate': challenge(exchange.header('authorization') !== undefined) };
    case 'scope_missing':
      return {
        'www-authenticate': `Bearer realm="sky-genesis", error="insufficient_scope", scope="${error.params.scope ?? ''}"`,
      };
    case 'method_not_allowed':
      return { allow: String(error.params.allow ?? '') };
    default:
      return error.retryAfterS === undefined ? {} : { 'retry-after': String(error.retryAfterS) };
  }
}

function challenge(tokenWasSent: boolean): string {
  return `Bearer realm="sky-genesis"${tokenWasSent ? ', error="invalid_token"' : ''}`;
}

function causeOf(error: AppError | undefined): Error | undefined {
  if (error?.cause === undefined) return error;
  return error.cause instanceof Error ? error.cause : new Error(String(error.cause));
}

function lowerCased(headers: Readonly<Record<string, string>>): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
