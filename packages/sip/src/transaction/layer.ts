import type { Clock } from '../clock.ts';
import type { Hop } from '../hop.ts';
import { buildResponse } from '../message/build.ts';
import { formatHostPort } from '../message/host.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { magicCookie } from '../message/via.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import { type ClientHandlers, ClientTransaction } from './client-transaction.ts';
import { cancelOf } from './dependent-requests.ts';
import { clientKey, clientKeyOf, mergeKeyOf, serverKeyOf } from './keys.ts';
import { ServerTransaction } from './server-transaction.ts';
import { defaultTimings, type Timings, type TransactionFailure } from './timings.ts';
import type { MessageTransport } from './transport-port.ts';

/** Who is told of what comes from outside. */
export interface TransactionUser {
  /** A new request; neither ACK nor CANCEL. It has to be answered through the transaction, once. */
  onRequest(transaction: ServerTransaction): void;
  /** A CANCEL for a request that has no final response yet; it is already answered, the request (by 487) is not. */
  onCancel(transaction: ServerTransaction, cancel: SipRequest): void;
  /** The ACK of a 2xx; it belongs to a dialog, not to a transaction. */
  onAck(ack: SipRequest): void;
  /** The ACK of a final response never came, or a response could not be sent. */
  onServerFailure(transaction: ServerTransaction, reason: TransactionFailure): void;
  /** A response that no transaction waits for; a 2xx of an INVITE among them may need an ACK and a BYE. */
  onStrayResponse(response: SipResponse): void;
}

export interface TransactionLayerSettings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly transport: MessageTransport;
  readonly user: TransactionUser;
  /** RFC 3261's where missing. */
  readonly timings?: Timings;
  /** New requests beyond this many open transactions get a 503. */
  readonly maxServerTransactions: number;
}

/** The transaction layer of RFC 3261 §17: it repeats what got lost, and swallows what came twice. */
export class TransactionLayer {
  readonly #settings: TransactionLayerSettings;
  readonly #timings: Timings;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  /** Requests outside dialogs by what their copies have in common, with their own keys. */
  readonly #merged = new Map<string, string>();

  constructor(settings: TransactionLayerSettings) {
    this.#settings = settings;
    this.#timings = settings.timings ?? defaultTimings;
  }

