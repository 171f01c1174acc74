import type { Device } from '@sky-genesis/protocol';

type Server = NonNullable<Device['server']>;

/** Where a phone signs in, as it is entered there. */
export interface ServerAddresses {
  /** UDP and TCP share a port. */
  readonly plain: string;
  readonly tls: string | null;
  readonly websocket: string;
}

export function addressesOf({ host, port, tls_port: tlsPort, websocket_url }: Server) {
  return {
    plain: hostPort(host, port),
    tls: tlsPort === null ? null : hostPort(host, tlsPort),
    websocket: websocket_url,
  } satisfies ServerAddresses;
}

/** RFC 3261 §25.1, hostport: an IPv6 address stands in brackets. */
function hostPort(host: string, port: number): string {
  const bare = host.includes(':') && !host.startsWith('[');
  return `${bare ? `[${host}]` : host}:${port}`;
}
