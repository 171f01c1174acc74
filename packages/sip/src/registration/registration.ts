import type { DigestClient } from '../auth/client.ts';
import type { Hop } from '../hop.ts';
import { contactExpiresS, parseContacts, parseExpires } from '../message/contact.ts';
import { parseInteger } from '../message/grammar.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipResponse } from '../message/message.ts';
import { parseUri } from '../message/uri.ts';
import { sameUri } from '../message/uri-equality.ts';
import { randomHex } from '../random.ts';
import type { AgentContext } from '../user-agent/agent-context.ts';
import { type RequestOutcome, requestOutside } from '../user-agent/outside-request.ts';
import type { SendFailure } from '../user-agent/sending.ts';
import { contactToRegister } from './contact-to-register.ts';
import { FlowKeeper } from './flow-keeper.ts';
import {
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  registrationStep,
} from './registration-machine.ts';

export interface RegistrationOptions {
  /** The registrar: `sip:pbx.example.com`. */
  readonly registrar: string;
  /** The address that is registered: `"Name" <sip:trunk@pbx.example.com>`. */
  readonly address: string;
  /** User part of our Contact, by which calls to it are known. */
  readonly contactUser: string;
  /** What is asked for; 3,600 where missing. The registrar decides. */
  readonly expiresS?: number;
  readonly digest?: DigestClient;
  readonly routes?: readonly string[];
  readonly hops?: readonly Hop[];
  readonly headers?: HeaderList;
  /** With it the registration is one flow of RFC 5626: the name of this device (`urn:uuid:…`) and the number of the flow. */
  readonly outbound?: { readonly instance: string; readonly regId: number };
  /** Pause between keep-alives on the flow; none are sent where missing. */
  readonly keepAliveMs?: number;
  readonly hopTimeoutMs?: number;
  /** Pauses after failures: the first and the longest. 30 s and 30 min where missing (RFC 5626 §4.5). */
  readonly retryMs?: { readonly base: number; readonly max: number };
  readonly onState: (state: RegistrationEvent) => void;
}

/** What is heard of a registration. */
export type RegistrationEvent =
  | { readonly kind: 'registered'; readonly expiresS: number; readonly hop: Hop }
  /** It does not hold now; it goes on being tried. */
  | {
      readonly kind: 'failed';
      readonly status: number | undefined;
      readonly reason: SendFailure | 'refused' | 'flow-lost';
    }
  | { readonly kind: 'stopped' };

/** Keeps an address registered (RFC 3261 §10.2): refreshes, waits longer after each failure, and keeps its flow open. */
export class Registration {
  readonly #context: AgentContext;
  readonly #options: RegistrationOptions;
  readonly #series: { readonly callId: string; readonly nextSequence: () => number };
  readonly #keeper: FlowKeeper;
  readonly #onStopped: () => void;
  #expiresS: number;
  #state: RegistrationState = { name: 'idle' };
  #cancelWait = () => {};

  constructor(context: AgentContext, options: RegistrationOptions, onStopped: () => void) {
    let sequence = 0;
    this.#context = context;
    this.#options = options;
    this.#onStopped = onStopped;
    this.#expiresS = options.expiresS ?? 3_600;
    const nextSequence = () => {
      sequence += 1;
      return sequence;
    };
    this.#series = { callId: randomHex(context.random, 16), nextSequence };
    this.#keeper = new FlowKeeper(context, options.keepAliveMs, () => this.#loseFlow());
    this.#take({ kind: 'start' });
  }

  get state(): RegistrationState['name'] {
    return this.#state.name;
  }

  /** Takes the address back from the registrar and ends; `onState` hears `stopped`. */
  stop(): void {
    this.#take({ kind: 'stop' });
  }

  /** Ends at once, without a word to the registrar. */
  drop(): void {
    this.#state = { name: 'stopped' };
    this.#do({ kind: 'rest' });
    this.#onStopped();
  }

