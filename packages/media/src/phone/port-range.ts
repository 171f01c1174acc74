import type { PortLimits } from '../transport/udp-ports.ts';

/**
 * Even ports of a range, each with the odd one above it for RTCP (RFC 3550 section 11). What is given back is
 * given out last, so that stray packets of a call that is over find nobody for as long as can be.
 */
export class PortRange {
  readonly #free: number[] = [];
  readonly #taken = new Set<number>();

  constructor({ min, max }: PortLimits) {
    for (let port = min + (min % 2); port + 1 <= max; port += 2) this.#free.push(port);
  }

  get freeCount(): number {
    return this.#free.length;
  }

  /** Undefined when all are taken. */
  take(): number | undefined {
    const port = this.#free.shift();
    if (port !== undefined) this.#taken.add(port);
    return port;
  }

  /** Idempotent. */
  giveBack(port: number): void {
    if (this.#taken.delete(port)) this.#free.push(port);
  }
}
