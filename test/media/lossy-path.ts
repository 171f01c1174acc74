import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A path to a UDP port of this machine that loses every `period`th packet in either direction, once
 * it is told to: so that connecting itself does not depend on luck.
 */
export class LossyPath {
  lossy = false;
  readonly #inner = createSocket('udp4');
  readonly #outer = createSocket('udp4');
  readonly #period: number;
  #count = 0;
  #far: number | undefined;
  lost = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** The answer with the path's port in place of the worker's. */
  async through(port: number): Promise<number> {
    for (const socket of [this.#inner, this.#outer]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    this.#outer.on('message', (packet, sender) => {
      this.#far = sender.port;
      this.#pass(this.#inner, packet, port);
    });
    this.#inner.on('message', (packet) => {
      if (this.#far !== undefined) this.#pass(this.#outer, packet, this.#far);
    });
    return this.#outer.address().port;
  }

  close(): void {
    this.#inner.close();
    this.#outer.close();
  }

  #pass(from: Socket, packet: Buffer, port: number): void {
    this.#count += 1;
    if (this.lossy && this.#count % this.#period === 0) this.lost += 1;
    else from.send(packet, port, '127.0.0.1');
  }
}
