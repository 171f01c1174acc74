import { parseAs, type Static, type TSchema } from '@sky-genesis/protocol';
import { backoffMs } from './backoff.ts';
import { NetworkError, ProtocolError, SgeError, SignedOutError } from './sge-error.ts';
import type { TokenSource } from './token-source.ts';
import { wait } from './wait.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the server's origin: `/api/v1/…`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Repeats are harmless: a GET, or a POST whose Idempotency-Key the client adds. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal;
}

const attempts = 3;
const pacing = { baseMs: 300, maxMs: 3000, random: Math.random };

/** The REST API's transport: bearer token, problem details, parsing, and retries where they are harmless. */
export class HttpClient {
  readonly #origin: string;
  readonly #tokens: TokenSource;
  readonly #language: (() => string) | undefined;

  constructor(origin: string, tokens: TokenSource, language?: () => string) {
    this.#origin = origin;
    this.#tokens = tokens;
    this.#language = language;
  }

  /**
   * @returns the body, parsed by `schema`
   * @throws SgeError the server has refused · NetworkError it was not reached · ProtocolError its
   * answer is unreadable · SignedOutError there is no session any more
   */
  async request<S extends TSchema>(schema: S, request: HttpRequest): Promise<Static<S>> {
    const parsed = parseAs(schema, await this.#repeatedly(request));
    if (parsed === undefined) throw new ProtocolError(`unreadable answer to ${request.path}`);
    return parsed;
  }

  /** Asks for something whose answer is not read. @throws as `request` */
  async command(request: HttpRequest): Promise<void> {
    await this.#repeatedly(request);
  }

  async #repeatedly(request: HttpRequest): Promise<unknown> {
    const headers = this.#headers(request);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#authenticated(request, headers);
      } catch (error) {
        const mayRepeat = request.repeatable && attempt + 1 < attempts && isPassing(error);
        if (!mayRepeat || request.signal?.aborted === true) throw error;
        await wait(backoffMs(attempt, pacing), request.signal);
      }
    }
  }

  #headers(request: HttpRequest): Record<string, string> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#language !== undefined) headers['accept-language'] = this.#language();
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    if (request.method === 'POST' && request.repeatable) {
      headers['idempotency-key'] = crypto.randomUUID();
    }
    return headers;
  }

  async #authenticated(request: HttpRequest, headers: Record<string, string>): Promise<unknown> {
    const token = await this.#tokens.get();
    try {
      return await this.#once(request, { ...headers, authorization: `Bearer ${token}` });
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      this.#tokens.refuse(token);
      const fresh = await this.#tokens.get();
      if (fresh === token) throw new SignedOutError('the token is refused', { cause: error });
      return await this.#once(request, { ...headers, authorization: `Bearer ${fresh}` });
    }
  }

  async #once(request: HttpRequest, headers: Record<string, string>): Promise<unknown> {
    const response = await fetch(`${this.#origin}${request.path}${queryOf(request.query)}`, {
      method: request.method,
      headers,
      // The bearer token decides who asks, never a cookie that happens to be there.
      credentials: 'omit',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    }).catch((cause: unknown) => {
      throw new NetworkError('the server could not be reached', { cause });
    });
    const text = await response.text().catch((cause: unknown) => {
      throw new NetworkError('the answer broke off', { cause });
    });
    const body = jsonOf(text);
    if (!response.ok) throw SgeError.of(response.status, body);
    return body;
  }
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof SgeError && error.status === 401;
}

/** Worth another attempt: the network, a proxy's 502 to 504, an overload. */
function isPassing(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return error instanceof SgeError && [429, 502, 503, 504].includes(error.status);
}

function queryOf(query: HttpRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
