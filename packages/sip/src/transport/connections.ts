import { sourceKey } from '../auth/source-key.ts';
import type { Clock } from '../clock.ts';
import { type Hop, isWebSocket, type TransportName } from '../hop.ts';
import { type FramerEvent, StreamFramer } from '../message/stream-framer.ts';
import { Pings } from './pings.ts';
import type {
  Carrier,
  CarrierEvents,
  Connection,
  ConnectionEvents,
  Connector,
  Dialer,
  Listener,
  SocketAddress,
} from './ports.ts';

/** Bounds of the connections of one carrier. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  /** From one IPv4 address or IPv6 /64; a NAT before an office counts as one. */
  readonly maxConnectionsPerAddress: number;
  /** A connection on which nothing came or went this long is closed. */
  readonly idleMs: number;
  /** How long a message may take from its first byte to its last. */
  readonly messageMs: number;
  /** How long a peer may take to accept a connection of ours. */
  readonly dialMs: number;
}

export const defaultConnectionLimits: ConnectionLimits = {
  maxConnections: 10_000,
  maxConnectionsPerAddress: 200,
  idleMs: 600_000,
  messageMs: 32_000,
  dialMs: 5_000,
};

export interface ConnectionSettings {
  readonly transport: Exclude<TransportName, 'UDP'>;
  readonly connector: Connector | Dialer | Listener;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  /** The start of every flow's name; no two carriers have the same. */
  readonly flowPrefix: string;
  readonly events: CarrierEvents;
}

interface Flow {
  readonly name: string;
  readonly dialled: boolean;
  readonly connection: Connection;
  touch(): void;
}

const pong = Buffer.from('\r\n');
const ping = Buffer.from('\r\n\r\n');

/**
 * TCP, TLS, WS and WSS: connections are used again in both directions (RFC 3261 §18.1.1, RFC 5923), keep-alives are
 * answered (RFC 5626 §4.4.1), and nobody holds more of them than the limits allow.
 */
