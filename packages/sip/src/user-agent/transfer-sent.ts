import { progressOf } from '../dialog/transfer.ts';
import type { SipRequest } from '../message/message.ts';
import { bodyParts } from '../message/multipart.ts';
import { parseEvent, parseSubscriptionState } from '../message/session-headers.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import type { TransferHandlers } from './call-session.ts';
import type { DialogLink } from './dialog-link.ts';
import { reply } from './reply.ts';

interface Open {
  readonly handlers: TransferHandlers;
  /** CSeq of the REFER; another one once a challenge was answered. */
  sequence: () => number | undefined;
  latest: number | undefined;
  cancelExpiry: () => void;
}

/** Longer than any phone rings. */
const patienceMs = 180_000;

/** The REFERs of one dialog that this end sent, with the subscription that each makes (RFC 3515 §2.4.4). */
export class SentTransfers {
  readonly #context: AgentContext;
  readonly #link: DialogLink;
  readonly #onIdle: () => void;
  readonly #open = new Set<Open>();

  constructor(context: AgentContext, link: DialogLink, onIdle: () => void) {
    this.#context = context;
    this.#link = link;
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** `referTo`: the value of Refer-To. */
  refer(
    referTo: string,
    headers: readonly (readonly [string, string])[],
    handlers: TransferHandlers,
  ): void {
    const open: Open = {
      handlers,
      sequence: () => undefined,
      latest: undefined,
      cancelExpiry: () => {},
    };
    this.#open.add(open);
    const sending = this.#link.send({
      method: 'REFER',
      headers: [['Refer-To', referTo], ...headers],
      onResponse: ({ status, headers: fields }) => {
        if (status >= 300) this.#done(open, status);
        // RFC 4488: the peer keeps its progress to itself.
        else if (status >= 200 && fields.get('refer-sub')?.toLowerCase() === 'false')
          this.#done(open, undefined);
      },
      onFailure: () => this.#done(open, 408),
    });
    open.sequence = () => sending.sequence;
    open.cancelExpiry = this.#context.clock.after(patienceMs, () => this.#done(open, open.latest));
  }

  /** Takes a NOTIFY of the dialog. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const open = this.#find(request);
    if (open === undefined) {
      const isRefer = parseEvent(request.headers.get('event') ?? '')?.value === 'refer';
      reply(transaction, isRefer ? 481 : 489);
      return;
    }
    reply(transaction, 200);
    const [part] = bodyParts(request.headers, request.body) ?? [];
    const status = part && progressOf(part);
    if (status !== undefined) open.latest = status;
    const subscription = parseSubscriptionState(request.headers.get('subscription-state') ?? '');
    if (subscription?.state === 'terminated' || (status ?? 0) >= 200) {
      this.#done(open, open.latest);
      return;
    }
    if (status !== undefined) this.#context.tell(() => open.handlers.onProgress?.(status));
  }

  /** Forgets all, telling each that nothing more will be known. */
  end(): void {
    for (const open of [...this.#open]) this.#done(open, open.latest);
  }

  /** By the id, which is the CSeq of the REFER; the first REFER of a dialog needs none (RFC 3515 §2.4.6). */
  #find({ headers }: SipRequest): Open | undefined {
    const event = parseEvent(headers.get('event') ?? '');
    if (event?.value !== 'refer') return undefined;
    const id = event.parameters.get('id');
    const all = [...this.#open];
    return id ? all.find(({ sequence }) => String(sequence()) === id) : all[0];
  }

  #done(open: Open, status: number | undefined): void {
    if (!this.#open.delete(open)) return;
    open.cancelExpiry();
    this.#context.tell(() => open.handlers.onDone(status));
    if (this.isIdle) this.#onIdle();
  }
}
