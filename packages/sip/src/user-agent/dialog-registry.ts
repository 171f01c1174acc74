import { type Dialog, type DialogId, dialogIdOf, dialogKey } from '../dialog/dialog.ts';
import type { SipRequest } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';

/** Who takes the requests of a dialog. */
export interface DialogUser {
  readonly dialog: Dialog;
  /** Whether another call may take its place (RFC 3891 §3): it is confirmed, or early and ours. */
  readonly isReplaceable: boolean;
  /** Ends for another call that takes its place. */
  giveWay(): void;
  receive(transaction: ServerTransaction): void;
  receiveAck(ack: SipRequest): void;
  /** Ends at once, without a word on the wire. */
  drop(): void;
}

/** All dialogs of one user agent, by Call-ID and both tags. */
export class DialogRegistry {
  readonly #users = new Map<string, DialogUser>();
  readonly #cancels = new WeakMap<ServerTransaction, (cancel: SipRequest) => void>();

  get size(): number {
    return this.#users.size;
  }

  add(id: DialogId, user: DialogUser): void {
    this.#users.set(dialogKey(id), user);
  }

  remove(id: DialogId): void {
    this.#users.delete(dialogKey(id));
  }

  at(id: DialogId): DialogUser | undefined {
    return this.#users.get(dialogKey(id));
  }

  /** The dialog that a request is for. */
  find(request: SipRequest): DialogUser | undefined {
    const id = dialogIdOf(request);
    return id && this.#users.get(dialogKey(id));
  }

  /** Who is told of the CANCEL of an INVITE. */
  onCancel(invite: ServerTransaction, run: (cancel: SipRequest) => void): void {
    this.#cancels.set(invite, run);
  }

  cancel(invite: ServerTransaction, cancel: SipRequest): void {
    this.#cancels.get(invite)?.(cancel);
  }

  drop(): void {
    for (const user of [...this.#users.values()]) user.drop();
    this.#users.clear();
  }
}
