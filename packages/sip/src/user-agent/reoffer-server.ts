import { refusalOfReinvite } from '../dialog/glare.ts';
import {
  answerSessionTimer,
  type SessionInterval,
  type TimerAnswer,
} from '../dialog/session-timer.ts';
import { buildResponse, type Content } from '../message/build.ts';
import { cseqOf } from '../message/cseq.ts';
import type { SipRequest } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { endOf } from './call-end.ts';
import { sessionType, type Taken } from './offer-exchange.ts';
import { repeatSuccess } from './repeat-success.ts';
import { abilities, reply } from './reply.ts';
import { noteAllowed, type SessionShared } from './session-shared.ts';

/** How long an UPDATE or PRACK waits for the application's answer: their transactions do not wait longer (RFC 3311 §5.2). */
const promptlyMs = 20_000;

/** What a 2xx says of the session's timer, and sets. */
type Timing = Exclude<TimerAnswer, { readonly kind: 'too-short' }>;

/** Takes the re-INVITEs and UPDATEs of the peer (RFC 3261 §14.2, RFC 3311 §5.2). */
export class ReofferServer {
  readonly #shared: SessionShared;
  readonly #setTimer: (interval: SessionInterval | undefined) => void;
  #open: ServerTransaction | undefined;
  /** A 2xx of ours that still waits for its ACK. */
  #unacknowledged: { readonly sequence: number; readonly stop: () => void } | undefined;

  constructor(shared: SessionShared, setTimer: (interval: SessionInterval | undefined) => void) {
    this.#shared = shared;
    this.#setTimer = setTimer;
  }

  receiveInvite(transaction: ServerTransaction): void {
    const { pending } = this.#shared;
    const received = pending.received || this.#unacknowledged !== undefined;
    const refusal = refusalOfReinvite({ sent: pending.sent, received });
    if (refusal !== undefined) {
      this.#refuseForNow(transaction, refusal);
      return;
    }
    const timer = this.#timerOf(transaction);
    if (timer === undefined) return;
    const { request } = transaction;
    const taken = this.#shared.exchange.take(request, { kind: 'request', method: 'INVITE' });
    if (taken.kind === 'fault') {
      this.#refuseForNow(transaction, taken.fault === 'glare' ? 491 : 500);
      return;
    }
    pending.received = true;
    this.#open = transaction;
    this.#shared.context.dialogs.onCancel(transaction, () => this.#close(transaction, 487));
    if (taken.kind === 'none') this.#wantOffer(transaction, timer);
    else this.#hearOffer(transaction, timer, taken, 'INVITE');
  }

