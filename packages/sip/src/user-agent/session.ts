import type { Dialog } from '../dialog/dialog.ts';
import { sessionDeadline } from '../dialog/session-timer.ts';
import { referToReplacing } from '../dialog/transfer.ts';
import type { Content } from '../message/build.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { endOf } from './call-end.ts';
import type { CallSession, OfferOptions, OfferOutcome, TransferHandlers } from './call-session.ts';
import type { DialogUser } from './dialog-registry.ts';
import { IncomingRequest } from './incoming-request.ts';
import { type Referral, referralIn } from './referral.ts';
import { type OfferParts, ReofferClient } from './reoffer-client.ts';
import { ReofferServer } from './reoffer-server.ts';
import { abilities, reply } from './reply.ts';
import { SessionClock } from './session-clock.ts';
import type { SessionShared } from './session-shared.ts';
import { SentTransfers } from './transfer-sent.ts';

/** What the call tells its session, and the other way round. */
export interface SessionOwner {
  /** A BYE that came; it is answered. */
  onBye(request: SipRequest): void;
  /** A PRACK; `false` where it acknowledges nothing. */
  onPrack(request: SipRequest): boolean;
  /** Another call has taken the place of this one. */
  onReplaced(): void;
  /** What the PRACK carried is dealt with. */
  afterPrack(): void;
  /** `false` where the ACK is not that of the call's first 2xx. */
  onAck(ack: SipRequest): boolean;
}

/** One dialog of a call on this end. */
export class Session implements CallSession, DialogUser {
  readonly #shared: SessionShared;
  readonly #owner: SessionOwner;
  readonly #clock: SessionClock;
  readonly #server: ReofferServer;
  readonly #client: ReofferClient;
  readonly #sent: SentTransfers;
  readonly #referrals = new Set<Referral>();
  #released = false;

  constructor(shared: SessionShared, owner: SessionOwner) {
    const { context, link } = shared;
    this.#shared = shared;
    this.#owner = owner;
    this.#clock = new SessionClock(context.clock, (act) => this.#onTimer(act));
    this.#server = new ReofferServer(shared, (interval) => this.#clock.set(interval));
    this.#client = new ReofferClient(shared, this.#clock);
    this.#sent = new SentTransfers(context, link, () => this.#leave());
    context.dialogs.add(link.dialog, this);
  }

  get dialog(): Dialog {
    return this.#shared.link.dialog;
  }

  get localDescription(): Uint8Array | undefined {
    return this.#shared.exchange.local;
  }

  get remoteDescription(): Uint8Array | undefined {
    return this.#shared.exchange.remote;
  }

  allows(method: string): boolean | undefined {
    return this.#shared.allowed?.has(method);
  }

  get timer(): { readonly act: 'refresh' | 'end'; readonly afterMs: number } | undefined {
    const interval = this.#clock.current();
    return interval && sessionDeadline(interval);
  }

