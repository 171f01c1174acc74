import type { Scope, Write } from '../../kernel/index.ts';
import type { Signal, SignalType } from './signal.ts';

export interface SendSignalInput {
  /** Absent: every other member of the call. */
  readonly toUser?: string;
  readonly messageType: SignalType;
  /** Unchecked JSON of the client. */
  readonly payload?: unknown;
}

export interface MailboxQuery {
  /** Messages with `seq > after`. */
  readonly after: number;
  readonly limit: number;
  /** How long to wait for a first message when there is none, in milliseconds; 0: not at all. */
  readonly waitMs: number;
  /** Ends the wait with what there is. */
  readonly signal?: AbortSignal;
}

export interface MailboxPage {
  readonly items: readonly Signal[];
  /** `after` of the next page when more are waiting already; null otherwise. */
  readonly next: number | null;
}

/** Writes that must be durable with the message, or not at all (an idempotency receipt). */
export type AlsoCommitSignal = (signalId: string) => readonly Write[];

/** What members of a call say to each other: each a durable event of the call's stream. */
export interface Signaling {
  /**
   * Resolves once the message is durable.
   * @throws AppError `call_not_found` | `call_ended` | `call_state_conflict` (the sender is out of the
   * call) | `recipient_not_in_call` | `sdp_invalid` |
   * `payload_too_large` | `validation_failed`.
   */
  send(
    scope: Scope,
    callId: string,
    input: SendSignalInput,
    alsoCommit?: AlsoCommitSignal,
  ): Promise<Signal>;
  /**
   * The message that `send` stored as `signalId` for the same input: also once its payload is erased.
   * @throws AppError `call_not_found`.
   */
  sent(scope: Scope, callId: string, input: SendSignalInput, signalId: string): Promise<Signal>;
  /** What others have sent to the reader. It is empty for who is out of the call, and when that has ended. */
  read(scope: Scope, callId: string, query: MailboxQuery): Promise<MailboxPage>;
}
