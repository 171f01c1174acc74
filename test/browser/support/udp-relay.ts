import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { NetworkShape } from './network-shape.ts';

/**
 * The media path between two pages of this machine, which a test can take away. Every candidate that a
 * page is told of is replaced by a port of the relay; the relay sends what comes there on to the
 * candidate itself, from the port that stands for the sender.
 */
export class UdpRelay {
  /** From the page that uses the relay, and to it. */
  readonly up = new NetworkShape();
  readonly down = new NetworkShape();
  /** Candidates that a page was told of, as opposed to the page's own addresses. */
  readonly #told = new Set<string>();
  readonly #standIns = new Map<string, Promise<Socket>>();
  /** Candidates whose path does not come back. */
  readonly #dead = new Set<string>();
  #open = true;
  #closed = false;
  #moving = false;

  /** The candidate line to tell the other page; empty for what the relay cannot carry (TCP, IPv6, names). */
  async standInFor(candidate: string): Promise<string> {
    const parts = candidate.split(' ');
    const [, , protocol, , ip, port] = parts;
    const carried = protocol?.toLowerCase() === 'udp' && /^[\d.]+$/.test(ip ?? '');
    if (!carried || ip === undefined || port === undefined) return '';
    this.#told.add(`${ip}:${port}`);
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

  /** The same of the page's own addresses alone, and of all it tries until `restore`: the server is where it was. */
  losePage(): void {
    this.#moving = true;
    for (const candidate of this.#standIns.keys()) {
      if (!this.#told.has(candidate)) this.#dead.add(candidate);
    }
  }

  restore(): void {
    this.#open = true;
    this.#moving = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.up.close();
    this.down.close();
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
    socket.on('message', (packet, from) => {
      const sender = `${from.address}:${from.port}`;
      if (this.#moving && !this.#told.has(sender)) this.#dead.add(sender);
      const isDead = [`${ip}:${port}`, sender].some((end) => this.#dead.has(end));
      if (!this.#open || isDead) return;
      const shape = this.#told.has(`${ip}:${port}`) ? this.up : this.down;
      void this.#standIn(from.address, from.port).then((socket) =>
        shape.pass(packet.length, () => {
          if (!this.#closed) socket.send(packet, port, ip);
        }),
      );
    });
    socket.on('error', () => {
      // The page behind it is gone: an ICMP refusal.
    });
    socket.bind(0, '0.0.0.0');
    await once(socket, 'listening');
    return socket;
  }
}