  offer(description: Uint8Array | undefined, options: OfferOptions = {}): Promise<OfferOutcome> {
    const early = this.dialog.phase === 'early';
    const method = options.method ?? (early ? 'UPDATE' : 'INVITE');
    return this.#client.offer({
      session: description,
      method,
      headers: [...(options.headers ?? [])],
    });
  }

  request(
    method: string,
    parts: { readonly headers?: HeaderList; readonly content?: Content } = {},
  ): Promise<SipResponse | undefined> {
    if (this.#shared.isOver()) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#shared.link.send({
        method,
        ...parts,
        onResponse: (response) => {
          if (response.status < 200) return;
          resolve(response);
          if (response.status === 481)
            this.#shared.lost(endOf('stack', 'dialog-lost', { status: 481 }));
        },
        onFailure: () => resolve(undefined),
      });
    });
  }

  transfer(to: string | CallSession, handlers: TransferHandlers, headers: HeaderList = []): void {
    const { context, isOver } = this.#shared;
    if (isOver()) {
      context.tell(() => handlers.onDone(undefined));
      return;
    }
    const referTo = typeof to === 'string' ? `<${to}>` : referToReplacing(to.dialog);
    this.#sent.refer(referTo, [...headers], handlers);
  }

  /** Takes the interval that the answer to the first INVITE set. */
  get clock(): SessionClock {
    return this.#clock;
  }

  get isReplaceable(): boolean {
    const { phase, isCaller } = this.dialog;
    return !this.#shared.isOver() && (phase === 'confirmed' || isCaller);
  }

  giveWay(): void {
    this.#owner.onReplaced();
  }

  receive(transaction: ServerTransaction): void {
    const { request, hop } = transaction;
    const { link, isOver } = this.#shared;
    if (!link.take(request, hop)) {
      reply(transaction, 500);
      return;
    }
    const { method } = request;
    if (method === 'BYE') {
      this.#receiveBye(transaction);
      return;
    }
    if (method === 'NOTIFY') {
      this.#sent.receive(transaction);
      return;
    }
    if (isOver()) {
      reply(transaction, 481);
      return;
    }
    this.#receiveLive(transaction);
  }

  receiveAck(ack: SipRequest): void {
    if (!this.#owner.onAck(ack)) this.#server.receiveAck(ack);
  }

  /** The call is over: what is open is refused, timers stop. Transfers that are under way are still heard of. */
  end(): void {
    this.#clock.stop();
    this.#server.end();
    this.#client.end();
  }

  /** Nothing more of the call is needed from the dialog. */
  release(): void {
    this.#released = true;
    this.#leave();
  }

  drop(): void {
    this.end();
    for (const referral of this.#referrals) referral.end();
    this.#sent.end();
    this.release();
  }

  #leave(): void {
    if (this.#released && this.#sent.isIdle) this.#shared.context.dialogs.remove(this.dialog);
  }

  #receiveBye(transaction: ServerTransaction): void {
    reply(transaction, 200);
    this.#owner.onBye(transaction.request);
  }

  #receiveLive(transaction: ServerTransaction): void {
    const { context, handlers } = this.#shared;
    switch (transaction.request.method) {
      case 'INVITE':
        this.#server.receiveInvite(transaction);
        return;
      case 'UPDATE':
        this.#server.receiveUpdate(transaction);
        return;
      case 'PRACK':
        this.#receivePrack(transaction);
        return;
      case 'OPTIONS':
        reply(transaction, 200, { headers: abilities });
        return;
      case 'REFER':
        this.#receiveRefer(transaction);
        return;
      default:
        if (handlers.onRequest === undefined) {
          reply(transaction, 405, { headers: abilities.slice(0, 1) });
          return;
        }
        context.tell(() => handlers.onRequest?.(new IncomingRequest(transaction, context.random)));
    }
  }

  #receivePrack(transaction: ServerTransaction): void {
    if (!this.#owner.onPrack(transaction.request)) {
      reply(transaction, 481);
      return;
    }
    this.#server.receivePrack(transaction);
    this.#owner.afterPrack();
  }

  #receiveRefer(transaction: ServerTransaction): void {
    const { context, handlers, link } = this.#shared;
    const referral = referralIn(context, link, transaction);
    if (referral === undefined) return;
    if (handlers.onReferral === undefined) {
      referral.refuse();
      return;
    }
    this.#referrals.add(referral);
    context.tell(() => handlers.onReferral?.(referral));
  }

  #onTimer(act: 'refresh' | 'end'): void {
    if (act === 'end') {
      this.#shared.lost(endOf('stack', 'expired'));
      return;
    }
    const update = this.allows('UPDATE') === true;
    const session = update ? undefined : this.localDescription;
    void this.#refresh({ session, method: update ? 'UPDATE' : 'INVITE', headers: [] });
  }

  /** A refresh that the peer refuses changes nothing; it is tried once more before the session runs out. */
  async #refresh(parts: OfferParts): Promise<void> {
    const { kind } = await this.#client.offer(parts);
    if (kind === 'refused' || kind === 'busy') this.#clock.set(this.#clock.current());
  }
}
