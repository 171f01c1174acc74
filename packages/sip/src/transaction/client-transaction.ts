import type { Clock } from '../clock.ts';
import { type Hop, isReliable } from '../hop.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { ClientEffect, ClientInput, ClientState } from './client-machine.ts';
import { ackOf } from './dependent-requests.ts';
import { inviteClientStep } from './invite-client.ts';
import { nonInviteClientStep } from './non-invite-client.ts';
import { TimerSet } from './timer-set.ts';
import type { MachineContext, Timings, TransactionFailure } from './timings.ts';
import type { MessageTransport } from './transport-port.ts';

/** What the user of a client transaction hears. */
export interface ClientHandlers {
  /** Every provisional response, the final one, and each further 2xx of an INVITE that forked. */
  onResponse(response: SipResponse): void;
  /** No final response will come. */
  onFailure(reason: TransactionFailure): void;
}

interface Parts {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly transport: MessageTransport;
  readonly handlers: ClientHandlers;
  readonly onEnd: () => void;
}

/** A request that was sent, until nothing more can come of it. */
export class ClientTransaction {
  /** As it goes out, Via included. */
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly #parts: Parts;
  readonly #context: MachineContext;
  readonly #timers: TimerSet;
  #state: ClientState = { name: 'initial' };
  #response: SipResponse | undefined;
  #source: Hop | undefined;
  /** Runs once the first provisional response is there: a CANCEL may not go out before (RFC 3261 §9.1). */
  #whenProceeding: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.request = parts.request;
    this.hop = parts.hop;
    this.#context = { reliable: isReliable(parts.hop.transport), timings: parts.timings };
    this.#timers = new TimerSet(parts.clock, (timer) => this.#take({ kind: 'timer', timer }));
  }

  get state(): ClientState['name'] {
    return this.#state.name;
  }

  /** Sends the request. */
  begin(): void {
    this.#take({ kind: 'begin' });
  }

  /** The hop, with the connection that the latest response came by, where the transport has such. */
  get source(): Hop {
    const flow = this.#source?.flow;
    return flow === undefined || !isReliable(this.hop.transport) ? this.hop : { ...this.hop, flow };
  }

  receive(response: SipResponse, source: Hop): void {
    this.#response = response;
    this.#source = source;
    this.#take({ kind: 'response', status: response.status });
    if (this.state !== 'proceeding') return;
    const run = this.#whenProceeding;
    this.#whenProceeding = undefined;
    run?.();
  }

  /** Calls back as soon as a provisional response is there; never where a final one comes first. */
  whenProceeding(callback: () => void): void {
    if (this.state === 'proceeding') callback();
    else if (this.state === 'calling' || this.state === 'trying') this.#whenProceeding = callback;
  }

  /** Sends nothing more by itself and goes on listening: another hop is asked now. */
  stopRepeating(): void {
    this.#timers.stop('A');
    this.#timers.stop('E');
  }

  /** Ends without a word to the user: the stack is closing. */
  drop(): void {
    this.#timers.stopAll();
    this.#state = { name: 'terminated' };
    this.#parts.onEnd();
  }

  #take(input: ClientInput): void {
    if (this.#state.name === 'terminated') return;
    const step = this.request.method === 'INVITE' ? inviteClientStep : nonInviteClientStep;
    const { state, effects } = step(this.#state, input, this.#context);
    this.#state = state;
    if (state.name === 'terminated') {
      this.#timers.stopAll();
      this.#parts.onEnd();
    }
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: ClientEffect): void {
    const { handlers } = this.#parts;
    switch (effect.kind) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'failed':
        handlers.onFailure(effect.reason);
        break;
      case 'deliver':
        if (this.#response) handlers.onResponse(this.#response);
        break;
      case 'send-request':
        this.#send(this.request);
        break;
      case 'send-ack':
        if (this.#response) this.#send(ackOf(this.request, this.#response));
        break;
      default:
        effect satisfies never;
    }
  }

  #send(message: SipRequest): void {
    this.#parts.transport
      .send(message, this.hop)
      .catch(() => this.#take({ kind: 'transport-error' }));
  }
}
