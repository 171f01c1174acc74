import type { SipMessage } from '../message/message.ts';
import type { AgentContext } from './agent-context.ts';
import type { CallEnd } from './call-end.ts';
import type { CallHandlers } from './call-handlers.ts';
import type { DialogLink } from './dialog-link.ts';
import type { OfferExchange } from './offer-exchange.ts';

/** What the parts of one session share. */
export interface SessionShared {
  readonly context: AgentContext;
  readonly link: DialogLink;
  readonly exchange: OfferExchange;
  readonly handlers: CallHandlers;
  /** INVITE transactions of the dialog without a final response, the first one not among them. */
  readonly pending: { sent: boolean; received: boolean };
  /** Methods that the peer allows (its latest Allow); `undefined` where it never said. */
  allowed: ReadonlySet<string> | undefined;
  /** The dialog is of no use any more. */
  lost(end: CallEnd): void;
  isOver(): boolean;
}

/** Notes what a message of the peer says that it can do. */
export function noteAllowed(shared: SessionShared, { headers }: SipMessage): void {
  if (headers.has('allow')) shared.allowed = new Set(headers.values('allow'));
}
