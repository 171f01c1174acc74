import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What a narrow path keeps waiting at most; what comes then is lost. */
const QUEUE_MS = 300;

/** One direction of a path whose rate is limited: packets leave in order, each when its octets are through. */
class Direction {
  rateBps = Number.POSITIVE_INFINITY;
  readonly #send: (packet: Buffer) => void;
  readonly #queue: { readonly packet: Buffer; readonly leavesMs: number }[] = [];
  #freeMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (packet: Buffer) => void) {
    this.#send = send;
  }

  /** False when the packet is lost. */
  take(packet: Buffer): boolean {
    const nowMs = performance.now();
    const leavesMs = Math.max(nowMs, this.#freeMs) + (packet.length * 8000) / this.rateBps;
    if (leavesMs - nowMs > QUEUE_MS) return false;
    this.#freeMs = leavesMs;
    this.#queue.push({ packet, leavesMs });
    this.#drain();
    return true;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #drain(): void {
    clearTimeout(this.#timer);
    const nowMs = performance.now();
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (next.leavesMs > nowMs) {
        this.#timer = setTimeout(() => this.#drain(), next.leavesMs - nowMs);
        return;
      }
      this.#queue.shift();
      this.#send(next.packet);
    }
  }
}

/**
 * A path to a UDP port of this machine that can be made bad, once everything is connected: it loses every
 * `lossPeriod`th packet in either direction, and carries no more than `narrow` allows.
 */
export class LossyPath {
  /** 0 for no loss, 1 for a path that is cut. */
  lossPeriod = 0;
  /** How often each packet comes. */
  copies = 1;
  lost = 0;
  readonly #inner = createSocket('udp4');
  readonly #outer = createSocket('udp4');
  readonly #up = new Direction((packet) => this.#inner.send(packet, this.#port, '127.0.0.1'));
  readonly #down = new Direction((packet) => {
    if (this.#far !== undefined) this.#outer.send(packet, this.#far, '127.0.0.1');
  });
  #count = 0;
  #port = 0;
  #far: number | undefined;

  /** The path's own port, for the answer in place of the worker's. */
  async through(port: number): Promise<number> {
    this.#port = port;
    for (const socket of [this.#inner, this.#outer]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    this.#outer.on('message', (packet, sender) => {
      this.#far = sender.port;
      this.#pass(this.#up, packet);
    });
    this.#inner.on('message', (packet) => this.#pass(this.#down, packet));
    return this.#outer.address().port;
  }

  /** The rate towards the browser from now on. */
  narrow(rateBps: number): void {
    this.#down.rateBps = rateBps;
  }

  close(): void {
    for (const direction of [this.#up, this.#down]) direction.close();
    for (const socket of [this.#inner, this.#outer] satisfies Socket[]) socket.close();
  }

  #pass(direction: Direction, packet: Buffer): void {
    this.#count += 1;
    const loses = this.lossPeriod > 0 && this.#count % this.lossPeriod === 0;
    if (loses) this.lost += 1;
    else for (let i = 0; i < this.copies; i += 1) if (!direction.take(packet)) this.lost += 1;
  }
}
