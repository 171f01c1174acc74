import type { Clock } from '../clock.ts';
import type { Hop, TransportName } from '../hop.ts';
import { buildResponse } from '../message/build.ts';
import { bracketed, type HostPort } from '../message/host.ts';
import type { SipMessage, SipRequest } from '../message/message.ts';
import { parseMessage } from '../message/parse-message.ts';
import type { MessageProblem } from '../message/problem.ts';
import { topVia } from '../message/routing.ts';
import { serialise } from '../message/serialise.ts';
import { type RandomBytes, randomHex, systemRandom } from '../random.ts';
import type { MessageTransport } from '../transaction/transport-port.ts';
import {
  ConnectionCarrier,
  type ConnectionLimits,
  defaultConnectionLimits,
} from './connections.ts';
import { openDatagramCarrier } from './datagrams.ts';
import type {
  BindDatagrams,
  Carrier,
  CarrierEvents,
  Connector,
  Dialer,
  Listener,
  SocketAddress,
} from './ports.ts';
import { noteSource, sameHost } from './source.ts';

/** Who hears of what the transports bring. */
export interface TransportUser {
  /** A valid message; `hop` is where responses to it go. */
  onMessage(message: SipMessage, hop: Hop): void;
  /** Decides, before anything is parsed, whether a source is heard at all; scanners get no answer. */
  admits?(source: Hop): boolean;
  /** A message that was refused; it is already answered where that makes sense. */
  onProblem?(problem: MessageProblem, source: Hop): void;
  onFlowClosed?(flow: string): void;
}

export interface TransportLayerSettings {
  readonly clock: Clock;
  readonly user: TransportUser;
  readonly connectionLimits?: ConnectionLimits;
  /** For the names of keep-alives. */
  readonly random?: RandomBytes;
}

/** A carrier and what Via says of it. */
interface Bound {
  readonly carrier: Carrier;
  readonly advertised: HostPort;
}

/** All transports behind one port (RFC 3261 §18): what comes in is parsed, checked and told with its way back. */
export class TransportLayer implements MessageTransport {
  readonly #settings: TransportLayerSettings;
  readonly #bound: Bound[] = [];

  constructor(settings: TransportLayerSettings) {
    this.#settings = settings;
  }