  /** A connection is closed: where it was ours, calls would not arrive until the next refresh. */
  closeFlow(flow: string): void {
    if (this.#keeper.hop?.flow !== flow || this.#state.name !== 'registered') return;
    this.#keeper.stop();
    this.#loseFlow();
  }

  #take(input: RegistrationInput): void {
    const { base: baseMs, max: maxMs } = this.#options.retryMs ?? { base: 30_000, max: 1_800_000 };
    const fraction = Buffer.from(this.#context.random(2)).readUInt16BE() / 65_536;
    const before = this.#state.name;
    const { state, effects } = registrationStep(this.#state, input, { baseMs, maxMs, fraction });
    this.#state = state;
    for (const effect of effects) this.#do(effect);
    if (state.name !== 'stopped' || before === 'stopped') return;
    this.#onStopped();
    this.#context.tell(() => this.#options.onState({ kind: 'stopped' }));
  }

  #do(effect: RegistrationEffect): void {
    switch (effect.kind) {
      case 'register':
        void this.#send(this.#expiresS);
        break;
      case 'unregister':
        void this.#send(0);
        break;
      case 'wait':
        this.#cancelWait = this.#context.clock.after(effect.afterMs, () =>
          this.#take({ kind: 'timer' }),
        );
        break;
      case 'keep-alive':
        this.#keeper.start();
        break;
      case 'rest':
        this.#cancelWait();
        this.#keeper.stop();
        break;
      default:
        effect satisfies never;
    }
  }

  async #send(expiresS: number): Promise<void> {
    const { options, context } = { options: this.#options, context: this.#context };
    const { registrar: uri, address, routes, hops, hopTimeoutMs, digest, headers = [] } = options;
    const sent = this.#state;
    const outcome = await requestOutside(context, {
      method: 'REGISTER',
      uri,
      from: address,
      to: address,
      headers: [['Supported', 'path, outbound'], ...headers],
      contact: (hop) =>
        contactToRegister(context.contactOf(hop, options.contactUser), expiresS, options.outbound),
      series: this.#series,
      ...(routes ? { routes } : {}),
      ...(hops ? { hops } : {}),
      ...(hopTimeoutMs === undefined ? {} : { hopTimeoutMs }),
      ...(digest ? { digest } : {}),
    });
    // What was stopped meanwhile has sent another REGISTER, which counts.
    if (this.#state === sent) this.#settle(outcome);
  }

  #settle(outcome: RequestOutcome): void {
    if (outcome.kind === 'failed') {
      this.#fail(undefined, outcome.reason, undefined);
      return;
    }
    const { response, hop } = outcome;
    const { status, headers } = response;
    const leastS = parseExpires(headers.get('min-expires') ?? '');
    if (status === 423 && leastS !== undefined && leastS > this.#expiresS) {
      this.#expiresS = leastS;
      this.#take({ kind: 'raised' });
    } else if (status >= 300) {
      const retryS = parseInteger(
        /^[0-9]+/.exec(headers.get('retry-after') ?? '')?.[0] ?? '',
        4_294_967_295,
      );
      this.#fail(status, 'refused', retryS);
    } else {
      this.#succeed(response, hop);
    }
  }

  #succeed(response: SipResponse, hop: Hop): void {
    const expiresS = this.#grantedS(response, hop);
    const wasAsking = this.#state.name === 'registering' || this.#state.name === 'refreshing';
    this.#keeper.learn(response, hop);
    this.#take({ kind: 'accepted', expiresS });
    if (!wasAsking) return;
    if (expiresS > 0)
      this.#context.tell(() => this.#options.onState({ kind: 'registered', expiresS, hop }));
    else
      this.#context.tell(() =>
        this.#options.onState({ kind: 'failed', status: response.status, reason: 'refused' }),
      );
  }

  #fail(
    status: number | undefined,
    reason: SendFailure | 'refused',
    retryS: number | undefined,
  ): void {
    const isStopping = this.#state.name === 'unregistering';
    this.#take({ kind: 'failed', retryS });
    if (!isStopping)
      this.#context.tell(() => this.#options.onState({ kind: 'failed', status, reason }));
  }

  #loseFlow(): void {
    this.#take({ kind: 'flow-lost' });
    this.#context.tell(() =>
      this.#options.onState({ kind: 'failed', status: undefined, reason: 'flow-lost' }),
    );
  }

  /** §10.2.4: the expiry of our own Contact among those that the 2xx lists. */
  #grantedS({ headers }: SipResponse, hop: Hop): number {
    const contacts = parseContacts(headers);
    const own = parseUri(
      /<(.*)>/.exec(this.#context.contactOf(hop, this.#options.contactUser))?.[1] ?? '',
    );
    const listed = contacts === undefined || contacts === '*' ? [] : contacts;
    const mine =
      listed.find(({ uri }) => own !== undefined && sameUri(uri, own)) ??
      (listed.length === 1 ? listed[0] : undefined);
    const general = parseExpires(headers.get('expires') ?? '') ?? this.#expiresS;
    if (mine === undefined) return listed.length === 0 && !headers.has('contact') ? general : 0;
    return contactExpiresS(mine) ?? general;
  }
}
