import type { Static, TSchema } from 'typebox';
import type { ErrorCode, Grant, Scope, Secret, Write } from '../../kernel/index.ts';

export interface Reply {
  readonly status: number;
  /** Wire JSON of the schema that `responses[status]` names; absent for 204. */
  readonly body?: unknown;
  /** In place of `body`: what is no JSON. */
  readonly text?: { readonly mediaType: string; readonly value: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RequestFacts {
  /** `req_…`, also in the problem and in the log line. */
  readonly id: string;
  readonly locale: 'en' | 'fr';
  /** The peer's address, the trusted proxy's client if there is one. */
  readonly ip: string;
  /** Loopback socket peer and no forwarding header. */
  readonly fromLoopback: boolean;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly origin: string | undefined;
  readonly userAgent: string;
  /** RFC 9110 §13.1.1. */
  readonly ifMatch: string | undefined;
  /** The token of `Authorization: Bearer`, for routes that judge it themselves. */
  readonly bearer: Secret | undefined;
  /** Aborted when the client goes away: a long poll ends with it. */
  readonly signal: AbortSignal;
}

export interface RouteContext {
  /** Of the authenticated principal; on routes with `auth: 'none'` the `system` of org `default` with no grants. */
  readonly scope: Scope;
  readonly facts: RequestFacts;
  /** `Authenticated.expiresAtMs` of the credential shown; null for API keys and without authentication. */
  readonly credentialExpiresAtMs: number | null;
  /**
   * On routes that create, writes to commit with the command so that its Idempotency-Key answers `reply`
   * again. Empty when the request carries no key.
   */
  readonly receipt: (reply: Reply) => readonly Write[];
  /** On routes that keep a part: what the receipt of this Idempotency-Key holds, to be made whole again. */
  readonly kept?: Reply;
}

type Input<S> = S extends TSchema ? Static<S> : undefined;

export interface RouteDefinition<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** OpenAPI style: `/api/v1/voip/calls/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `session`: only the console's cookie, `none`: open to all. */
  readonly auth: 'required' | 'session' | 'none';
  /** Checked before the handler runs. */
  readonly grant?: Grant;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body's media type where it is no JSON: `body` is the schema of its text. */
  readonly bodyType?: string;
  /** A POST whose body may be absent altogether. */
  readonly bodyOptional?: boolean;
  /** Honours Idempotency-Key. */
  readonly creates?: boolean;
  /** Its receipts hold only a part of the reply; the handler makes the rest of `context.kept`. */
  readonly keepsPart?: boolean;
  /** Not counted against rate limits: probes. */
  readonly unlimited?: boolean;
  /** 64 KiB when absent. */
  readonly bodyLimitBytes?: number;
  /** The media type of answers that are no JSON: their schema is that of a text. */
  readonly answerType?: string;
  /** Schema per status; null: no body. Problems are documented by the gateway. */
  readonly responses: Readonly<Record<number, TSchema | null>>;
  /** What this route refuses besides what its kind of route does: for the documentation. */
  readonly refusals?: readonly ErrorCode[];
  readonly handler: (
    input: { readonly params: Input<P>; readonly query: Input<Q>; readonly body: Input<B> },
    context: RouteContext,
  ) => Promise<Reply>;
}

/** Turns what came over the wire into the type a schema promises. */
export type Parse<T> = (raw: unknown) => T;

export interface ParserCompiler {
  /**
   * A parser that throws AppError `validation_failed` with every issue found. Without a schema it
   * accepts only the absence of a value.
   */
  compile<T>(schema: TSchema | undefined, part: InputPart): Parse<T>;
}

export type InputPart = 'params' | 'query' | 'body';

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Parses the input by the route's schemas, then runs the route's handler. */
export type BoundHandler = (raw: RawInput, context: RouteContext) => Promise<Reply>;

/**
 * A route as the gateway keeps it: the handler's input types live on only inside `bind`, which joins
 * the handler to the parsers of its own schemas.
 */
export interface Route
  extends Omit<
    RouteDefinition<TSchema | undefined, TSchema | undefined, TSchema | undefined>,
    'handler'
  > {
  readonly bind: (compiler: ParserCompiler) => BoundHandler;
}

/** Types a route's handler by its schemas. The gateway validates the input before it calls. */
export function defineRoute<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  const { handler, ...facts } = definition;
  return {
    ...facts,
    bind: (compiler) => {
      const params = compiler.compile<Input<P>>(facts.params, 'params');
      const query = compiler.compile<Input<Q>>(facts.query, 'query');
      const body = compiler.compile<Input<B>>(facts.body, 'body');
      return async (raw, context) =>
        handler(
          { params: params(raw.params), query: query(raw.query), body: body(raw.body) },
          context,
        );
    },
  };
}
