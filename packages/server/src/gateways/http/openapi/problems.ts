import { errorSentence } from '@sky-genesis/protocol';
import { ERROR_CODES, type ErrorCode } from '../../../kernel/index.ts';
import type { Route } from '../route.ts';
import type { JsonRecord } from './json.ts';

const NAMES = {
  400: ['BadRequest', 'The request cannot be understood or its input is not valid.'],
  401: ['Unauthenticated', 'No valid credential came with the request.'],
  403: ['Forbidden', 'The credential does not allow this.'],
  404: ['NotFound', 'There is no such thing, or it is not yours to see.'],
  409: ['Conflict', 'Not possible in the present state.'],
  410: ['Gone', 'It was there, and is not good for anything any more.'],
  412: ['PreconditionFailed', 'It is not in the state that the request supposes.'],
  413: ['TooLarge', 'The body is over the limit.'],
  415: ['UnsupportedMediaType', 'The body is not of the media type that this takes.'],
  422: ['Unprocessable', 'Understood, but not possible as asked.'],
  423: ['Locked', 'It is locked; whoever has locked it may open it again.'],
  428: ['PreconditionRequired', 'The request has to say which state it supposes.'],
  429: ['RateLimited', 'Too many requests; Retry-After says when to come back.'],
  500: ['InternalError', 'The server made a mistake.'],
  503: ['Unavailable', 'The server cannot do this at the moment.'],
} as const;

type ProblemStatus = keyof typeof NAMES;

const STATUSES = [
  ...[400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 423, 428, 429, 500, 503],
] as const;

/** `components.responses`: a problem for each status, with the codes it can carry. */
export function problemComponents(): JsonRecord {
  return Object.fromEntries(
    STATUSES.map((status) => {
      const [name, description] = NAMES[status];
      const codes = codesOf(status);
      const list = codes.map((code) => `\`${code}\``).join(', ');
      const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
      const schema = { $ref: '#/components/schemas/Problem' };
      const headers = retryHeaders(status);
      return [
        name,
        {
          description: `${description} Codes: ${list}.`,
          ...headers,
          content: { 'application/problem+json': { schema, examples } },
        },
      ];
    }),
  );
}

/** References to the problems that a route can answer. */
export function problemResponses(route: Route): JsonRecord {
  const changes = route.method !== 'GET';
  const statuses = new Set<ProblemStatus>([400, 500, 503]);
  const add = (...more: readonly ProblemStatus[]) => {
    for (const status of more) statuses.add(status);
  };
  if (route.unlimited !== true) add(429);
  if (route.auth !== 'none') add(401, 403);
  if (route.path.includes('{')) add(404);
  // 403 also of what is open to all: from the page of another site.
  if (changes) add(403, 409, 413, 415, 422);
  const refusals = new Set((route.refusals ?? []).map((code) => ERROR_CODES[code].http));
  add(...STATUSES.filter((status) => refusals.has(status)));
  const own = new Set(Object.keys(route.responses).map(Number));
  return Object.fromEntries(
    [...statuses]
      .filter((status) => !own.has(status))
      .sort((a, b) => a - b)
      .map((status) => [String(status), { $ref: `#/components/responses/${NAMES[status][0]}` }]),
  );
}

function retryHeaders(status: ProblemStatus): JsonRecord {
  if (status !== 429 && status !== 503) return {};
  const schema = { type: 'integer' };
  return { headers: { 'Retry-After': { description: 'Seconds to wait.', schema } } };
}

/** Codes that only a WebSocket answers are not among them. */
function codesOf(status: ProblemStatus): ErrorCode[] {
  return errorCodes().filter(
    (code) => ERROR_CODES[code].http === status && !/^(frame|channel|presence)_/.test(code),
  );
}

function exampleOf(code: ErrorCode): JsonRecord {
  const { title, detail } = errorSentence(code, 'en');
  const status = ERROR_CODES[code].http;
  const type = `https://voip.example.org/docs/errors#${code}`;
  const request_id = 'req_06h0eaz655yr97788nye5fprq8';
  return { type, title, status, detail, code, request_id };
}

/** Every error code, in the order of the table. */
export function errorCodes(): ErrorCode[] {
  return Object.keys(ERROR_CODES).filter((code): code is ErrorCode =>
    Object.hasOwn(ERROR_CODES, code),
  );
}
