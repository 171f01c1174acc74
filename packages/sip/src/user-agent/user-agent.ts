import { systemClock } from '../clock.ts';
import { type Hop, isWebSocket } from '../hop.ts';
import type { Capabilities } from '../message/examine.ts';
import type { SipMessage } from '../message/message.ts';
import { formatUri, parseUri, sipUri } from '../message/uri.ts';
import { systemRandom } from '../random.ts';
import { Registration, type RegistrationOptions } from '../registration/registration.ts';
import { TransactionLayer } from '../transaction/layer.ts';
import { defaultTimings } from '../transaction/timings.ts';
import { TransportLayer } from '../transport/layer.ts';
import { locate } from '../transport/locate.ts';
import { systemResolver } from '../transport/resolver.ts';
import type { AgentContext } from './agent-context.ts';
import {
  defaultLimits,
  defaultSessionTimer,
  type UserAgentLimits,
  type UserAgentSettings,
} from './agent-settings.ts';
import type { EndOptions } from './call-ending.ts';
import type { OutgoingCallHandlers } from './call-handlers.ts';
import { CallSetupError } from './call-setup-error.ts';
import { CountedClock } from './counted-clock.ts';
import { DialogRegistry } from './dialog-registry.ts';
import { Dispatcher } from './dispatch.ts';
import type { IncomingCall } from './incoming-call.ts';
import type { OutgoingCallOptions } from './invite.ts';
import { OutgoingCall } from './outgoing-call.ts';
import { type OutsideRequest, type RequestOutcome, requestOutside } from './outside-request.ts';

/** What is open; all zero when everything has ended. */
export interface OpenThings {
  readonly calls: number;
  readonly registrations: number;
  readonly dialogs: number;
  readonly clientTransactions: number;
  readonly serverTransactions: number;
  /** Timers of calls, transactions and registrations; not those of idle connections. */
  readonly timers: number;
}

const ownMethods = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'PRACK',
  'UPDATE',
  'INFO',
  'REFER',
  'NOTIFY',
];
const ownExtensions = ['100rel', 'timer', 'replaces', 'norefersub'];

/** A SIP user agent: makes and takes calls, sends and takes requests, over all its transports. */
export class UserAgent {
  /** Open transports on it (`addDatagrams`, `addConnections`) before the first call. */
  readonly transport: TransportLayer;
  readonly #settings: UserAgentSettings;
  readonly #limits: UserAgentLimits;
  readonly #clock: CountedClock;
  readonly #transactions: TransactionLayer;
  readonly #context: AgentContext;
  readonly #dispatcher: Dispatcher;
  readonly #calls = new Set<IncomingCall | OutgoingCall>();
  readonly #registrations = new Set<Registration>();
  #state: 'open' | 'draining' | 'closed' = 'open';

