import { createSocket } from 'node:dgram';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The first ports of the range that nobody else has bound, `count` at most. */
export async function freeUdpPorts(
  host: string,
  { first, last }: PortRange,
  count: number,
): Promise<readonly number[]> {
  const free: number[] = [];
  for (let port = first; port <= last && free.length < count; port += 1) {
    if (await isFree(host, port)) free.push(port);
  }
  return free;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.close(() => resolve(true));
    });
  });
}
