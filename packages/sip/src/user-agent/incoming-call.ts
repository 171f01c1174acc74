import { confirmed, type Dialog } from '../dialog/dialog.ts';
import { ProvisionalSender } from '../dialog/reliable-provisionals.ts';
import type { TimerAnswer } from '../dialog/session-timer.ts';
import type { Hop } from '../hop.ts';
import { buildResponse } from '../message/build.ts';
import { parseExpires } from '../message/contact.ts';
import { cseqOf } from '../message/cseq.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import { type CallEnd, endOf } from './call-end.ts';
import { type EndOptions, sendBye } from './call-ending.ts';
import { type CallHandlers, deaf } from './call-handlers.ts';
import { CallLife } from './call-life.ts';
import type { CallState } from './call-machine.ts';
import type { AcceptOptions, ProgressOptions } from './call-options.ts';
import { CallSetupError } from './call-setup-error.ts';
import { DialogLink } from './dialog-link.ts';
import type { DialogUser } from './dialog-registry.ts';
import { reachedOnlyBy } from './flow.ts';
import type { ReplyParts } from './incoming-request.ts';
import { OfferExchange, sessionIn, sessionType } from './offer-exchange.ts';
import { repeatSuccess } from './repeat-success.ts';
import { abilities } from './reply.ts';
import { Session } from './session.ts';
import { noteAllowed, type SessionShared } from './session-shared.ts';

export interface IncomingCallParts {
  readonly context: AgentContext;
  readonly transaction: ServerTransaction;
  readonly dialog: Dialog;
  readonly timer: TimerAnswer;
  /** The session whose place this call takes (RFC 3891). */
  readonly replaces: DialogUser | undefined;
  readonly onReleased: () => void;
}

/** Proxies give up on an INVITE that is silent for three minutes (RFC 3261 §13.3.1.1, §16.6 timer C). */
const repeatProgressMs = 60_000;

/** A call that came in: to be let ring, and accepted or refused. */
export class IncomingCall {
  readonly session: Session;
  readonly #context: AgentContext;
  readonly #transaction: ServerTransaction;
  readonly #link: DialogLink;
  readonly #exchange: OfferExchange;
  readonly #shared: SessionShared;
  readonly #timer: TimerAnswer;
  readonly #life: CallLife;
  readonly #provisionals: ProvisionalSender;
  readonly #replaces: DialogUser | undefined;
  readonly #onReleased: () => void;
  #handlers: CallHandlers = deaf;
  #preview: Uint8Array | undefined;
  /** Whether the offer and answer of the INVITE went out reliably, so that the 2xx carries none. */
  #exchanged = false;
  #deferred: AcceptOptions | undefined;
  #refusal: ReplyParts & { readonly status: number } = { status: 487 };
  #stopRepeating = () => {};
  #cancelExpiry = () => {};
  #cancelReminder = () => {};

