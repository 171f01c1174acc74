import { Problem, parseAs } from '@sky-genesis/protocol';

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A refusal of the server, as its RFC 9457 problem details tell it. */
export class SgeError extends Error {
  override readonly name = 'SgeError';
  /** Stable, from the protocol's catalogue; `http_<status>` when the answer was no problem+json. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(problem: Omit<Problem, 'request_id' | 'type'> & { readonly request_id?: string }) {
    super(problem.detail === '' ? problem.title : problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? null;
  }

  /** Of an answer's status and JSON body, whatever that is. */
  static of(status: number, body: unknown): SgeError {
    const problem = parseAs(Problem, body);
    if (problem !== undefined) return new SgeError(problem);
    const title = `the server answered ${status}`;
    return new SgeError({ code: `http_${status}`, status, title, detail: '' });
  }
}

/** The server could not be reached, or went away before it answered. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code = 'network_lost';
}

/** The server said something this version of the SDK cannot read. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code = 'protocol_error';
}

/** There is no session any more and none could be had: the user must sign in again. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
  readonly code = 'signed_out';
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof SgeError && codes.includes(error.code);
}
