import { type Dialog, dialogOfResponse } from '../dialog/dialog.ts';
import { ForkedDialogs } from '../dialog/forked-dialogs.ts';
import { isReliableProvisional } from '../dialog/reliable-provisionals.ts';
import {
  agreedInterval,
  type SessionTimerWish,
  wishAfterTooShort,
} from '../dialog/session-timer.ts';
import { parseContacts } from '../message/contact.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import { type CallEnd, endOf, refusedBy } from './call-end.ts';
import { type EndOptions, reasonHeaders, sendBye } from './call-ending.ts';
import type { OutgoingCallHandlers } from './call-handlers.ts';
import { CallLife } from './call-life.ts';
import type { CallState } from './call-machine.ts';
import { DialogLink, schemeFor } from './dialog-link.ts';
import { answeredOnlyBy } from './flow.ts';
import { Fork } from './fork.ts';
import { type InviteNames, inviteOf, namesOf, type OutgoingCallOptions } from './invite.ts';
import { OfferExchange } from './offer-exchange.ts';
import { uriOf } from './outside-request.ts';
import { Sending } from './sending.ts';
import { Session } from './session.ts';
import { noteAllowed, type SessionShared } from './session-shared.ts';
import { SurplusAnswers } from './surplus-answers.ts';

/** A call of this end, from its INVITE on, over all forks and hops (RFC 3261 §13.2). */
export class OutgoingCall {
  readonly callId: string;
  readonly #context: AgentContext;
  readonly #options: OutgoingCallOptions;
  readonly #handlers: OutgoingCallHandlers;
  readonly #life: CallLife;
  readonly #names: InviteNames;
  readonly #forks = new Map<string, Fork>();
  readonly #onReleased: () => void;
  #wish: SessionTimerWish;
  #uri: string;
  #targets: string[] = [];
  #redirects = 0;
  #sending: Sending;
  #dialogs: { readonly invite: SipRequest; readonly forks: ForkedDialogs } | undefined;
  #winner: Fork | undefined;
  readonly #surplus = new SurplusAnswers((dialog, sent) => this.#linkOf(dialog, sent));
  #sequence = 0;
  #cancelPatience = () => {};

  constructor(
    context: AgentContext,
    options: OutgoingCallOptions,
    handlers: OutgoingCallHandlers,
    onReleased: () => void,
  ) {
    this.#context = context;
    this.#options = options;
    this.#handlers = handlers;
    this.#onReleased = onReleased;
    this.#wish = context.sessionTimer;
    this.#uri = options.uri;
    this.#names = namesOf(options, context.random);
    this.callId = this.#names.callId;
    this.#life = this.#machine();
    this.#sending = this.#invite();
  }

  get state(): CallState {
    return this.#life.state;
  }

  /** The session that was answered; `undefined` before. Early ones come by `onProgress`. */
  get session(): Session | undefined {
    return this.#winner?.session;
  }

  /** Leaves the call as it stands: CANCEL before the answer, BYE after. */
  end({ reasons = [] }: EndOptions = {}): boolean {
    const cause = this.#winner ? 'hung-up' : 'cancelled';
    return this.#life.take('end', endOf('local', cause, { reasons }));
  }

