/** What a path loses and delays, one direction of it. */
export class NetworkShape {
  /** Of every so many packets one is lost; 0: none. */
  #lossPeriod = 0;
  #rateBps = Number.POSITIVE_INFINITY;
  #freeAtMs = 0;
  #count = 0;
  lost = 0;

  /** Loses this share of the packets, evenly. */
  lose(share: number): void {
    this.#lossPeriod = share === 0 ? 0 : Math.round(1 / share);
  }

  /** Passes at most so many bits a second, by a queue of a fifth of a second whose end is cut off. */
  limit(rateBps: number): void {
    this.#rateBps = rateBps;
    this.#freeAtMs = 0;
  }

  /** @returns after how many milliseconds the packet goes on; undefined: not at all */
  admit(bytes: number, nowMs: number): number | undefined {
    this.#count += 1;
    const unlucky = this.#lossPeriod > 0 && this.#count % this.#lossPeriod === 0;
    const freeAtMs = Math.max(nowMs, this.#freeAtMs);
    const isFull = freeAtMs - nowMs > queueMs;
    if (unlucky || isFull) {
      this.lost += 1;
      return undefined;
    }
    this.#freeAtMs = freeAtMs + (bytes * 8 * 1000) / this.#rateBps;
    return freeAtMs - nowMs;
  }
}

const queueMs = 200;
