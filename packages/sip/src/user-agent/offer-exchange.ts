import {
  type Bearer,
  type ExchangeFault,
  type ExchangeState,
  exchange,
  meaningOf,
} from '../dialog/offer-answer.ts';
import type { SipMessage } from '../message/message.ts';
import { bodyParts } from '../message/multipart.ts';

export const sessionType = 'application/sdp';

/** The session description in a message, also where it is one of several parts (RFC 5621). */
export function sessionIn({ headers, body }: SipMessage): Uint8Array | undefined {
  return bodyParts(headers, body)?.find(({ type }) => type === sessionType)?.bytes;
}

/** What came of a description of the peer. */
export type Taken =
  | {
      readonly kind: 'offer' | 'answer' | 'preview';
      readonly session: Uint8Array;
      readonly unchanged: boolean;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly fault: ExchangeFault };

interface Descriptions {
  readonly local?: Uint8Array | undefined;
  readonly remote?: Uint8Array | undefined;
}

/** The offers and answers of one dialog (RFC 3264), and the descriptions that hold. */
export class OfferExchange {
  #state: ExchangeState;
  #local: Uint8Array | undefined;
  #remote: Uint8Array | undefined;
  /** What both ends last agreed on; it holds again where an offer is refused. */
  #agreed: Descriptions = {};

  constructor(state: ExchangeState, known: Descriptions = {}) {
    this.#state = state;
    this.#local = known.local;
    this.#remote = known.remote;
  }

  get state(): ExchangeState {
    return this.#state;
  }

  /** The latest description of this end that went out. */
  get local(): Uint8Array | undefined {
    return this.#local;
  }

  /** The latest description of the peer. */
  get remote(): Uint8Array | undefined {
    return this.#remote;
  }

  /** Notes that ours goes out; `undefined` where it may, else why not. */
  send(kind: 'offer' | 'answer', session: Uint8Array): ExchangeFault | undefined {
    const step = exchange(this.#state, kind === 'offer' ? 'send-offer' : 'send-answer');
    if (!step.ok) return step.fault;
    this.#state = step.state;
    this.#local = session;
    this.#note();
    return undefined;
  }

  /** Takes what a message of the peer carries. */
  take(message: SipMessage, bearer: Bearer): Taken {
    const session = sessionIn(message);
    if (session === undefined) return { kind: 'none' };
    const kind = meaningOf(this.#state, bearer);
    if (kind === 'ignored') return { kind: 'none' };
    const unchanged = this.#remote !== undefined && Buffer.compare(session, this.#remote) === 0;
    if (kind !== 'preview') {
      const step = exchange(this.#state, kind === 'offer' ? 'receive-offer' : 'receive-answer');
      if (!step.ok) return { kind: 'fault', fault: step.fault };
      this.#state = step.state;
    }
    this.#remote = session;
    if (kind !== 'preview') this.#note();
    return { kind, session, unchanged };
  }

  /** The request that carried the offer was refused, or its answer will never come. */
  reject(): void {
    if (this.#state === 'stable') return;
    this.#state = 'stable';
    this.#local = this.#agreed.local;
    this.#remote = this.#agreed.remote;
  }

  #note(): void {
    if (this.#state === 'stable') this.#agreed = { local: this.#local, remote: this.#remote };
  }
}