  receiveUpdate(transaction: ServerTransaction): void {
    const timer = this.#timerOf(transaction);
    if (timer === undefined) return;
    const taken = this.#shared.exchange.take(transaction.request, {
      kind: 'request',
      method: 'UPDATE',
    });
    if (taken.kind === 'fault')
      this.#refuseForNow(transaction, taken.fault === 'glare' ? 491 : 500);
    else if (taken.kind === 'none') this.#succeed(transaction, timer, undefined);
    else this.#hearOffer(transaction, timer, taken, 'UPDATE');
  }

  /** An offer in a PRACK, which is answered in its 2xx (RFC 3262 §5). */
  receivePrack(transaction: ServerTransaction): void {
    const taken = this.#shared.exchange.take(transaction.request, {
      kind: 'request',
      method: 'PRACK',
    });
    if (taken.kind === 'offer') {
      this.#hearOffer(transaction, undefined, taken, 'PRACK');
      return;
    }
    reply(transaction, 200);
    if (taken.kind === 'answer') this.#tellAnswer(taken.session);
  }

  /** `false` where the ACK is for nothing of ours. */
  receiveAck(ack: SipRequest): boolean {
    const sequence = cseqOf(ack.headers)?.sequence;
    if (this.#unacknowledged === undefined || this.#unacknowledged.sequence !== sequence)
      return false;
    this.#unacknowledged.stop();
    this.#unacknowledged = undefined;
    const { exchange } = this.#shared;
    const taken = exchange.take(ack, { kind: 'request', method: 'ACK' });
    if (taken.kind === 'answer') this.#tellAnswer(taken.session);
    else if (exchange.state === 'offer-sent') exchange.reject();
    return true;
  }

  /** The dialog ends: what is open is refused, and nothing is repeated. */
  end(): void {
    if (this.#open) this.#close(this.#open, 487);
    this.#unacknowledged?.stop();
    this.#unacknowledged = undefined;
  }

  /** What a 2xx is to say; `undefined` where the interval is too short and that has been said. */
  #timerOf(transaction: ServerTransaction): Timing | undefined {
    noteAllowed(this.#shared, transaction.request);
    const answer = answerSessionTimer(transaction.request, this.#shared.context.sessionTimer);
    if (answer.kind === 'too-short') {
      reply(transaction, 422, { headers: [['Min-SE', String(answer.minimumS)]] });
      return undefined;
    }
    return answer;
  }

  #hearOffer(
    transaction: ServerTransaction,
    timer: Timing | undefined,
    { session, unchanged }: Taken & { readonly session: Uint8Array; readonly unchanged: boolean },
    carrier: 'INVITE' | 'UPDATE' | 'PRACK',
  ): void {
    const { context, exchange, handlers } = this.#shared;
    const cancelWait =
      carrier === 'INVITE'
        ? () => {}
        : context.clock.after(promptlyMs, () => this.#close(transaction, 504));
    const answer = (description: Uint8Array) => {
      if (!transaction.isOpen || exchange.send('answer', description)) return false;
      cancelWait();
      return this.#succeed(transaction, timer, description);
    };
    const refuse = (status = 488) => {
      cancelWait();
      return this.#close(transaction, status);
    };
    context.tell(() => handlers.onOffer({ session, unchanged, carrier, answer, refuse }));
  }

  #wantOffer(transaction: ServerTransaction, timer: Timing): void {
    const { context, exchange, handlers } = this.#shared;
    const offer = (description: Uint8Array) => {
      if (!transaction.isOpen || exchange.send('offer', description)) return false;
      return this.#succeed(transaction, timer, description);
    };
    const refuse = (status = 488) => this.#close(transaction, status);
    context.tell(() => handlers.onOfferWanted({ offer, refuse }));
  }

  #succeed(
    transaction: ServerTransaction,
    timer: Timing | undefined,
    session: Uint8Array | undefined,
  ): boolean {
    const { request, hop } = transaction;
    const content: { content?: Content } = session
      ? { content: { type: sessionType, bytes: session } }
      : {};
    const contact = ['Contact', this.#shared.link.contactAt(hop)] as const;
    // RFC 4028 §10: only what succeeds refreshes the session; a PRACK says nothing of it.
    if (timer) this.#setTimer(timer.kind === 'timed' ? timer.interval : undefined);
    const response = buildResponse(request, 200, {
      headers: [contact, ...abilities, ...(timer?.kind === 'timed' ? timer.headers : [])],
      ...content,
    });
    if (request.method !== 'INVITE') return transaction.respond(response);
    this.#forget();
    const { clock, timings } = this.#shared.context;
    const sequence = cseqOf(request.headers)?.sequence ?? 0;
    const onUnacknowledged = () => this.#shared.lost(endOf('stack', 'unacknowledged'));
    const stop = repeatSuccess({ transaction, response, clock, timings, onUnacknowledged });
    this.#unacknowledged = { sequence, stop };
    return true;
  }

  #close(transaction: ServerTransaction, status: number): boolean {
    if (!transaction.isOpen) return false;
    if (transaction === this.#open) this.#forget();
    this.#shared.exchange.reject();
    return reply(transaction, status);
  }

  #forget(): void {
    this.#open = undefined;
    this.#shared.pending.received = false;
  }

  #refuseForNow(transaction: ServerTransaction, status: 491 | 500): void {
    const [byte = 0] = this.#shared.context.random(1);
    // §14.2: 0 to 10 seconds, at random.
    const headers = status === 500 ? [['Retry-After', String(byte % 11)] as const] : [];
    reply(transaction, status, { headers });
  }

  #tellAnswer(session: Uint8Array): void {
    const { context, handlers } = this.#shared;
    context.tell(() => handlers.onAnswer?.(session));
  }
}
