import type { DigestClient } from '../auth/client.ts';
import type { Hop } from '../hop.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { TransactionFailure } from '../transaction/timings.ts';
import type { AgentContext } from './agent-context.ts';
import { tcpFor } from './message-size.ts';

/** Why a request got no final response: of the last hop, or `unreachable` where there was no hop at all. */
export type SendFailure = TransactionFailure | 'unreachable';

export interface SendParts {
  /** Where to, in the order in which to try. A rejection counts as nowhere. */
  readonly hops: () => Promise<readonly Hop[]>;
  /** The request for a hop; what depends on the transport (Contact) depends on it. */
  readonly build: (hop: Hop, sequence: number) => SipRequest;
  /** The CSeq of the first request, of each that answers a challenge (RFC 3261 §22.2), and of one that was overtaken. */
  readonly nextSequence: () => number;
  /** Whether a later request went the same way: one that was lost till then is refused for its number (§12.2.2). */
  readonly isOvertaken?: (sequence: number) => boolean;
  readonly digest?: DigestClient | undefined;
  /** A hop that gives no response at all within this is left: for the next, or as unreachable where there is none. */
  readonly hopTimeoutMs?: number | undefined;
  /** Provisional responses, the final one, and further 2xx of an INVITE; `sent` is what they answer. */
  readonly onResponse: (response: SipResponse, sent: ClientTransaction) => void;
  readonly onFailure: (reason: SendFailure) => void;
  /** A 2xx of an INVITE from a hop that was given up. */
  readonly onLateSuccess?: (response: SipResponse, sent: ClientTransaction) => void;
}

/** A peer that calls every answer stale would be asked for ever. */
const maxChallenges = 3;

/**
 * One request on its way to a final response: from hop to hop on 503, timeout and transport failure and on nothing
 * else (RFC 3263 §4.3), once more with credentials for each realm that asks (RFC 3261 §22), and once more where it was overtaken.
 */
export class Sending {
  readonly #context: AgentContext;
  readonly #parts: SendParts;
  #left: Hop[] = [];
  /** Hops whose TCP was tried before. */
  readonly #fallBacks = new WeakSet<Hop>();
  #sequence: number;
  #challenges = 0;
  #wasOvertaken = false;
  #current: ClientTransaction | undefined;
  #state: 'running' | 'cancelled' | 'done' = 'running';
  #stopWaiting = () => {};

  constructor(context: AgentContext, parts: SendParts) {
    this.#context = context;
    this.#parts = parts;
    this.#sequence = parts.nextSequence();
    void this.#start();
  }

  /** CSeq of the latest request. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Asks the peer to stop (§9.1); the final response, or a failure, still comes. No other hop is tried. */
  cancel(headers?: readonly (readonly [string, string])[]): void {
    if (this.#state !== 'running') return;
    this.#state = 'cancelled';
    if (this.#current !== undefined) this.#context.transactions.cancel(this.#current, headers);
  }

  /** Ends it without a word to anybody. */
  drop(): void {
    this.#state = 'done';
    this.#stopWaiting();
    this.#current?.drop();
  }

  async #start(): Promise<void> {
    try {
      this.#left = [...(await this.#parts.hops())];
    } catch {
      // A resolver that fails leads nowhere, as a name that does not exist.
      this.#left = [];
    }
    this.#tryNext('unreachable');
  }

  #tryNext(failure: SendFailure): void {
    if (this.#state === 'done') return;
    const hop = this.#left.shift();
    if (hop === undefined || this.#state === 'cancelled') {
      this.#fail(failure);
      return;
    }
    const request = this.#parts.build(hop, this.#sequence);
    const larger = this.#fallBacks.has(hop) ? undefined : tcpFor(request, hop, this.#context);
    if (larger === undefined) {
      this.#attempt(request, hop);
      return;
    }
    // UDP is for who takes no TCP (§18.1.1).
    this.#fallBacks.add(hop);
    this.#left.unshift(hop);
    this.#attempt(this.#parts.build(larger, this.#sequence), larger);
  }

  #attempt(request: SipRequest, hop: Hop): void {
    this.#parts.digest?.authorize(request);
    const handlers = {
      onResponse: (response: SipResponse) => this.#take(response, transaction),
      onFailure: (reason: TransactionFailure) => {
        if (transaction !== this.#current) return;
        this.#stopWaiting();
        this.#tryNext(reason);
      },
    };
    const transaction = this.#context.transactions.request(request, hop, handlers);
    this.#current = transaction;
    this.#waitForHop(transaction);
  }

  #waitForHop(transaction: ClientTransaction): void {
    const { hopTimeoutMs } = this.#parts;
    if (hopTimeoutMs === undefined) return;
    this.#stopWaiting = this.#context.clock.after(hopTimeoutMs, () => {
      if (transaction !== this.#current || transaction.state === 'proceeding') return;
      this.#current = undefined;
      transaction.stopRepeating();
      // What it still may start, it shall not: the CANCEL goes with the first sign of life.
      if (transaction.request.method === 'INVITE') this.#context.transactions.cancel(transaction);
      this.#tryNext('timeout');
    });
  }

  #take(response: SipResponse, transaction: ClientTransaction): void {
    if (transaction !== this.#current) {
      const isSuccess = response.status >= 200 && response.status < 300;
      if (isSuccess) this.#parts.onLateSuccess?.(response, transaction);
      return;
    }
    this.#stopWaiting();
    if (this.#state === 'running' && this.#goesOn(response, transaction)) return;
    if (response.status >= 200) this.#state = 'done';
    this.#parts.onResponse(response, transaction);
  }

  /** Whether the response is not yet the last word. */
  #goesOn(response: SipResponse, { request, hop }: ClientTransaction): boolean {
    const { status } = response;
    if (status === 503 && this.#left.length > 0) {
      this.#tryNext('transport');
      return true;
    }
    if (!this.#isToRepeat(response, request)) return false;
    this.#sequence = this.#parts.nextSequence();
    this.#attempt(this.#parts.build(hop, this.#sequence), hop);
    return true;
  }

  #isToRepeat(response: SipResponse, request: SipRequest): boolean {
    const { digest, isOvertaken } = this.#parts;
    const { status } = response;
    if (status === 500 && !this.#wasOvertaken) {
      this.#wasOvertaken = isOvertaken?.(this.#sequence) === true;
      return this.#wasOvertaken;
    }
    if ((status !== 401 && status !== 407) || digest === undefined) return false;
    if (this.#challenges >= maxChallenges || digest.accept(request, response)) return false;
    this.#challenges += 1;
    return true;
  }

  #fail(reason: SendFailure): void {
    this.#state = 'done';
    this.#parts.onFailure(reason);
  }
}
