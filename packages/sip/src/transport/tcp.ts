import { createConnection, createServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { Connection, ConnectionEvents, Connector, SocketAddress } from './ports.ts';

type Accept = (connection: Connection) => ConnectionEvents;

/** TCP by Node's own sockets. */
export function tcpConnector(at: SocketAddress): Connector {
  const server = createServer({ noDelay: true });
  return {
    listen: (accept) => listening(server, 'connection', at, accept),
    dial: ({ address, port }, events) =>
      dialled(createConnection({ host: address, port, noDelay: true }), 'connect', events),
    close: () => closed(server),
  };
}

/** Keys and certificates in PEM. */
export interface TlsSettings {
  readonly certificate: string;
  readonly key: string;
  /** Whom to trust in place of the public authorities. */
  readonly authorities?: string;
}

/**
 * TLS by Node's own sockets. A peer that we dial has to show a valid certificate for `hop.serverName`, or for its
 * address where it was located by none (RFC 5922 §7.1); whoever dials us needs none.
 */
export function tlsConnector(at: SocketAddress, tls: TlsSettings): Connector {
  const server = createTlsServer({ cert: tls.certificate, key: tls.key });
  const trusted = tls.authorities === undefined ? {} : { ca: tls.authorities };
  return {
    listen: (accept) => listening(server, 'secureConnection', at, accept),
    dial: ({ address, port, serverName }, events) => {
      // SNI carries names only (RFC 6066 §3).
      const named = serverName && isIP(serverName) === 0 ? { servername: serverName } : {};
      const socket = connectTls({ host: address, port, ...named, ...trusted });
      return dialled(socket, 'secureConnect', events);
    },
    close: () => closed(server),
  };
}

function listening(
  server: Server,
  event: 'connection' | 'secureConnection',
  at: SocketAddress,
  accept: Accept,
): Promise<SocketAddress> {
  server.on(event, (socket: Socket) => {
    const connection = connectionOf(socket);
    const events = connection && accept(connection);
    if (events === undefined) socket.destroy();
    else tell(socket, events);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.address, () => {
      server.off('error', reject);
      const local = server.address();
      if (local === null || typeof local === 'string')
        reject(new Error('The socket has no address.'));
      else resolve({ address: local.address, port: local.port });
    });
  });
}

function dialled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  events: ConnectionEvents,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once(event, () => {
      const connection = connectionOf(socket);
      if (connection === undefined) return reject(new Error('The connection is gone.'));
      tell(socket, events);
      resolve(connection);
    });
  });
}

function tell(socket: Socket, events: ConnectionEvents): void {
  socket.on('data', (bytes) => events.onBytes(bytes));
  // Every error is followed by `close`.
  socket.on('error', () => {});
  socket.once('close', () => events.onClose());
}

/** `undefined` where the peer has hung up already. */
function connectionOf(socket: Socket): Connection | undefined {
  const { remoteAddress: address, remotePort: port } = socket;
  if (address === undefined || port === undefined) return undefined;
  return {
    remote: { address, port },
    write: (bytes) =>
      new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => socket.destroySoon(),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
