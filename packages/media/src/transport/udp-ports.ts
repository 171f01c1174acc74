import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** UDP ports, both included. */
export interface PortLimits {
  readonly min: number;
  readonly max: number;
}

/** A socket that has the port to itself; undefined when somebody else has it. */
export async function boundSocket(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const listening = once(socket, 'listening');
  socket.bind({ address, port, exclusive: true });
  try {
    await listening;
    return socket;
  } catch {
    socket.close();
    return undefined;
  }
}

async function closeSocket(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.close(resolve);
  await promise;
}

/** The first ports that nobody has bound at present, `count` at most. */
export async function freeUdpPorts(
  address: string,
  { min, max }: PortLimits,
  count: number,
): Promise<readonly number[]> {
  const free: number[] = [];
  for (let port = min; port <= max && free.length < count; port += 1) {
    const socket = await boundSocket(address, port);
    if (socket === undefined) continue;
    await closeSocket(socket);
    free.push(port);
  }
  return free;
}