  /** Ends at once, without a word on the wire. */
  drop(): void {
    this.#sending.drop();
    this.#cancelPatience();
    for (const { session } of this.#forks.values()) session.drop();
    if (!this.#life.isOver)
      this.#context.tell(() => this.#handlers.onEnded(endOf('stack', 'closed')));
    this.#onReleased();
  }

  #machine(): CallLife {
    return new CallLife('calling', {
      'send-cancel': (end) => this.#cancel(end),
      'send-ack': () => {},
      'send-bye': (end) => {
        void this.#hangUp(end);
      },
      'refuse-invite': () => {},
      'tell-ended': (end) => {
        this.#endForks();
        this.#winner?.session.end();
        this.#context.tell(() => this.#handlers.onEnded(end ?? endOf('stack', 'closed')));
      },
      release: () => {
        this.#cancelPatience();
        this.#winner?.session.release();
        this.#onReleased();
      },
    });
  }

  #invite(): Sending {
    const { options, context } = { options: this.#options, context: this.#context };
    const [route] = options.routes ?? [];
    return new Sending(context, {
      hops: async () =>
        (this.#redirects === 0 && options.hops) ||
        context.hopsOf(route === undefined ? this.#uri : uriOf(route)),
      build: (hop, sequence) =>
        inviteOf(this.#names, options, {
          uri: this.#uri,
          sequence,
          contact: context.contactOf(hop, options.contactUser, schemeFor(this.#uri)),
          wish: this.#wish,
        }),
      nextSequence: () => {
        this.#sequence += 1;
        return this.#sequence;
      },
      digest: options.digest,
      hopTimeoutMs: options.hopTimeoutMs,
      onResponse: (response, sent) => this.#take(response, sent),
      onFailure: (reason) => this.#life.take('failure', endOf('stack', reason)),
      onLateSuccess: (response, sent) =>
        this.#surplus.hangUp(dialogOfResponse(sent.request, response), sent),
    });
  }

  #cancel(end: CallEnd | undefined): void {
    const { clock, timings } = this.#context;
    this.#sending.cancel(reasonHeaders(end));
    // §9.1: a callee that does not answer the CANCEL is given up.
    this.#cancelPatience = clock.after(64 * timings.t1Ms, () => {
      this.#sending.drop();
      this.#life.take('failure', end);
    });
  }

  #take(response: SipResponse, sent: ClientTransaction): void {
    if (this.#dialogs?.invite !== sent.request) {
      this.#endForks();
      this.#dialogs = { invite: sent.request, forks: new ForkedDialogs(sent.request) };
    }
    if (response.status < 200) this.#progress(response, sent, this.#dialogs.forks);
    else if (response.status < 300) this.#success(response, sent, this.#dialogs.forks);
    else this.#refused(response);
  }

