import type { SipResponse } from '../message/message.ts';
import type { NameAddr } from '../message/name-addr.ts';
import type { CallEnd } from './call-end.ts';
import type { CallSession } from './call-session.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { Referral } from './referral.ts';

/** A session description that the peer offers; to be answered or refused, once. */
export interface PeerOffer {
  readonly session: Uint8Array;
  /** The message that carried it. */
  readonly carrier: 'INVITE' | 'UPDATE' | 'PRACK' | 'response';
  /** Whether it equals the peer's last description byte for byte: a mere refresh. */
  readonly unchanged: boolean;
  /** `false` where it is too late: the peer took it back, or the call ended. */
  answer(session: Uint8Array): boolean;
  /** 488 where no status is given. An offer in a 2xx can't be refused: the call is ended. */
  refuse(status?: number): boolean;
}

/** The peer asks this end for an offer (a re-INVITE without one); its answer comes by `onAnswer`. */
export interface WantedOffer {
  offer(session: Uint8Array): boolean;
  refuse(status?: number): boolean;
}

/** What the application hears of a call, whoever called. */
export interface CallHandlers {
  /** An offer of the peer: a re-INVITE, an UPDATE, or the answer to an INVITE without an offer. */
  onOffer(offer: PeerOffer): void;
  onOfferWanted(wanted: WantedOffer): void;
  /** Once a call, as the last that is heard of it but for the progress of its transfers. */
  onEnded(end: CallEnd): void;
  /** The dialog is confirmed at both ends. */
  onEstablished?(session: CallSession): void;
  /** The peer's answer to an offer that went out in a 2xx or a reliable provisional response. */
  onAnswer?(session: Uint8Array): void;
  /** INFO and requests that the stack knows nothing of; a 200 or other answer has to be given. Else 405. */
  onRequest?(request: IncomingRequest): void;
  /** The peer asks to be put through (RFC 3515). Without it: 603. */
  onReferral?(referral: Referral): void;
}

/** How far an outgoing call has come. */
export interface Progress {
  readonly status: number;
  /** The early dialog that this is about; forks have one each. */
  readonly session: CallSession | undefined;
  /** The description that came: the answer, or in an unreliable response a preview of it; both mean early media. */
  readonly description: Uint8Array | undefined;
  readonly response: SipResponse;
}

/** What the application hears of a call of its own. */
export interface OutgoingCallHandlers extends CallHandlers {
  onProgress?(progress: Progress): void;
  /**
   * The call was answered. `description`: the answer; `undefined` where it came before, or where the 2xx made an offer,
   * which comes by `onOffer`.
   */
  onAccepted?(
    session: CallSession,
    description: Uint8Array | undefined,
    response: SipResponse,
  ): void;
  /** Another branch was answered first, or gave up: its early media is over. */
  onForkEnded?(session: CallSession): void;
  /** Where to go on after a 3xx (RFC 3261 §8.1.3.4); nowhere where missing or empty, and the call ends refused. */
  onRedirect?(contacts: readonly NameAddr[], response: SipResponse): readonly string[];
}

/** Of a call that nobody hears of yet: what holds shall hold. */
export const deaf: CallHandlers = {
  onOffer: (offer) => offer.refuse(),
  onOfferWanted: (wanted) => wanted.refuse(),
  onEnded: () => {},
};