  /**
   * Opens UDP. `advertisedHost` is what Via shows: the public address where there is a NAT, else
   * the local one.
   */
  async addDatagrams(bind: BindDatagrams, advertisedHost?: string): Promise<SocketAddress> {
    const { clock, random = systemRandom } = this.#settings;
    const flow = this.#flowPrefix('UDP');
    const settings = { bind, flow, events: this.#events(), clock, random };
    const carrier = await openDatagramCarrier(settings);
    return this.#add(carrier, advertisedHost);
  }

  /** Opens TCP, TLS, WS or WSS; a listener takes only who comes to it. */
  async addConnections(
    transport: Exclude<TransportName, 'UDP'>,
    connector: Connector | Listener,
    advertisedHost?: string,
  ): Promise<SocketAddress> {
    const carrier = this.#connections(transport, connector);
    await carrier.open();
    return this.#add(carrier, advertisedHost);
  }

  /**
   * Opens WS or WSS towards others only. Nobody can connect to us by it: Via and Contact show a name that leads nowhere
   * (RFC 7118 §5.5), and the peer answers on the connection.
   */
  addDialer(transport: 'WS' | 'WSS', dialer: Dialer): void {
    const { random = systemRandom } = this.#settings;
    const host = `${randomHex(random, 6)}.invalid`;
    const carrier = this.#connections(transport, dialer);
    this.#bound.push({ carrier, advertised: { host, port: undefined } });
  }

  /** The transports that are open, in the order of their opening. */
  get open(): readonly TransportName[] {
    return [...new Set(this.#bound.map(({ carrier }) => carrier.transport))];
  }

  /** Whether the flow that the hop names is still there. */
  hasFlow({ flow }: Hop): boolean {
    return flow !== undefined && this.#bound.some(({ carrier }) => carrier.hasFlow(flow));
  }

  sentBy(hop: Hop): HostPort {
    return this.#boundFor(hop)?.advertised ?? { host: 'anonymous.invalid', port: undefined };
  }

  async send(message: SipMessage, hop: Hop): Promise<void> {
    const bound = this.#boundFor(hop);
    if (bound === undefined) throw new Error(`There is no ${hop.transport} transport.`);
    const { flow, ...place } = hop;
    const lost = flow !== undefined && !bound.carrier.hasFlow(flow);
    // §18.2.2: a response whose connection has gone may open a new one; a request for a flow may not.
    const redials = lost && message.kind === 'response' && /^(?:TCP|TLS)$/.test(hop.transport);
    await bound.carrier.send(serialise(message), redials ? place : hop);
  }

  /**
   * Keeps the way to a hop open through a NAT and asks whether it leads anywhere: a STUN request on UDP, CR LF CR LF elsewhere
   * (RFC 5626 §4.4). `false` where no answer came within 10 s; not every peer answers.
   */
  async ping(hop: Hop): Promise<boolean> {
    const carrier = this.#boundFor(hop)?.carrier;
    return carrier === undefined ? false : carrier.ping(hop).catch(() => false);
  }

  async close(): Promise<void> {
    await Promise.all(this.#bound.map(({ carrier }) => carrier.close()));
  }

  #connections(
    transport: Exclude<TransportName, 'UDP'>,
    connector: Connector | Dialer | Listener,
  ): ConnectionCarrier {
    const { clock, connectionLimits: limits = defaultConnectionLimits } = this.#settings;
    const flowPrefix = this.#flowPrefix(transport);
    const events = this.#events();
    return new ConnectionCarrier({ transport, connector, clock, limits, flowPrefix, events });
  }

  #add(carrier: Carrier, advertisedHost: string | undefined): SocketAddress {
    const { address, port } = carrier.local;
    const host = bracketed(advertisedHost ?? address);
    // Of a server that does not listen yet, which nobody has to dial: the peer answers on its connection.
    this.#bound.push({ carrier, advertised: { host, port: port === 0 ? undefined : port } });
    return carrier.local;
  }

  #flowPrefix(transport: TransportName): string {
    return `${transport}/${this.#bound.length}/`;
  }

  /** The carrier that owns the flow, else the first of the transport that speaks the address's version of IP. */
  #boundFor({ transport, flow, address }: Hop): Bound | undefined {
    let fitting: Bound | undefined;
    for (const bound of this.#bound) {
      const { carrier } = bound;
      if (carrier.transport !== transport) continue;
      if (flow !== undefined && carrier.hasFlow(flow)) return bound;
      if (!carrier.dials) continue;
      if (fitting === undefined || !sameFamily(fitting.carrier.local.address, address))
        fitting = sameFamily(carrier.local.address, address) ? bound : (fitting ?? bound);
    }
    return fitting;
  }

  #events(): CarrierEvents {
    const { user } = this.#settings;
    return {
      admits: (source) => user.admits?.(source) !== false,
      onBytes: (bytes, source) => this.#receive(bytes, source),
      onBroken: (detail, head, source) => {
        const problem = { code: 'content-length', status: 400, detail } as const;
        const parsed = head && parseMessage(head);
        const message = parsed?.ok ? parsed.message : parsed?.problem.message;
        return this.#refuse(message ? { ...problem, message } : problem, source);
      },
      onFlowClosed: (flow) => user.onFlowClosed?.(flow),
    };
  }

  #receive(bytes: Uint8Array, source: Hop): void {
    const { user } = this.#settings;
    if (user.admits?.(source) === false) return;
    const parsed = parseMessage(bytes);
    if (!parsed.ok) {
      this.#refuse(parsed.problem, source);
    } else if (parsed.message.kind === 'response') {
      if (this.#isForUs(parsed.message)) user.onMessage(parsed.message, source);
    } else {
      const hop = noteSource(parsed.message, source);
      if (hop) user.onMessage(parsed.message, hop);
    }
  }

  /** §18.1.2: a response whose topmost Via is none of ours is dropped. */
  #isForUs({ headers }: SipMessage): boolean {
    const via = topVia(headers);
    return this.#bound.some(
      ({ advertised }) =>
        via !== undefined &&
        sameHost(via.sentBy.host, advertised.host) &&
        via.sentBy.port === advertised.port,
    );
  }

  async #refuse(problem: MessageProblem, source: Hop): Promise<void> {
    const { message } = problem;
    this.#settings.user.onProblem?.(problem, source);
    if (message?.kind === 'request' && message.method !== 'ACK')
      await this.#answer(message, problem, source);
  }

  #answer(request: SipRequest, { status, detail }: MessageProblem, source: Hop): Promise<void> {
    const hop = noteSource(request, source) ?? source;
    const response = buildResponse(request, status, { reason: detail, toTag: 'refused' });
    // Nobody waits for this answer but the sender of rubbish.
    return this.send(response, hop).catch(() => {});
  }
}

function sameFamily(a: string, b: string): boolean {
  return a.includes(':') === b.includes(':');
}
