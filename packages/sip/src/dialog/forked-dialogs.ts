import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/routing.ts';
import { afterResponse, type Dialog, dialogOfResponse } from './dialog.ts';

/** What a response to an INVITE means for its dialogs. */
export type ForkStep =
  /** The dialog, now early or confirmed; `isWinner` for the first that was confirmed. */
  | {
      readonly kind: 'dialog';
      readonly dialog: Dialog;
      readonly isNew: boolean;
      readonly isWinner: boolean;
    }
  /** The same 2xx again: its ACK got lost. */
  | { readonly kind: 'repeated'; readonly dialog: Dialog }
  /** A 2xx of another branch after the first: to be acknowledged, and ended by a BYE (RFC 3261 §13.2.2.4). */
  | { readonly kind: 'surplus'; readonly dialog: Dialog }
  /** A response that makes no dialog: a 100, a refusal, or one that can't be used. */
  | { readonly kind: 'none' };

/** The dialogs that one INVITE made: a proxy may have forked it (§12.1, §13.2.2.4). */
export class ForkedDialogs {
  readonly #invite: SipRequest;
  readonly #dialogs = new Map<string, Dialog>();
  #winner: string | undefined;

  constructor(invite: SipRequest) {
    this.#invite = invite;
  }

  /** Every dialog so far, the confirmed one among them. */
  get all(): readonly Dialog[] {
    return [...this.#dialogs.values()];
  }

  receive(response: SipResponse): ForkStep {
    const tag = tagOf(response.headers, 'To');
    if (tag === undefined || response.status >= 300) return { kind: 'none' };
    const known = this.#dialogs.get(tag);
    const isSuccess = response.status >= 200;
    if (isSuccess && known?.phase === 'confirmed') return { kind: 'repeated', dialog: known };
    const dialog = known
      ? afterResponse(known, response)
      : dialogOfResponse(this.#invite, response);
    if (dialog === undefined) return { kind: 'none' };
    this.#dialogs.set(tag, dialog);
    if (!isSuccess) return { kind: 'dialog', dialog, isNew: known === undefined, isWinner: false };
    if (this.#winner !== undefined) return { kind: 'surplus', dialog };
    this.#winner = tag;
    return { kind: 'dialog', dialog, isNew: known === undefined, isWinner: true };
  }
}
