import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { promisify } from 'node:util';
import type { BindDatagrams, SocketAddress } from './ports.ts';

/** UDP by Node's own sockets. */
export function udpSocket(at: SocketAddress): BindDatagrams {
  return async (onDatagram) => {
    const family = isIPv6(at.address) ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // Hops carry addresses, never names, so there is nothing to look up for each datagram.
      lookup: (address, _options, done) => done(null, address, family),
    });
    socket.on('message', (bytes, { address, port }) => onDatagram(bytes, { address, port }));
    await bound(socket, at);
    // ICMP errors of single datagrams come here; the transaction's timers deal with them.
    socket.on('error', () => {});
    const { address, port } = socket.address();
    return {
      local: { address, port },
      send: (bytes, to) =>
        new Promise<void>((resolve, reject) => {
          socket.send(bytes, to.port, to.address, (error) => (error ? reject(error) : resolve()));
        }),
      close: promisify(socket.close.bind(socket)),
    };
  };
}

function bound(socket: Socket, { address, port }: SocketAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
