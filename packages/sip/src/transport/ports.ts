import type { Hop, TransportName } from '../hop.ts';

/** An IP address without brackets, and a port. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** One connection of TCP, TLS or WebSocket, whoever opened it. */
export interface Connection {
  readonly remote: SocketAddress;
  /** Rejects where the connection is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Asks for a pong, where the transport has such itself (RFC 6455 §5.5.2). */
  ping?(): void;
  close(): void;
}

/** What a connection tells. After `onClose` nothing more comes. */
export interface ConnectionEvents {
  onBytes(bytes: Uint8Array): void;
  onPong(): void;
  onClose(): void;
}

/** Opens connections of one transport, and takes none. */
export interface Dialer {
  /** Rejects where nobody answers, or the peer's certificate does not fit `hop.serverName`. */
  dial(hop: Hop, events: ConnectionEvents): Promise<Connection>;
}

/** Takes connections of one transport, and opens none. */
export interface Listener {
  /** `accept` is called for each connection that comes in, and gives whom it talks to. */
  listen(accept: (connection: Connection) => ConnectionEvents): Promise<SocketAddress>;
  /** Stops accepting. */
  close(): Promise<void>;
}

/** Accepts and opens the connections of one transport: the place where real sockets are plugged in. */
export interface Connector extends Dialer, Listener {}

/** A bound UDP socket. */
export interface DatagramSocket {
  readonly local: SocketAddress;
  send(bytes: Uint8Array, to: SocketAddress): Promise<void>;
  close(): Promise<void>;
}

/** Binds a UDP socket that gives what it gets to `onDatagram`. */
export type BindDatagrams = (
  onDatagram: (bytes: Uint8Array, from: SocketAddress) => void,
) => Promise<DatagramSocket>;

/** What a carrier tells the transport layer. */
export interface CarrierEvents {
  /** Whether a source is heard at all; asked for what is no message. */
  admits(source: Hop): boolean;
  /** The bytes of one message; `source` is where they came from, with the flow to answer on. */
  onBytes(bytes: Uint8Array, source: Hop): void;
  /** A stream that can't be read on; it is closed once this has settled, which never rejects. */
  onBroken(detail: string, head: Uint8Array | undefined, source: Hop): Promise<void>;
  onFlowClosed(flow: string): void;
}

/** One transport on one local address. */
export interface Carrier {
  readonly transport: TransportName;
  /** Where it listens. */
  readonly local: SocketAddress;
  /** Whether it reaches who has not come to it. */
  readonly dials: boolean;
  /** Whether this flow is one of its own and still open. */
  hasFlow(flow: string): boolean;
  send(bytes: Uint8Array, hop: Hop): Promise<void>;
  /** Sends a keep-alive (RFC 5626 §4.4) and tells whether its answer came in time; rejects where it can't be sent. */
  ping(hop: Hop): Promise<boolean>;
  close(): Promise<void>;
}
