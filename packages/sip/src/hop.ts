/** The transports of SIP as Via names them. */
export const transportNames = ['UDP', 'TCP', 'TLS', 'WS', 'WSS'] as const;
export type TransportName = (typeof transportNames)[number];

/** The next place that a message goes to. */
export interface Hop {
  readonly transport: TransportName;
  /** An IP address without brackets. */
  readonly address: string;
  readonly port: number;
  /**
   * The connection to use and no other: a response goes back on the one that its request came by
   * (RFC 3261 §18.2.2), and a peer behind NAT or a browser is reached only so (RFC 5626).
   */
  readonly flow?: string;
  /** Of where a message came from: by a connection that we have opened. Whoever answers there is whom we dialled. */
  readonly dialled?: true;
  /** The name that the peer's certificate has to carry (RFC 5922), where it was located by one. */
  readonly serverName?: string;
}

/** A connection of HTTP in origin (RFC 7118): only who has opened it can open it again. */
export function isWebSocket(transport: TransportName): boolean {
  return transport === 'WS' || transport === 'WSS';
}

/** Whether the transport delivers what it takes, so that nothing is sent twice. */
export function isReliable(transport: TransportName): boolean {
  return transport !== 'UDP';
}

export function parseTransportName(text: string): TransportName | undefined {
  return transportNames.find((name) => name === text.toUpperCase());
}
