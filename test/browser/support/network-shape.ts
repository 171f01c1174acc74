/** How long a packet may wait, in milliseconds; the queue's end is cut off. */
const queueMs = 200;

interface Waiting {
  readonly goesAtMs: number;
  readonly send: () => void;
}

/** One direction of a path: what it loses, and how much passes. Packets keep their order. */
export class NetworkShape {
  /** Of every so many packets one is lost; 0: none. */
  #lossPeriod = 0;
  #rateBps = Number.POSITIVE_INFINITY;
  #freeAtMs = 0;
  #count = 0;
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  lost = 0;

  /** Loses this share of the packets, evenly. */
  lose(share: number): void {
    this.#lossPeriod = share === 0 ? 0 : Math.round(1 / share);
  }

  /** Passes at most so many bits a second, through a short queue. */
  limit(rateBps: number): void {
    this.#rateBps = rateBps;
  }

  pass(bytes: number, send: () => void): void {
    this.#count += 1;
    const nowMs = performance.now();
    const freeAtMs = Math.max(nowMs, this.#freeAtMs);
    const unlucky = this.#lossPeriod > 0 && this.#count % this.#lossPeriod === 0;
    if (unlucky || freeAtMs - nowMs > queueMs) {
      this.lost += 1;
      return;
    }
    this.#freeAtMs = freeAtMs + (bytes * 8 * 1000) / this.#rateBps;
    this.#queue.push({ goesAtMs: this.#freeAtMs, send });
    this.#pump();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const waitMs = next.goesAtMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      this.#queue.shift();
      next.send();
    }
  }
}
