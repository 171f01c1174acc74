import { afterResponse } from '../dialog/dialog.ts';
import { retryAfterGlareMs } from '../dialog/glare.ts';
import {
  agreedInterval,
  type SessionInterval,
  type SessionTimerWish,
  sessionTimerHeaders,
  wishAfterTooShort,
} from '../dialog/session-timer.ts';
import { cseqOf } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import { endOf } from './call-end.ts';
import type { OfferOutcome } from './call-session.ts';
import { sessionType } from './offer-exchange.ts';
import { abilities } from './reply.ts';
import type { Sending } from './sending.ts';
import { noteAllowed, type SessionShared } from './session-shared.ts';

export interface OfferParts {
  /** `undefined`: the peer is asked for an offer, by a re-INVITE without one. */
  readonly session: Uint8Array | undefined;
  readonly method: 'INVITE' | 'UPDATE';
  readonly headers: readonly (readonly [string, string])[];
}

interface Attempt extends OfferParts {
  readonly wish: SessionTimerWish;
  readonly done: (outcome: OfferOutcome) => void;
  readonly triesLeft: number;
}

const maxTries = 5;

export interface TimerPort {
  current(): SessionInterval | undefined;
  set(interval: SessionInterval | undefined): void;
}

/** Sends our re-INVITEs and UPDATEs, and sends them again where they met the peer's (RFC 3261 §14.1). */
export class ReofferClient {
  readonly #shared: SessionShared;
  readonly #timer: TimerPort;
  #running:
    | {
        readonly attempt: Attempt;
        readonly sending: Sending | undefined;
        readonly cancelWait: () => void;
      }
    | undefined;
  /** Sends the ACK of the latest re-INVITE again; its 2xx came twice. */
  #ackAgain: { readonly sequence: number; readonly run: () => void } | undefined;

  constructor(shared: SessionShared, timer: TimerPort) {
    this.#shared = shared;
    this.#timer = timer;
  }

  offer(parts: OfferParts): Promise<OfferOutcome> {
    if (this.#shared.isOver()) return Promise.resolve({ kind: 'ended' });
    if (this.#running) return Promise.resolve({ kind: 'busy' });
    return new Promise((done) => {
      this.#try({ ...parts, done, wish: this.#shared.context.sessionTimer, triesLeft: maxTries });
    });
  }

  /** The dialog ends. */
  end(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.cancelWait();
    running?.sending?.drop();
    running?.attempt.done({ kind: 'ended' });
  }

  #try(attempt: Attempt): void {
    const { link, exchange, pending, isOver } = this.#shared;
    this.#running = undefined;
    if (isOver()) {
      attempt.done({ kind: 'ended' });
      return;
    }
    const collides =
      pending.sent ||
      (pending.received && attempt.method === 'INVITE') ||
      exchange.state !== 'stable';
    if (collides) {
      this.#again(attempt);
      return;
    }
    const { session, method, headers } = attempt;
    if (session) exchange.send('offer', session);
    pending.sent = method === 'INVITE';
    const content = session ? { content: { type: sessionType, bytes: session } } : {};
    const timer = sessionTimerHeaders(attempt.wish, this.#timer.current());
    const sending = link.send({
      method,
      headers: [...abilities, ...timer, ...headers],
      ...content,
      onResponse: (response, sent) => this.#take(attempt, response, sent),
      onFailure: () => this.#lost(attempt, 408),
    });
    this.#running = { attempt, sending, cancelWait: () => {} };
  }

  #take(attempt: Attempt, response: SipResponse, sent: ClientTransaction): void {
    if (response.status < 200) return;
    const sequence = cseqOf(sent.request.headers)?.sequence ?? 0;
    if (this.#ackAgain?.sequence === sequence) {
      this.#ackAgain.run();
      return;
    }
    if (this.#running?.attempt !== attempt) return;
    this.#shared.pending.sent = false;
    if (response.status < 300) this.#accepted(attempt, response, sent.request, sequence);
    else this.#refused(attempt, response);
  }

  #accepted(attempt: Attempt, response: SipResponse, request: SipRequest, sequence: number): void {
    const { link, exchange } = this.#shared;
    link.move(afterResponse(link.dialog, response));
    noteAllowed(this.#shared, response);
    this.#timer.set(agreedInterval(response));
    this.#running = undefined;
    const { method } = attempt;
    const taken = exchange.take(response, {
      kind: 'response',
      to: method,
      status: response.status,
      reliable: true,
    });
    if (method === 'INVITE' && taken.kind === 'offer') {
      this.#answerInAck(taken.session, taken.unchanged, request, sequence);
      attempt.done({ kind: 'answered', description: undefined });
      return;
    }
    if (method === 'INVITE') this.#ack(request, sequence, undefined);
    // A 2xx without the answer that it owes leaves what held before.
    if (taken.kind !== 'answer') exchange.reject();
    attempt.done({
      kind: 'answered',
      description: taken.kind === 'answer' ? taken.session : undefined,
    });
  }

  #answerInAck(
    session: Uint8Array,
    unchanged: boolean,
    request: SipRequest,
    sequence: number,
  ): void {
    const { context, exchange, handlers } = this.#shared;
    const answer = (description: Uint8Array) => {
      if (exchange.send('answer', description)) return false;
      this.#ack(request, sequence, description);
      return true;
    };
    const refuse = () => {
      exchange.reject();
      this.#ack(request, sequence, undefined);
      return true;
    };
    context.tell(() =>
      handlers.onOffer({ session, unchanged, carrier: 'response', answer, refuse }),
    );
  }

  #ack(request: SipRequest, sequence: number, description: Uint8Array | undefined): void {
    const run = () => void this.#shared.link.ack(request, sequence, description);
    this.#ackAgain = { sequence, run };
    run();
  }

  #refused(attempt: Attempt, response: SipResponse): void {
    this.#shared.exchange.reject();
    const { status } = response;
    if (status === 481 || status === 408) {
      this.#lost(attempt, status);
      return;
    }
    if (status === 491) {
      this.#again(attempt);
      return;
    }
    const wish = status === 422 ? wishAfterTooShort(response, attempt.wish) : undefined;
    if (wish && attempt.triesLeft > 0) {
      this.#try({ ...attempt, wish, triesLeft: attempt.triesLeft - 1 });
      return;
    }
    this.#running = undefined;
    attempt.done({ kind: 'refused', status });
  }

  #again(attempt: Attempt): void {
    const { context, link } = this.#shared;
    if (attempt.triesLeft === 0) {
      this.#running = undefined;
      attempt.done({ kind: 'busy' });
      return;
    }
    const fraction = Buffer.from(context.random(2)).readUInt16BE() / 65_536;
    const next = { ...attempt, triesLeft: attempt.triesLeft - 1 };
    const cancelWait = context.clock.after(retryAfterGlareMs(link.dialog, fraction), () =>
      this.#try(next),
    );
    this.#running = { attempt: next, sending: undefined, cancelWait };
  }

  /** RFC 3261 §12.2.1.2: the peer knows nothing of the dialog, or is not there. */
  #lost(attempt: Attempt, status: number): void {
    if (this.#running?.attempt !== attempt) return;
    this.#shared.pending.sent = false;
    this.#shared.exchange.reject();
    this.#running = undefined;
    attempt.done({ kind: 'refused', status });
    this.#shared.lost(endOf('stack', 'dialog-lost', { status }));
  }
}