  #progress(response: SipResponse, sent: ClientTransaction, dialogs: ForkedDialogs): void {
    if (response.status === 100 || this.#life.isOver) return;
    const step = dialogs.receive(response);
    const { status } = response;
    if (step.kind !== 'dialog') {
      if (this.state !== 'cancelling')
        this.#context.tell(() =>
          this.#handlers.onProgress?.({
            status,
            response,
            session: undefined,
            description: undefined,
          }),
        );
      return;
    }
    const fork = this.#forkOf(step.dialog, sent);
    noteAllowed(fork.shared, response);
    this.#life.take('provisional');
    const description = fork.progress(response, isReliableProvisional(response));
    if (description === 'repeated' || this.state === 'cancelling') return;
    const { session } = fork;
    this.#context.tell(() =>
      this.#handlers.onProgress?.({ status, response, session, description }),
    );
  }

  #success(response: SipResponse, sent: ClientTransaction, dialogs: ForkedDialogs): void {
    const step = dialogs.receive(response);
    switch (step.kind) {
      case 'repeated':
        if (step.dialog.remoteTag === this.#winner?.link.dialog.remoteTag)
          this.#winner?.acknowledgeAgain();
        else this.#surplus.hangUp(step.dialog, sent);
        return;
      case 'surplus':
        this.#surplus.hangUp(step.dialog, sent);
        return;
      case 'none':
        // A 2xx without tag or Contact makes no dialog, so nothing can be sent in it.
        this.#life.take('failure', refusedBy(response));
        return;
      case 'dialog':
        this.#answered(response, sent, step.dialog);
        return;
      default:
        step satisfies never;
    }
  }

  #answered(response: SipResponse, sent: ClientTransaction, dialog: Dialog): void {
    if (this.#life.isOver) {
      this.#surplus.hangUp(dialog, sent);
      return;
    }
    const fork = this.#forkOf(dialog, sent);
    this.#winner = fork;
    noteAllowed(fork.shared, response);
    if (this.state === 'cancelling') {
      fork.unwanted(sent.request);
      this.#life.take('success');
      return;
    }
    fork.session.clock.set(agreedInterval(response));
    this.#life.take('success');
    this.#endForks();
    fork.success(response, sent.request, {
      accepted: (description) =>
        this.#context.tell(() => this.#handlers.onAccepted?.(fork.session, description, response)),
      established: () =>
        this.#life.isOver || this.#context.tell(() => this.#handlers.onEstablished?.(fork.session)),
      giveUp: () => this.end(),
    });
  }

  #refused(response: SipResponse): void {
    if (this.state === 'calling' || this.state === 'proceeding') {
      const wish = response.status === 422 ? wishAfterTooShort(response, this.#wish) : undefined;
      if (wish) {
        this.#retry(this.#uri, wish);
        return;
      }
      if (response.status < 400) this.#redirected(response);
      const next = this.#targets.shift();
      if (next !== undefined) {
        this.#retry(next, this.#wish);
        return;
      }
    }
    this.#life.take('failure', refusedBy(response));
  }

  /** §8.1.3.4; a callee that sends us round in circles is left after a few. */
  #redirected(response: SipResponse): void {
    const contacts = parseContacts(response.headers);
    if (contacts === undefined || contacts === '*' || this.#redirects >= maxRedirects) return;
    this.#redirects += 1;
    this.#context.tell(() => {
      this.#targets = [...(this.#handlers.onRedirect?.(contacts, response) ?? [])];
    });
  }

  #retry(uri: string, wish: SessionTimerWish): void {
    this.#uri = uri;
    this.#wish = wish;
    this.#endForks();
    this.#sending = this.#invite();
  }

  /** The BYE goes after the ACK, also where the answer that the ACK waited for never came. */
  async #hangUp(end: CallEnd | undefined): Promise<void> {
    const fork = this.#winner;
    if (fork === undefined) return;
    await fork.acknowledge();
    sendBye(fork.link, end, () => this.#life.take('bye-answered'));
  }

  #linkOf(dialog: Dialog, sent: ClientTransaction): DialogLink {
    const { digest, contactUser } = this.#options;
    return new DialogLink({
      context: this.#context,
      dialog,
      flow: answeredOnlyBy(sent),
      digest,
      contactUser,
      requestUri: sent.request.uri,
    });
  }

  #forkOf(dialog: Dialog, sent: ClientTransaction): Fork {
    const known = this.#forks.get(dialog.remoteTag);
    if (known) {
      known.link.move(dialog);
      return known;
    }
    const link = this.#linkOf(dialog, sent);
    const { description: local } = this.#options;
    const exchange = new OfferExchange(local ? 'offer-sent' : 'stable', { local });
    const shared = this.#shared(link, exchange, () => this.#forks.get(dialog.remoteTag));
    const session = new Session(shared, {
      onBye: (bye) => this.#onBye(dialog.remoteTag, bye),
      onReplaced: () => this.#life.take('end', endOf('remote', 'replaced')),
      onPrack: () => false,
      afterPrack: () => {},
      onAck: () => false,
    });
    const fork = new Fork({ shared, session });
    this.#forks.set(dialog.remoteTag, fork);
    return fork;
  }

  #shared(link: DialogLink, exchange: OfferExchange, self: () => Fork | undefined): SessionShared {
    return {
      context: this.#context,
      link,
      exchange,
      handlers: this.#handlers,
      pending: { sent: false, received: false },
      allowed: undefined,
      lost: (end) =>
        this.#winner !== undefined && this.#winner === self() && this.#life.take('lost', end),
      isOver: () => this.#life.isOver || (this.#winner !== undefined && this.#winner !== self()),
    };
  }

  #onBye(tag: string, bye: SipRequest): void {
    const fork = this.#forks.get(tag);
    if (fork === this.#winner) this.#life.take('bye', endOf('remote', 'hung-up', { message: bye }));
    else this.#endFork(tag);
  }

  /** All early dialogs but the one that was answered are over. */
  #endForks(): void {
    for (const [tag, fork] of this.#forks) if (fork !== this.#winner) this.#endFork(tag);
  }

  #endFork(tag: string): void {
    const fork = this.#forks.get(tag);
    if (fork === undefined) return;
    this.#forks.delete(tag);
    fork.session.drop();
    this.#context.tell(() => this.#handlers.onForkEnded?.(fork.session));
  }
}

const maxRedirects = 5;
