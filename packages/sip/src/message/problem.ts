import type { SipMessage } from './message.ts';

/** Why a message was refused: one stable code a cause. */
export type ProblemCode =
  | 'too-large'
  | 'too-many-headers'
  | 'incomplete'
  | 'start-line'
  | 'version'
  | 'status-code'
  | 'header-line'
  | 'line-break'
  | 'request-uri'
  | 'missing-header'
  | 'repeated-header'
  | 'header-value'
  | 'method-mismatch'
  | 'content-length';

/** A refused message. */
export interface MessageProblem {
  readonly code: ProblemCode;
  /** The final response that a request like this gets; a response like this is dropped. */
  readonly status: 400 | 505 | 513;
  /** A sentence for the log and the reason phrase; it never quotes the message. */
  readonly detail: string;
  /**
   * What could be read before the fault, so that an answer finds its way. `undefined` where not even
   * the header fields could be told apart; such a message gets no answer.
   */
  readonly message?: SipMessage;
}

export type ParsedMessage =
  | { readonly ok: true; readonly message: SipMessage }
  | { readonly ok: false; readonly problem: MessageProblem };

const statuses: Partial<Record<ProblemCode, 505 | 513>> = {
  version: 505,
  'too-large': 513,
  'too-many-headers': 513,
};

export function problemOf(code: ProblemCode, detail: string, message?: SipMessage): MessageProblem {
  const status = statuses[code] ?? 400;
  return message === undefined ? { code, status, detail } : { code, status, detail, message };
}
