import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * The media path between two pages of this machine, which a test can take away. Every candidate that a
 * page is told of is replaced by a port of the relay; the relay sends what comes there on to the
 * candidate itself, from the port that stands for the sender.
 */
export class UdpRelay {
  readonly #standIns = new Map<string, Promise<Socket>>();
  /** Candidates whose path does not come back. */
  readonly #dead = new Set<string>();
  #open = true;

  /** The candidate line to tell the other page; empty for what the relay cannot carry (TCP, IPv6, names). */
  async standInFor(candidate: string): Promise<string> {
    const parts = candidate.split(' ');
    const [, , protocol, , ip, port] = parts;
    const carried = protocol?.toLowerCase() === 'udp' && /^[\d.]+$/.test(ip ?? '');
    if (!carried || ip === undefined || port === undefined) return '';
    const socket = await this.#standIn(ip, Number(port));
    return parts.with(5, String(socket.address().port)).join(' ');
  }

  cut(): void {
    this.#open = false;
  }

  /** The paths known so far stay dead, as when one has moved to another network: only new ones will do. */
  loseKnownPaths(): void {
    for (const candidate of this.#standIns.keys()) this.#dead.add(candidate);
  }

  restore(): void {
    this.#open = true;
  }

  async close(): Promise<void> {
    for (const socket of await Promise.all(this.#standIns.values())) socket.close();
  }

  /** The port that stands for `ip:port` in the eyes of the other page. */
  #standIn(ip: string, port: number): Promise<Socket> {
    const key = `${ip}:${port}`;
    const known = this.#standIns.get(key);
    if (known !== undefined) return known;
    const made = this.#bind(ip, port);
    this.#standIns.set(key, made);
    return made;
  }

  async #bind(ip: string, port: number): Promise<Socket> {
    const socket = createSocket('udp4');
    socket.on('message', (packet, sender) => {
      if (!this.#open || this.#dead.has(`${ip}:${port}`)) return;
      void this.#standIn(sender.address, sender.port).then((from) => from.send(packet, port, ip));
    });
    socket.on('error', () => {
      // The page behind it is gone: an ICMP refusal.
    });
    socket.bind(0, '0.0.0.0');
    await once(socket, 'listening');
    return socket;
  }
}
