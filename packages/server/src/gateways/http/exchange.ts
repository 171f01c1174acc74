import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Locale } from '@sky-genesis/protocol';
import type { Principal } from '../../kernel/index.ts';
import { isLoopbackAddress, newId, type Secret } from '../../kernel/index.ts';
import { type Cookies, parseCookies } from '../wire/cookies.ts';
import { negotiateLocale } from '../wire/locale.ts';
import { traceIdOf } from '../wire/trace.ts';
import { bearerOf } from './bearer.ts';
import type { RequestFacts } from './route.ts';

const FORWARDING = /^(?:forwarded$|x-forwarded-|x-real-ip$)/;

/** What is read of a request; `ip`, `protocol` and `host` are a trusted proxy's where there is one. */
export interface IncomingFacts {
  readonly raw: IncomingMessage;
  readonly headers: IncomingMessage['headers'];
  readonly method: string;
  readonly ip: string;
  readonly protocol: 'http' | 'https';
  readonly host: string;
}

/**
 * One request and its answer. What few requests need (cookies, the language, an abort signal) is
 * worked out when it is asked for.
 */
export class Exchange implements RequestFacts {
  readonly id: string;
  readonly startedAtMs = performance.now();
  readonly traceId: string;
  readonly request: IncomingFacts;
  readonly response: ServerResponse;
  /** The route's pattern; undefined when none matched. */
  route: string | undefined;
  org: string | undefined;
  principal: Principal | undefined;
  /** The call that the request is about, for its log line. */
  callId: string | undefined;
  /** The room that it is about, likewise. */
  roomId: string | undefined;
  /** RateLimit-Policy and RateLimit, once the request has been counted. */
  rate: readonly [policy: string, state: string] | undefined;
  readonly #aborts: Set<AbortController>;
  #locale: Locale | undefined;
  #cookies: Cookies | undefined;
  #abort: AbortController | undefined;

  /** @param aborts where controllers of waiting requests stand, for the drain to abort them */
  constructor(
    request: IncomingFacts,
    response: ServerResponse,
    nowMs: number,
    route: string | undefined,
    aborts: Set<AbortController>,
  ) {
    this.id = newId('req', nowMs);
    this.request = request;
    this.response = response;
    this.route = route;
    this.#aborts = aborts;
    this.traceId = traceIdOf(this.header('traceparent'));
  }

  /** A header that came once; undefined when absent. */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return typeof value === 'string' ? value : value?.[0];
  }

  get locale(): Locale {
    this.#locale ??= negotiateLocale(this.header('accept-language'));
    return this.#locale;
  }

  get ip(): string {
    return this.request.ip;
  }

  get fromLoopback(): boolean {
    const address = this.request.raw.socket.remoteAddress;
    return (
      address !== undefined &&
      isLoopbackAddress(address) &&
      !Object.keys(this.request.headers).some((name) => FORWARDING.test(name))
    );
  }

  get cookies(): Cookies {
    this.#cookies ??= parseCookies(this.header('cookie'));
    return this.#cookies;
  }

  get origin(): string | undefined {
    return this.header('origin');
  }

  get userAgent(): string {
    return this.header('user-agent') ?? '';
  }

  get ifMatch(): string | undefined {
    return this.header('if-match');
  }

  get bearer(): Secret | undefined {
    return bearerOf(this.header('authorization'));
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const controller = new AbortController();
      this.#abort = controller;
      this.#aborts.add(controller);
      this.response.once('close', () => {
        this.#aborts.delete(controller);
        controller.abort();
      });
    }
    return this.#abort.signal;
  }
}
