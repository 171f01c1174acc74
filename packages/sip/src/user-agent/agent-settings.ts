import type { Clock } from '../clock.ts';
import type { SessionTimerWish } from '../dialog/session-timer.ts';
import type { Hop, TransportName } from '../hop.ts';
import type { SipRequest } from '../message/message.ts';
import type { MessageProblem } from '../message/problem.ts';
import type { RandomBytes } from '../random.ts';
import type { Timings } from '../transaction/timings.ts';
import type { ConnectionLimits } from '../transport/connections.ts';
import type { Resolver } from '../transport/resolver.ts';
import type { CallHandlers } from './call-handlers.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** What a user agent tells the application. What these throw goes to `onFault` and breaks nothing. */
export interface UserAgentHandlers {
  /** A call has come in. Without handlers to tell of it, it must be refused or ignored here. */
  onCall(call: IncomingCall): CallHandlers | undefined;
  /** A request outside a dialog of one of `methods` (REGISTER, MESSAGE). */
  onRequest?(request: IncomingRequest): void;
  /** Decides about a source before anything is parsed; who is not admitted hears nothing. */
  admits?(source: Hop): boolean;
  /** Decides about a request outside a dialog before it is answered in any way; scanners hear nothing. */
  screens?(request: SipRequest, source: Hop): 'serve' | 'ignore';
  /** A message that could not be read. */
  onProblem?(problem: MessageProblem, source: Hop): void;
  /** A connection was closed; what was registered by it is not reached any more. */
  onFlowClosed?(flow: string): void;
  /** A handler of the application threw. */
  onFault?(error: unknown): void;
}

export interface UserAgentLimits {
  /** Calls in both directions; an INVITE beyond gets a 503. */
  readonly maxCalls: number;
  readonly maxServerTransactions: number;
  /** Larger requests go over TCP where it is open (RFC 3261 §18.1.1). */
  readonly maxDatagramBytes: number;
}

export const defaultLimits: UserAgentLimits = {
  maxCalls: 2_000,
  maxServerTransactions: 20_000,
  maxDatagramBytes: 1_300,
};

/** 30 minutes, as RFC 4028 §4 recommends, and not below its floor. */
export const defaultSessionTimer: SessionTimerWish = { intervalS: 1_800, minimumS: 90 };

export interface UserAgentSettings {
  readonly handlers: UserAgentHandlers;
  /** User-Agent and Server fields; none where missing. */
  readonly product?: string;
  /** Methods outside dialogs that `onRequest` takes. */
  readonly methods?: readonly string[];
  /** Option tags that `onRequest` takes beside the stack's own (`path`, `outbound`). */
  readonly extensions?: readonly string[];
  readonly limits?: Partial<UserAgentLimits>;
  readonly connectionLimits?: ConnectionLimits;
  readonly sessionTimer?: SessionTimerWish;
  /** Transports to use for outgoing requests, the preferred first; all that are open where missing. */
  readonly transports?: readonly TransportName[];
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly resolver?: Resolver;
  readonly timings?: Timings;
}
