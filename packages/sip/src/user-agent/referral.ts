import { progressContent, progressState } from '../dialog/transfer.ts';
import { cseqOf } from '../message/cseq.ts';
import type { SipRequest } from '../message/message.ts';
import { parseReferTo, type ReferTo } from '../message/session-headers.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import type { DialogLink } from './dialog-link.ts';
import { reply } from './reply.ts';

/** How long the peer may be told of the progress of its transfer. */
const subscriptionMs = 180_000;

/**
 * A REFER of the peer (RFC 3515): it asks this end to call somebody, in place of the call that it came in or of another one
 * (`target.replaces`, RFC 3891). To be accepted or refused; the peer hears of the progress until a final status.
 */
export class Referral {
  readonly #context: AgentContext;
  readonly #link: DialogLink;
  readonly #transaction: ServerTransaction;
  readonly #wantsProgress: boolean;
  readonly target: ReferTo;
  #state: 'asked' | 'accepted' | 'done' = 'asked';
  #endsMs = 0;
  #cancelExpiry = () => {};

  constructor(
    context: AgentContext,
    link: DialogLink,
    transaction: ServerTransaction,
    target: ReferTo,
  ) {
    this.#context = context;
    this.#link = link;
    this.#transaction = transaction;
    this.target = target;
    this.#wantsProgress = transaction.request.headers.get('refer-sub')?.toLowerCase() !== 'false';
  }

  /** The REFER; its Referred-By (RFC 3892) belongs into the INVITE that comes of it. */
  get request(): SipRequest {
    return this.#transaction.request;
  }

  /** Agrees to try, and says so by 202 and a first NOTIFY. */
  accept(): boolean {
    if (this.#state !== 'asked' || !this.#transaction.isOpen) return false;
    const { clock } = this.#context;
    this.#state = 'accepted';
    this.#endsMs = clock.nowMs() + subscriptionMs;
    const contact = ['Contact', this.#link.contactAt(this.#transaction.hop)] as const;
    const silent = this.#wantsProgress ? [] : [['Refer-Sub', 'false'] as const];
    reply(this.#transaction, 202, { headers: [contact, ...silent] });
    // §2.4.4: who says nothing more is heard of as a failure, not as silence.
    this.#cancelExpiry = clock.after(subscriptionMs, () => this.progress(408));
    this.#notify(100);
    return true;
  }

  refuse(status = 603): boolean {
    if (this.#state !== 'asked') return false;
    this.#state = 'done';
    return reply(this.#transaction, status);
  }

  /** Tells the peer how far the new call has come; a final status is the last word. */
  progress(status: number): boolean {
    if (this.#state !== 'accepted') return false;
    if (status >= 200) this.end();
    this.#notify(status);
    return true;
  }

  /** Says nothing more. */
  end(): void {
    this.#state = 'done';
    this.#cancelExpiry();
  }

  #notify(status: number): void {
    if (!this.#wantsProgress) return;
    const id = cseqOf(this.request.headers)?.sequence ?? 0;
    const leftS = Math.max(0, Math.round((this.#endsMs - this.#context.clock.nowMs()) / 1_000));
    this.#link.send({
      method: 'NOTIFY',
      headers: [
        ['Event', `refer;id=${id}`],
        ['Subscription-State', progressState(status, leftS)],
      ],
      content: progressContent(status),
      // A peer that refuses to hear it, or has gone, ends the subscription (RFC 6665 §4.2.2).
      onResponse: (response) => response.status >= 300 && this.end(),
      onFailure: () => this.end(),
    });
  }
}

/** The Referral in a REFER; `undefined` where it names nobody and has been refused. */
export function referralIn(
  context: AgentContext,
  link: DialogLink,
  transaction: ServerTransaction,
): Referral | undefined {
  const [value, ...others] = transaction.request.headers.lines('refer-to');
  const target = value === undefined || others.length > 0 ? undefined : parseReferTo(value);
  if (target !== undefined) return new Referral(context, link, transaction, target);
  reply(transaction, 400);
  return undefined;
}