export class ConnectionCarrier implements Carrier {
  readonly transport: TransportName;
  readonly #settings: ConnectionSettings;
  readonly #flows = new Map<string, Flow>();
  /** The latest flow to each remote address and port. */
  readonly #byRemote = new Map<string, Flow>();
  readonly #countByAddress = new Map<string, number>();
  /** Those among them whose peers have proved a name, by address, port and name. */
  readonly #byName = new Map<string, Flow>();
  /** Connections being opened, by address, so that two messages share one. */
  readonly #dialling = new Map<string, Promise<Flow>>();
  readonly #pings: Pings;
  #local: SocketAddress = { address: '', port: 0 };
  #count = 0;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.transport = settings.transport;
    this.#pings = new Pings(settings.clock);
  }

  get dials(): boolean {
    return 'dial' in this.#settings.connector;
  }

  get local(): SocketAddress {
    return this.#local;
  }

  async open(): Promise<void> {
    const { connector } = this.#settings;
    if ('listen' in connector)
      this.#local = await connector.listen((connection) => this.#accept(connection));
  }

  hasFlow(flow: string): boolean {
    return this.#flows.has(flow);
  }

  async send(bytes: Uint8Array, hop: Hop): Promise<void> {
    const flow = await this.#flowFor(hop);
    flow.touch();
    await flow.connection.write(bytes);
  }

  async ping(hop: Hop): Promise<boolean> {
    const flow = await this.#flowFor(hop);
    const answered = this.#pings.wait(flow.name);
    flow.touch();
    const { connection } = flow;
    if (connection.ping === undefined) await connection.write(ping);
    else connection.ping();
    return answered;
  }

  async close(): Promise<void> {
    this.#pings.end();
    const { connector } = this.#settings;
    const closed = 'close' in connector ? connector.close() : undefined;
    for (const { connection } of this.#flows.values()) connection.close();
    await closed;
  }

  async #flowFor(hop: Hop): Promise<Flow> {
    if (hop.flow !== undefined) {
      const flow = this.#flows.get(hop.flow);
      if (flow === undefined) throw new Error('The flow is closed.');
      return flow;
    }
    const key = nameKey(hop);
    // A connection that came in without a certificate proves nothing of a name (RFC 5923 §8.2).
    const open =
      hop.serverName === undefined ? this.#byRemote.get(remoteKey(hop)) : this.#byName.get(key);
    if (open !== undefined) return open;
    const dialling =
      this.#dialling.get(key) ?? this.#dial(hop).finally(() => this.#dialling.delete(key));
    this.#dialling.set(key, dialling);
    return dialling;
  }

  async #dial(hop: Hop): Promise<Flow> {
    const events = new FlowEvents();
    const { connector } = this.#settings;
    if (!('dial' in connector)) throw new Error('Connections only come in here.');
    const connection = await this.#inTime(connector.dial(hop, events));
    const flow = this.#add(connection, events, true);
    // It may have closed before anybody could be told.
    if (hop.serverName !== undefined && this.hasFlow(flow.name))
      this.#byName.set(nameKey(hop), flow);
    return flow;
  }

  /** A connection that opens too late is closed again. */
  #inTime(dialled: Promise<Connection>): Promise<Connection> {
    const { clock, limits } = this.#settings;
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.after(limits.dialMs, () => {
        isLate = true;
        reject(new Error('The peer does not accept the connection.'));
      });
      dialled.then(
        (connection) => {
          cancel();
          if (isLate) connection.close();
          else resolve(connection);
        },
        (error: unknown) => {
          cancel();
          reject(error);
        },
      );
    });
  }

  #accept(connection: Connection): ConnectionEvents {
    const { maxConnections, maxConnectionsPerAddress } = this.#settings.limits;
    const ofAddress = this.#countByAddress.get(sourceKey(connection.remote.address)) ?? 0;
    const events = new FlowEvents();
    if (this.#flows.size >= maxConnections || ofAddress >= maxConnectionsPerAddress)
      connection.close();
    else this.#add(connection, events, false);
    return events;
  }

  #add(connection: Connection, events: FlowEvents, dialled: boolean): Flow {
    const { clock, limits } = this.#settings;
    this.#count += 1;
    const name = `${this.#settings.flowPrefix}${this.#count}`;
    let cancelIdle = () => {};
    const touch = () => {
      cancelIdle();
      cancelIdle = clock.after(limits.idleMs, () => connection.close());
    };
    const flow: Flow = { name, dialled, connection, touch };
    this.#enter(flow);
    touch();
    const reader = this.#readerOf(flow);
    let hasSpoken = false;
    events.bind({
      onBytes: (bytes) => {
        hasSpoken = true;
        touch();
        reader.onBytes(bytes);
      },
      onPong: () => {
        // Browsers answer pings by themselves, whoever opened them.
        if (hasSpoken) touch();
        this.#pings.answer(name);
      },
      onClose: () => {
        cancelIdle();
        reader.onClose();
        this.#pings.answer(name, false);
        if (this.#leave(flow)) this.#settings.events.onFlowClosed(name);
      },
    });
    return flow;
  }

  #enter(flow: Flow): void {
    const { remote } = flow.connection;
    this.#flows.set(flow.name, flow);
    this.#byRemote.set(remoteKey(remote), flow);
    const source = sourceKey(remote.address);
    this.#countByAddress.set(source, (this.#countByAddress.get(source) ?? 0) + 1);
  }

  /** `false` where it has left before. */
  #leave(flow: Flow): boolean {
    if (!this.#flows.delete(flow.name)) return false;
    const { remote } = flow.connection;
    const key = remoteKey(remote);
    if (this.#byRemote.get(key) === flow) this.#byRemote.delete(key);
    for (const [name, named] of this.#byName) if (named === flow) this.#byName.delete(name);
    const source = sourceKey(remote.address);
    const left = (this.#countByAddress.get(source) ?? 1) - 1;
    if (left > 0) this.#countByAddress.set(source, left);
    else this.#countByAddress.delete(source);
    return true;
  }

  /** Cuts what comes into messages; a frame of a WebSocket is one message (RFC 7118 §5). */
  #readerOf(flow: Flow): Omit<ConnectionEvents, 'onPong'> {
    const { clock, limits, transport } = this.#settings;
    const framed = isWebSocket(transport);
    const framer = new StreamFramer();
    let cancelWait: (() => void) | undefined;
    const stopWaiting = () => {
      cancelWait?.();
      cancelWait = undefined;
    };
    return {
      onBytes: (bytes) => {
        if (framed && bytes.byteLength > 4) return this.#take({ kind: 'message', bytes }, flow);
        const events = framer.push(bytes);
        if (events.length > 0 || !framer.isMidMessage) stopWaiting();
        for (const event of events) this.#take(event, flow);
        if (framer.isMidMessage)
          cancelWait ??= clock.after(limits.messageMs, () => flow.connection.close());
      },
      onClose: stopWaiting,
    };
  }

  #take(event: FramerEvent, { name, dialled, connection }: Flow): void {
    const { transport, events } = this.#settings;
    const place = { transport, ...connection.remote, flow: name };
    const source: Hop = dialled ? { ...place, dialled } : place;
    switch (event.kind) {
      case 'message':
        events.onBytes(event.bytes, source);
        break;
      case 'ping':
        connection.write(pong).catch(() => connection.close());
        break;
      case 'pong':
        this.#pings.answer(name);
        break;
      case 'broken':
        events.onBroken(event.problem.detail, event.head, source).finally(() => connection.close());
        break;
      default:
        event satisfies never;
    }
  }
}

/** Holds what a connection tells until there is somebody to tell it to. */
class FlowEvents implements ConnectionEvents {
  #target: ConnectionEvents | undefined;
  #early: Uint8Array[] = [];
  #closed = false;

  bind(target: ConnectionEvents): void {
    this.#target = target;
    for (const bytes of this.#early) target.onBytes(bytes);
    this.#early = [];
    if (this.#closed) target.onClose();
  }

  onBytes(bytes: Uint8Array): void {
    if (this.#target) this.#target.onBytes(bytes);
    else this.#early.push(bytes);
  }

  onPong(): void {
    this.#target?.onPong();
  }

  onClose(): void {
    this.#closed = true;
    this.#target?.onClose();
  }
}

function remoteKey({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}

function nameKey({ address, port, serverName = '' }: Hop): string {
  return `${address} ${port} ${serverName}`;
}
