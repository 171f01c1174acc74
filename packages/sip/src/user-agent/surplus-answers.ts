import type { Dialog } from '../dialog/dialog.ts';
import { cseqOf } from '../message/cseq.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import { sendBye } from './call-ending.ts';
import type { DialogLink } from './dialog-link.ts';

/** Answers of branches that come after the first, or after the caller has gone (RFC 3261 §13.2.2.4). */
export class SurplusAnswers {
  readonly #linkOf: (dialog: Dialog, sent: ClientTransaction) => DialogLink;
  readonly #known = new Map<string, DialogLink>();

  constructor(linkOf: (dialog: Dialog, sent: ClientTransaction) => DialogLink) {
    this.#linkOf = linkOf;
  }

  /** Acknowledges a 2xx each time that it comes, and ends its dialog once. */
  hangUp(dialog: Dialog | undefined, sent: ClientTransaction): void {
    if (dialog === undefined) return;
    const known = this.#known.get(dialog.remoteTag);
    const link = known ?? this.#linkOf(dialog, sent);
    this.#known.set(dialog.remoteTag, link);
    const sequence = cseqOf(sent.request.headers)?.sequence ?? 0;
    const acknowledged = link.ack(sent.request, sequence);
    if (known === undefined) void acknowledged.then(() => sendBye(link, undefined, () => {}));
  }
}
