import type { Dialog } from '../dialog/dialog.ts';
import type { Content } from '../message/build.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipResponse } from '../message/message.ts';

export interface OfferOptions {
  /** UPDATE where the dialog is early, re-INVITE after; UPDATE needs a peer that allows it. */
  readonly method?: 'INVITE' | 'UPDATE';
  readonly headers?: HeaderList;
}

/** What became of an offer of ours. */
export type OfferOutcome =
  /** `description`: the peer's answer. `undefined` where the offer was the peer's, which comes by `onOffer`. */
  | { readonly kind: 'answered'; readonly description: Uint8Array | undefined }
  /** What held before still holds. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Another exchange is under way, or the peer's moment and ours collided too often (RFC 3261 §14.1). */
  | { readonly kind: 'busy' }
  | { readonly kind: 'ended' };

/** What is heard of a transfer that this end asked for. */
export interface TransferHandlers {
  /** The status that the transferred peer got from the new call, as its NOTIFY tells (RFC 3515 §2.4.5). */
  onProgress?(status: number): void;
  /**
   * Once. `status`: the final one of the new call, or of the REFER where that was refused; the latest, or `undefined`,
   * where the peer told no more.
   */
  onDone(status: number | undefined): void;
}

/** One dialog of a call, as its user deals with it: offers, requests, transfers. */
export interface CallSession {
  /** The dialog as it stands; with it another call can replace this one. */
  readonly dialog: Dialog;
  /** The latest description that went out. */
  readonly localDescription: Uint8Array | undefined;
  /** The latest description of the peer. */
  readonly remoteDescription: Uint8Array | undefined;
  /** When this end refreshes the session, or gives it up because the peer did not, after the latest refresh (RFC 4028). */
  readonly timer: { readonly act: 'refresh' | 'end'; readonly afterMs: number } | undefined;
  /** Whether the peer said that it takes this method; `undefined` where it said nothing. */
  allows(method: string): boolean | undefined;
  /**
   * Offers a description to the peer: hold, resume, new codecs. Without one the peer is asked for its offer. Collisions
   * with offers of the peer are tried again by themselves (RFC 3261 §14.1).
   */
  offer(description: Uint8Array | undefined, options?: OfferOptions): Promise<OfferOutcome>;
  /** Sends a request of any other method (INFO, MESSAGE) and gives its final response; `undefined` where none came. */
  request(
    method: string,
    parts?: { readonly headers?: HeaderList; readonly content?: Content },
  ): Promise<SipResponse | undefined>;
  /**
   * Asks the peer to call somebody else (RFC 3515): a URI (blind), or the peer of another session of ours, whose place
   * its call then takes (attended, RFC 3891).
   */
  transfer(to: string | CallSession, handlers: TransferHandlers, headers?: HeaderList): void;
}