  constructor(settings: UserAgentSettings) {
    this.#settings = settings;
    this.#limits = { ...defaultLimits, ...settings.limits };
    this.#clock = new CountedClock(settings.clock ?? systemClock());
    this.transport = this.#transportLayer();
    this.#transactions = this.#transactionLayer();
    this.#context = this.#shared();
    this.#dispatcher = new Dispatcher({
      context: this.#context,
      handlers: settings.handlers,
      capabilities: capabilitiesOf(settings),
      takesCalls: () => this.#state === 'open' && this.#calls.size < this.#limits.maxCalls,
      onCall: (call) => this.#calls.add(call),
      onCallReleased: (call) => this.#calls.delete(call),
    });
  }

  /** How much is open, for metrics, and for the check that nothing was left behind. */
  get open(): OpenThings {
    const { clients, servers } = this.#transactions.size;
    return {
      calls: this.#calls.size,
      registrations: this.#registrations.size,
      dialogs: this.#context.dialogs.size,
      clientTransactions: clients,
      serverTransactions: servers,
      timers: this.#clock.waiting,
    };
  }

  /**
   * Calls somebody.
   * @throws CallSetupError `target-malformed`, `too-many-calls`, `closed`
   */
  call(options: OutgoingCallOptions, handlers: OutgoingCallHandlers): OutgoingCall {
    if (this.#state === 'closed') throw new CallSetupError('closed');
    if (parseUri(options.uri) === undefined) throw new CallSetupError('target-malformed');
    if (this.#calls.size >= this.#limits.maxCalls) throw new CallSetupError('too-many-calls');
    const onReleased = () => this.#calls.delete(call);
    const call: OutgoingCall = new OutgoingCall(this.#context, options, handlers, onReleased);
    this.#calls.add(call);
    return call;
  }

  /** Sends a request outside any dialog and gives its final response. */
  request(request: OutsideRequest): Promise<RequestOutcome> {
    return requestOutside(this.#context, request);
  }

  /** Asks whether somebody is there (OPTIONS, RFC 3261 §11); any answer but 408 and 503 says so. */
  async ping(request: Omit<OutsideRequest, 'method'>): Promise<boolean> {
    const outcome = await this.request({ ...request, method: 'OPTIONS' });
    return outcome.kind === 'answered' && ![408, 503].includes(outcome.response.status);
  }

  /** Keeps an address registered at a registrar until it is stopped. */
  register(options: RegistrationOptions): Registration {
    if (this.#state === 'closed') throw new CallSetupError('closed');
    const onStopped = () => this.#registrations.delete(registration);
    const registration: Registration = new Registration(this.#context, options, onStopped);
    this.#registrations.add(registration);
    return registration;
  }

  /** Takes no more calls (503, also to OPTIONS); those that are there go on. */
  drain(): void {
    if (this.#state === 'open') this.#state = 'draining';
  }

  /** Ends every call as a person would: by BYE, CANCEL or 480. */
  endCalls(options: EndOptions = {}): void {
    for (const call of [...this.#calls]) call.end(options);
  }

  /** Ends everything at once, without a word to the peers, and closes the transports. */
  async close(): Promise<void> {
    this.#state = 'closed';
    for (const registration of [...this.#registrations]) registration.drop();
    for (const call of [...this.#calls]) call.drop();
    this.#context.dialogs.drop();
    this.#transactions.close();
    await this.transport.close();
  }

  #transportLayer(): TransportLayer {
    const { clock = systemClock(), connectionLimits, handlers } = this.#settings;
    return new TransportLayer({
      clock,
      ...(connectionLimits ? { connectionLimits } : {}),
      user: {
        onMessage: (message, hop) => this.#transactions.receive(message, hop),
        admits: (source) => handlers.admits?.(source) !== false,
        onProblem: (problem, source) => this.#tell(() => handlers.onProblem?.(problem, source)),
        onFlowClosed: (flow) => {
          for (const registration of [...this.#registrations]) registration.closeFlow(flow);
          this.#tell(() => handlers.onFlowClosed?.(flow));
        },
      },
    });
  }

  #transactionLayer(): TransactionLayer {
    const { random = systemRandom, timings = defaultTimings } = this.#settings;
    return new TransactionLayer({
      clock: this.#clock,
      random,
      timings,
      maxServerTransactions: this.#limits.maxServerTransactions,
      transport: {
        sentBy: (hop) => this.transport.sentBy(hop),
        send: (message, hop) => this.transport.send(this.#signed(message), hop),
      },
      user: {
        onRequest: (transaction) => this.#dispatcher.receive(transaction),
        onCancel: (transaction, cancel) => this.#context.dialogs.cancel(transaction, cancel),
        onAck: (ack) => this.#context.dialogs.find(ack)?.receiveAck(ack),
        // Repetitions end by themselves, and the dialog with the 2xx that nobody acknowledged.
        onServerFailure: () => {},
        onStrayResponse: () => {},
      },
    });
  }

  #shared(): AgentContext {
    const { transport } = this;
    const { random = systemRandom, resolver = systemResolver(), transports } = this.#settings;
    const usable = () => transports ?? transport.open;
    return {
      clock: this.#clock,
      random,
      timings: this.#settings.timings ?? defaultTimings,
      transactions: this.#transactions,
      dialogs: new DialogRegistry(),
      sessionTimer: this.#settings.sessionTimer ?? defaultSessionTimer,
      maxDatagramBytes: this.#limits.maxDatagramBytes,
      get transports() {
        return usable();
      },
      hopsOf: async (text) => {
        const uri = parseUri(text);
        const isSip = uri?.scheme === 'sip' || uri?.scheme === 'sips';
        return isSip ? locate(uri, { resolver, random, transports: usable() }) : [];
      },
      hasFlow: (hop) => transport.hasFlow(hop),
      ping: (hop) => transport.ping(hop),
      contactOf: (hop, user, scheme = 'sip') => contactAt(transport, hop, user, scheme),
      tell: (run) => this.#tell(run),
    };
  }

  /** Adds the product's name, where there is one. */
  #signed(message: SipMessage): SipMessage {
    const { product } = this.#settings;
    const field = message.kind === 'request' ? 'User-Agent' : 'Server';
    if (product !== undefined && !message.headers.has(field))
      message.headers.append(field, product);
    return message;
  }

  #tell<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.#settings.handlers.onFault?.(error);
      return undefined;
    }
  }
}

function capabilitiesOf({ methods = [], extensions = [] }: UserAgentSettings): Capabilities {
  return {
    methods: [...ownMethods, ...methods],
    extensions: [...ownExtensions, ...extensions],
    contentTypes: [
      'application/sdp',
      'multipart/mixed',
      'multipart/alternative',
      'multipart/related',
    ],
    schemes: ['sip', 'sips', 'tel'],
  };
}

/** Where this end is reached by the transport of a hop; UDP is what a URI means by itself. */
function contactAt(
  transport: TransportLayer,
  hop: Hop,
  user: string | undefined,
  scheme: 'sip' | 'sips',
): string {
  const { host, port } = transport.sentBy(hop);
  const parameters = new Map<string, string>();
  // `sips` means TLS by itself (§26.2.2).
  const isSaid = hop.transport === 'UDP' || (scheme === 'sips' && hop.transport === 'TLS');
  // RFC 7118 §5.2 has `ws` alone, secure or not.
  const transportName = isWebSocket(hop.transport) ? 'ws' : hop.transport.toLowerCase();
  if (!isSaid) parameters.set('transport', transportName);
  const place = port === undefined ? { host } : { host, port };
  return `<${formatUri(sipUri({ scheme, ...(user ? { user } : {}), ...place, parameters }))}>`;
}
