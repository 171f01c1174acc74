import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const TRIES = 20;

/** A port that neither TCP nor UDP has in use: SIP is served on one number by both (RFC 3261 §18.2.1). */
export async function freeSipPort(host: string): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const server = createServer().listen({ host, port: 0 });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const isFree = await isFreeForDatagrams(host, port);
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
  throw new Error(`There is no free port on ${host}.`);
}

function isFreeForDatagrams(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
