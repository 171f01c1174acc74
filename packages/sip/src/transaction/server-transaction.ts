import type { Clock } from '../clock.ts';
import { type Hop, isReliable } from '../hop.ts';
import { buildResponse } from '../message/build.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/routing.ts';
import { inviteServerStep } from './invite-server.ts';
import { nonInviteServerStep } from './non-invite-server.ts';
import type { ServerEffect, ServerInput, ServerState } from './server-machine.ts';
import { TimerSet } from './timer-set.ts';
import type { MachineContext, Timings, TransactionFailure } from './timings.ts';
import type { MessageTransport } from './transport-port.ts';

interface Parts {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly transport: MessageTransport;
  readonly onAck: (ack: SipRequest) => void;
  readonly onFailure: (reason: TransactionFailure) => void;
  readonly onEnd: () => void;
}

/** A request that came, until its answer has surely arrived. */
export class ServerTransaction {
  readonly request: SipRequest;
  /** Where the responses go. */
  readonly hop: Hop;
  readonly #parts: Parts;
  readonly #context: MachineContext;
  readonly #timers: TimerSet;
  #state: ServerState = { name: 'initial' };
  #latest: SipResponse | undefined;
  #ack: SipRequest | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.request = parts.request;
    this.hop = parts.hop;
    this.#context = { reliable: isReliable(parts.hop.transport), timings: parts.timings };
    this.#timers = new TimerSet(parts.clock, (timer) => this.#take({ kind: 'timer', timer }));
  }

  get state(): ServerState['name'] {
    return this.#state.name;
  }

  begin(): void {
    this.#take({ kind: 'begin' });
  }

  /** Whether a final response can still be given. */
  get isOpen(): boolean {
    return this.state === 'trying' || this.state === 'proceeding';
  }

  /** The tag of its latest response; a 100 has none. */
  get toTag(): string | undefined {
    return this.#latest && tagOf(this.#latest.headers, 'To');
  }

  /**
   * Sends a response. `false`, and nothing is sent, where the final one has gone out already; a 2xx of an INVITE
   * may be repeated until its ACK is there (RFC 3261 §13.3.1.4).
   */
  respond(response: SipResponse): boolean {
    const repeats = this.state === 'accepted' && response.status >= 200 && response.status < 300;
    if (!this.isOpen && !repeats) return false;
    this.#latest = response;
    this.#take({ kind: 'respond', status: response.status });
    return true;
  }

  /** Takes the request again, or its ACK. */
  receive(request: SipRequest): void {
    if (request.method === 'ACK') {
      this.#ack = request;
      this.#take({ kind: 'ack' });
    } else {
      this.#take({ kind: 'request' });
    }
  }

  /** Ends without an answer: the stack is closing, or the sender deserves none. */
  drop(): void {
    this.#timers.stopAll();
    this.#state = { name: 'terminated' };
    this.#parts.onEnd();
  }

  #take(input: ServerInput): void {
    if (this.#state.name === 'terminated') return;
    const step = this.request.method === 'INVITE' ? inviteServerStep : nonInviteServerStep;
    const { state, effects } = step(this.#state, input, this.#context);
    this.#state = state;
    if (state.name === 'terminated') {
      this.#timers.stopAll();
      this.#parts.onEnd();
    }
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: ServerEffect): void {
    switch (effect.kind) {
      case 'start':
        this.#timers.start(effect.timer, effect.afterMs);
        break;
      case 'stop':
        this.#timers.stop(effect.timer);
        break;
      case 'failed':
        this.#parts.onFailure(effect.reason);
        break;
      case 'send-trying':
        this.#latest = buildResponse(this.request, 100);
        this.#send();
        break;
      case 'send':
      case 'resend':
        this.#send();
        break;
      case 'deliver-ack':
        if (this.#ack) this.#parts.onAck(this.#ack);
        break;
      default:
        effect satisfies never;
    }
  }

  #send(): void {
    if (this.#latest === undefined) return;
    this.#parts.transport
      .send(this.#latest, this.hop)
      .catch(() => this.#take({ kind: 'transport-error' }));
  }
}
