import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';

/** Below what systems give out by themselves. */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 50;

/** So many UDP ports in a row, from an even one on, that were free a moment ago. As `SGE_MEDIA_PORTS` names them. */
export async function freeUdpPorts(count: number): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const first = 2 * randomInt(FIRST / 2, (LAST - count) / 2);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return `${first}-${first + count - 1}`;
  }
  throw new Error(`no ${count} free UDP ports in a row`);
}

/** Settings by which the one media worker has ports for so many lines and for no other: its own, the odd one behind it, and two for each. */
export async function portsForLines(lines: number) {
  return { SGE_MEDIA_PORTS: await freeUdpPorts(2 + 2 * lines), SGE_MEDIA_WORKERS: '1' };
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createSocket('udp4');
  socket.once('error', () => resolve(false));
  socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  return promise;
}
