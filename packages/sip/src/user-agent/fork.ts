import { ProvisionalReceiver } from '../dialog/reliable-provisionals.ts';
import { cseqOf } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { DialogLink } from './dialog-link.ts';
import type { OfferExchange, Taken } from './offer-exchange.ts';
import { sessionType } from './offer-exchange.ts';
import type { Session } from './session.ts';
import type { SessionShared } from './session-shared.ts';

export interface ForkParts {
  readonly shared: SessionShared;
  readonly session: Session;
}

/** What the call does as its 2xx is dealt with. */
export interface AfterSuccess {
  accepted(description: Uint8Array | undefined): void;
  /** The ACK is out. */
  established(): void;
  /** The callee's offer was refused, which only a BYE can say. */
  giveUp(): void;
}

/** One branch of an outgoing INVITE: its early dialog, and what the caller does in it (RFC 3261 §13.2.2, RFC 3262 §4). */
export class Fork {
  readonly session: Session;
  readonly link: DialogLink;
  readonly shared: SessionShared;
  readonly #exchange: OfferExchange;
  readonly #receiver = new ProvisionalReceiver();
  /** Whether the INVITE's offer and answer are done: later copies of the answer mean nothing. */
  #exchanged = false;
  #invite: SipRequest | undefined;
  #acknowledged: Promise<void> | undefined;
  #repeatAck = () => Promise.resolve();

  constructor({ shared, session }: ForkParts) {
    this.shared = shared;
    this.session = session;
    this.link = shared.link;
    this.#exchange = shared.exchange;
  }

  /** Takes a provisional response; the description in it, or `repeated` where it was seen before. */
  progress(response: SipResponse, reliable: boolean): Uint8Array | 'repeated' | undefined {
    if (!reliable) {
      const taken = this.#take(response, false);
      return taken.kind === 'preview' ? taken.session : undefined;
    }
    const step = this.#receiver.receive(response);
    if (step.kind === 'drop') return 'repeated';
    const taken = this.#take(response, true);
    if (taken.kind === 'offer') {
      this.#hearOffer(taken, (answer) => this.#prack(step.rack, answer));
      return undefined;
    }
    this.#prack(step.rack, undefined);
    return taken.kind === 'answer' ? taken.session : undefined;
  }

  /** Takes the 2xx to `invite`, which is acknowledged at once, or with the answer where it carries an offer. */
  success(response: SipResponse, invite: SipRequest, then: AfterSuccess): void {
    const taken = this.#take(response, true);
    this.#invite = invite;
    if (taken.kind !== 'offer') this.acknowledge();
    then.accepted(taken.kind === 'answer' ? taken.session : undefined);
    if (taken.kind !== 'offer') {
      then.established();
      return;
    }
    const send = (answer: Uint8Array | undefined) => {
      this.#acknowledge(answer);
      then.established();
    };
    this.#hearOffer(taken, send, then.giveUp);
  }

  /** The 2xx of a call that is not wanted any more, to be acknowledged and ended. */
  unwanted(invite: SipRequest): void {
    this.#invite = invite;
  }

  /** Sees to it that the ACK is out; without the answer that it waits for, where that never came. */
  acknowledge(): Promise<void> {
    return this.#acknowledged ?? this.#acknowledge(undefined);
  }

  /** Sends the ACK again where it was sent: its 2xx came again. */
  acknowledgeAgain(): void {
    void this.#repeatAck();
  }

  #acknowledge(answer: Uint8Array | undefined): Promise<void> {
    const invite = this.#invite;
    if (invite === undefined) return Promise.resolve();
    const sequence = cseqOf(invite.headers)?.sequence ?? 0;
    this.#repeatAck = () => this.link.ack(invite, sequence, answer);
    this.#acknowledged = this.#repeatAck();
    return this.#acknowledged;
  }

  #take(response: SipResponse, reliable: boolean): Taken {
    if (this.#exchanged) return { kind: 'none' };
    const { status } = response;
    const taken = this.#exchange.take(response, {
      kind: 'response',
      to: 'INVITE',
      status,
      reliable,
    });
    if (taken.kind === 'answer' || taken.kind === 'offer') this.#exchanged = true;
    return taken;
  }

  #hearOffer(
    { session, unchanged }: Taken & { readonly session: Uint8Array; readonly unchanged: boolean },
    send: (answer: Uint8Array | undefined) => void,
    giveUp = () => {},
  ): void {
    const { context, handlers } = this.shared;
    const answer = (description: Uint8Array) => {
      if (this.#exchange.send('answer', description)) return false;
      send(description);
      return true;
    };
    const refuse = () => {
      this.#exchange.reject();
      send(undefined);
      giveUp();
      return true;
    };
    context.tell(() =>
      handlers.onOffer({ session, unchanged, carrier: 'response', answer, refuse }),
    );
  }

  #prack(rack: string, answer: Uint8Array | undefined): void {
    this.link.send({
      method: 'PRACK',
      headers: [['RAck', rack]],
      ...(answer ? { content: { type: sessionType, bytes: answer } } : {}),
      // The callee repeats its response where the PRACK got lost, and ends the call where it can't come at all.
      onResponse: () => {},
      onFailure: () => {},
    });
  }
}