  constructor(parts: IncomingCallParts) {
    const { context, transaction, dialog } = parts;
    const { request, hop } = transaction;
    this.#context = context;
    this.#transaction = transaction;
    this.#timer = parts.timer;
    this.#replaces = parts.replaces;
    this.#onReleased = parts.onReleased;
    this.#link = new DialogLink({
      context,
      dialog,
      flow: reachedOnlyBy(request, hop),
      requestUri: request.uri,
    });
    this.#exchange = new OfferExchange('stable');
    this.#exchange.take(request, { kind: 'request', method: 'INVITE' });
    this.#life = this.#machine();
    this.#shared = this.#share();
    noteAllowed(this.#shared, request);
    this.#provisionals = this.#provisionalSender();
    this.session = new Session(this.#shared, {
      onBye: (bye) => this.#life.take('bye', endOf('remote', 'hung-up', { message: bye })),
      onReplaced: () => this.#life.take('end', endOf('remote', 'replaced')),
      onPrack: (prack) => this.#provisionals.acknowledge(prack),
      afterPrack: () => this.#deferred && this.accept(this.#deferred),
      onAck: (ack) => this.#onAck(ack),
    });
    context.dialogs.onCancel(transaction, (cancel) =>
      this.#life.take('cancelled', endOf('remote', 'cancelled', { message: cancel })),
    );
    this.#watchExpiry();
  }

  get request(): SipRequest {
    return this.#transaction.request;
  }

  /** Where the INVITE came from. */
  get source(): Hop {
    return this.#transaction.hop;
  }

  get state(): CallState {
    return this.#life.state;
  }

  /** The offer of the INVITE; `undefined` where the caller wants ours. */
  get offer(): Uint8Array | undefined {
    return sessionIn(this.request);
  }

  /** The dialog that this call is to take the place of (RFC 3891); it ends once this call is accepted. */
  get replaces(): Dialog | undefined {
    return this.#replaces?.dialog;
  }

  /** Whether somebody hears of the call, or it needs nobody any more. */
  get isBound(): boolean {
    return this.#handlers !== deaf || this.#life.isOver;
  }

  /** Says who hears of the call from now on. The user agent does it with what `onCall` gives. */
  bind(handlers: CallHandlers): void {
    this.#handlers = handlers;
  }

  /** Sends a provisional response, 101 to 199. `false` where the call rings no more. */
  progress(status: number, options: ProgressOptions = {}): boolean {
    if (!this.#transaction.isOpen || !this.#life.take('provisional')) return false;
    const { description } = options;
    const reliable = this.#isReliable(options);
    const response = this.#respondWith(status, options, description);
    if (reliable) {
      if (description && !this.#exchanged) this.#exchanged = !this.#sendDescription(description);
      this.#cancelReminder();
      this.#provisionals.send(response);
    } else {
      if (description) this.#preview = description;
      this.#sendProgress(response);
    }
    return true;
  }

  /**
   * Answers the call. `false` where it rings no more. Waits by itself for the PRACK of a description that went before
   * (RFC 3262 §3).
   * @throws CallSetupError `description-missing`
   */
  accept(options: AcceptOptions = {}): boolean {
    if (!this.#transaction.isOpen) return false;
    if (
      this.#exchanged &&
      (this.#provisionals.isWaiting || this.#exchange.state === 'offer-sent')
    ) {
      this.#deferred = options;
      return true;
    }
    const description = this.#exchanged ? undefined : (options.description ?? this.#preview);
    if (description === undefined && !this.#exchanged)
      throw new CallSetupError('description-missing');
    if (!this.#life.take('accept')) return false;
    if (description) this.#sendDescription(description);
    this.#sendSuccess(options, description);
    return true;
  }

  /** Refuses the call by a final response, 300 to 699: 486, 603, or 302 with a Contact. */
  refuse(status: number, parts: ReplyParts = {}): boolean {
    return this.#refuse(status, parts, endOf('local', 'refused', { status }));
  }

  /** Leaves the call as it stands: refuses it, or hangs up. */
  end({ status = 480, reasons: why = [] }: EndOptions = {}): boolean {
    if (this.#transaction.isOpen)
      return this.#refuse(status, {}, endOf('local', 'refused', { status, reasons: why }));
    return this.#life.take('end', endOf('local', 'hung-up', { reasons: why }));
  }

  /** Gives the caller no answer at all. Only before a provisional response. */
  ignore(): void {
    this.#transaction.drop();
    this.#life.take('refuse', endOf('local', 'refused'));
  }

  /** Ends at once, without a word on the wire. */
  drop(): void {
    this.#ringsNoMore();
    this.#stopRepeating();
    this.#transaction.drop();
    this.session.drop();
    if (!this.#life.isOver)
      this.#context.tell(() => this.#handlers.onEnded(endOf('stack', 'closed')));
    this.#onReleased();
  }

  #refuse(status: number, parts: ReplyParts, end: CallEnd): boolean {
    this.#refusal = { ...parts, status };
    return this.#life.take('refuse', end);
  }

  #machine(): CallLife {
    return new CallLife('offered', {
      'send-cancel': () => {},
      'send-ack': () => {},
      'send-bye': (end) => sendBye(this.#link, end, () => this.#life.take('bye-answered')),
      'refuse-invite': () => this.#sendRefusal(),
      'tell-ended': (end) => this.#tellEnded(end),
      release: () => {
        this.#stopRepeating();
        this.session.release();
        this.#onReleased();
      },
    });
  }

  #share(): SessionShared {
    const handlers = () => this.#handlers;
    return {
      context: this.#context,
      link: this.#link,
      exchange: this.#exchange,
      get handlers() {
        return handlers();
      },
      pending: { sent: false, received: false },
      allowed: undefined,
      lost: (end) => {
        if (end.status !== undefined) this.#refusal = { status: end.status };
        this.#life.take('lost', end);
      },
      isOver: () => this.#life.isOver,
    };
  }

  #provisionalSender(): ProvisionalSender {
    const { clock, timings, random } = this.#context;
    const transaction = this.#transaction;
    const firstNumber = 1 + (Buffer.from(random(4)).readUInt32BE() % 2_000_000_000);
    const onUnacknowledged = () =>
      this.#shared.lost(endOf('stack', 'unacknowledged', { status: 504 }));
    return new ProvisionalSender({ transaction, clock, timings, firstNumber, onUnacknowledged });
  }

  /** §13.3.1: an INVITE that is valid for so long only. */
  #watchExpiry(): void {
    const expiresS = parseExpires(this.request.headers.get('expires') ?? '');
    if (!expiresS) return;
    // Timers of more than 24 days fire at once; no call rings for a day.
    const afterMs = Math.min(expiresS, 86_400) * 1_000;
    this.#cancelExpiry = this.#context.clock.after(afterMs, () =>
      this.#life.take('cancelled', endOf('stack', 'cancelled')),
    );
  }

  #isReliable({ reliable = false }: ProgressOptions): boolean {
    const has = (name: string) =>
      this.request.headers.values(name).some((tag) => tag.toLowerCase() === '100rel');
    return has('require') || (reliable && has('supported'));
  }

  #sendDescription(description: Uint8Array) {
    return this.#exchange.send(
      this.#exchange.state === 'offer-received' ? 'answer' : 'offer',
      description,
    );
  }

  #respondWith(
    status: number,
    options: ProgressOptions,
    description: Uint8Array | undefined,
  ): SipResponse {
    const { headers = [], reason } = options;
    const contact = ['Contact', this.#link.contactAt(this.source)] as const;
    return buildResponse(this.request, status, {
      toTag: this.#link.dialog.localTag,
      headers: [contact, ...abilities, ...headers],
      ...(reason === undefined ? {} : { reason }),
      ...(description ? { content: { type: sessionType, bytes: description } } : {}),
    });
  }

  #sendProgress(response: SipResponse): void {
    this.#cancelReminder();
    this.#transaction.respond(response);
    this.#cancelReminder = this.#context.clock.after(repeatProgressMs, () =>
      this.#sendProgress(response),
    );
  }

  #sendSuccess({ headers = [] }: AcceptOptions, description: Uint8Array | undefined): void {
    const timer = this.#timer.kind === 'timed' ? this.#timer.headers : [];
    const response = this.#respondWith(200, { headers: [...timer, ...headers] }, description);
    this.#ringsNoMore();
    this.#link.move(confirmed(this.#link.dialog));
    if (this.#timer.kind === 'timed') this.session.clock.set(this.#timer.interval);
    const { clock, timings } = this.#context;
    const onUnacknowledged = () =>
      this.#life.take('unacknowledged', endOf('stack', 'unacknowledged'));
    const transaction = this.#transaction;
    this.#stopRepeating = repeatSuccess({
      transaction,
      response,
      clock,
      timings,
      onUnacknowledged,
    });
    this.#replaces?.giveWay();
  }

  #sendRefusal(): void {
    const { status, ...parts } = this.#refusal;
    this.#ringsNoMore();
    const toTag = this.#link.dialog.localTag;
    this.#transaction.respond(buildResponse(this.request, status, { toTag, ...parts }));
  }

  #ringsNoMore(): void {
    this.#deferred = undefined;
    this.#cancelExpiry();
    this.#cancelReminder();
    this.#provisionals.stop();
  }

  #onAck(ack: SipRequest): boolean {
    const number = (message: SipRequest) => cseqOf(message.headers)?.sequence;
    if (number(ack) !== number(this.request)) return false;
    this.#stopRepeating();
    const taken = this.#exchange.take(ack, { kind: 'request', method: 'ACK' });
    const before = this.state;
    this.#life.take('ack');
    if (before !== 'answered') return true;
    if (taken.kind === 'answer') this.#context.tell(() => this.#handlers.onAnswer?.(taken.session));
    this.#context.tell(() => this.#handlers.onEstablished?.(this.session));
    return true;
  }

  #tellEnded(end: CallEnd | undefined): void {
    this.session.end();
    this.#context.tell(() => this.#handlers.onEnded(end ?? endOf('stack', 'closed')));
  }
}