  /** How many transactions are open, for metrics and tests. */
  get size(): { readonly clients: number; readonly servers: number } {
    return { clients: this.#clients.size, servers: this.#servers.size };
  }

  /** Sends a request to a hop, under a Via of its own. Not for ACK ({@link sendAck}). */
  request(request: SipRequest, hop: Hop, handlers: ClientHandlers): ClientTransaction {
    return this.#begin(this.#withVia(request, hop), hop, handlers);
  }

  /** Sends the ACK of a 2xx, which is a transaction of nobody (§13.2.2.4). */
  sendAck(ack: SipRequest, hop: Hop): Promise<void> {
    return this.#settings.transport.send(this.#withVia(ack, hop), hop);
  }

  /**
   * Cancels a request, as soon as that is allowed: not before its first provisional response, and not
   * after its final one (§9.1). What became of the request its own handlers hear.
   * `headers`: what the CANCEL says besides (Reason).
   */
  cancel(
    transaction: ClientTransaction,
    headers: readonly (readonly [name: string, value: string])[] = [],
  ): void {
    transaction.whenProceeding(() => {
      const ignore = { onResponse() {}, onFailure() {} };
      const cancel = cancelOf(transaction.request);
      for (const [name, value] of headers) cancel.headers.append(name, value);
      this.#begin(cancel, transaction.hop, ignore);
    });
  }

  /** Takes a message from the transports; `hop` is where responses to it go. */
  receive(message: SipMessage, hop: Hop): void {
    if (message.kind === 'response') this.#receiveResponse(message, hop);
    else if (message.method === 'ACK') this.#receiveAck(message);
    else this.#receiveRequest(message, hop);
  }

  /** Ends everything at once, without a word on the wire. */
  close(): void {
    for (const client of [...this.#clients.values()]) client.drop();
    for (const server of [...this.#servers.values()]) server.drop();
  }

  #withVia(request: SipRequest, hop: Hop): SipRequest {
    const branch = `${magicCookie}${randomHex(this.#settings.random, 12)}`;
    const sentBy = formatHostPort(this.#settings.transport.sentBy(hop));
    const headers = request.headers.clone();
    // RFC 3581 §3: `rport` asks for the port that the request was seen to come from.
    headers.prepend('Via', `SIP/2.0/${hop.transport} ${sentBy};branch=${branch};rport`);
    return { ...request, headers };
  }

  #begin(request: SipRequest, hop: Hop, handlers: ClientHandlers): ClientTransaction {
    const [via = ''] = request.headers.values('via');
    const branch = /;branch=([^;]+)/.exec(via)?.[1] ?? '';
    const key = clientKey(branch, request.method);
    const { clock, transport } = this.#settings;
    const onEnd = () => this.#clients.delete(key);
    const parts = { request, hop, clock, timings: this.#timings, transport, handlers, onEnd };
    const transaction = new ClientTransaction(parts);
    this.#clients.set(key, transaction);
    transaction.begin();
    return transaction;
  }

  #receiveResponse(response: SipResponse, hop: Hop): void {
    const transaction = this.#clients.get(clientKeyOf(response) ?? '');
    if (transaction === undefined) this.#settings.user.onStrayResponse(response);
    else transaction.receive(response, hop);
  }

  #receiveAck(ack: SipRequest): void {
    const transaction = this.#servers.get(serverKeyOf(ack) ?? '');
    if (transaction === undefined) this.#settings.user.onAck(ack);
    else transaction.receive(ack);
  }

  #receiveRequest(request: SipRequest, hop: Hop): void {
    const key = serverKeyOf(request);
    if (key === undefined) return;
    const known = this.#servers.get(key);
    if (known !== undefined) known.receive(request);
    else if (this.#servers.size >= this.#settings.maxServerTransactions)
      this.#answerStatelessly(request, hop, 503, [['Retry-After', '5']]);
    else if (request.method === 'CANCEL') this.#receiveCancel(request, hop, key);
    else this.#receiveNew(request, hop, key);
  }

  #receiveNew(request: SipRequest, hop: Hop, key: string): void {
    const mergeKey = mergeKeyOf(request);
    // §8.2.2.2: a proxy forked the request and both copies came here.
    if (mergeKey !== undefined && this.#merged.has(mergeKey)) {
      this.#answerStatelessly(request, hop, 482);
      return;
    }
    if (mergeKey !== undefined) this.#merged.set(mergeKey, key);
    this.#settings.user.onRequest(this.#open(request, hop, key, mergeKey));
  }

  #receiveCancel(cancel: SipRequest, hop: Hop, key: string): void {
    const invite = this.#servers.get(serverKeyOf(cancel, 'INVITE') ?? '');
    // §9.2: the same as that of the request, which some peers take for the tag of the dialog.
    const toTag = invite?.toTag ?? randomHex(this.#settings.random, 8);
    const transaction = this.#open(cancel, hop, key, undefined);
    // §9.2: a CANCEL that comes after the final response is answered and changes nothing.
    transaction.respond(buildResponse(cancel, invite === undefined ? 481 : 200, { toTag }));
    if (invite?.isOpen) this.#settings.user.onCancel(invite, cancel);
  }

  #open(
    request: SipRequest,
    hop: Hop,
    key: string,
    mergeKey: string | undefined,
  ): ServerTransaction {
    const { clock, transport, user } = this.#settings;
    const transaction = new ServerTransaction({
      request,
      hop,
      clock,
      timings: this.#timings,
      transport,
      onAck: (ack) => user.onAck(ack),
      onFailure: (reason) => user.onServerFailure(transaction, reason),
      onEnd: () => {
        this.#servers.delete(key);
        if (mergeKey !== undefined) this.#merged.delete(mergeKey);
      },
    });
    this.#servers.set(key, transaction);
    transaction.begin();
    return transaction;
  }

  /** Answers without remembering. The tag comes from the request, so a repetition gets the same one. */
  #answerStatelessly(
    request: SipRequest,
    hop: Hop,
    status: number,
    headers: readonly (readonly [string, string])[] = [],
  ): void {
    const response = buildResponse(request, status, { toTag: 'stateless', headers });
    // Whoever can't be reached asks again.
    this.#settings.transport.send(response, hop).catch(() => {});
  }
}
