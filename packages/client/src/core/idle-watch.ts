/** How long a connection may be silent, in milliseconds. */
export interface IdleLimits {
  /** Silence after which the other side is asked for a sign of life. */
  readonly probeAfterMs: number;
  /** How long that sign may take. */
  readonly answerWithinMs: number;
}

/** A dead network is noticed within the sum: 9 s. */
export const defaultIdleLimits: IdleLimits = { probeAfterMs: 5000, answerWithinMs: 4000 };

/** Watches for silence: probes first, then gives up. Every sign of life starts it anew. */
export class IdleWatch {
  readonly #limits: IdleLimits;
  readonly #probe: () => void;
  readonly #dead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #aliveAtMs = 0;

  constructor(limits: IdleLimits, on: { readonly probe: () => void; readonly dead: () => void }) {
    this.#limits = limits;
    this.#probe = on.probe;
    this.#dead = on.dead;
  }

  start(): void {
    this.alive();
    this.#listen();
  }

  alive(): void {
    this.#aliveAtMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Asks at once, for the network has changed under us. */
  probeNow(): void {
    this.stop();
    this.#ask();
  }

  #listen(): void {
    const silentMs = performance.now() - this.#aliveAtMs;
    const leftMs = this.#limits.probeAfterMs - silentMs;
    if (leftMs <= 0) this.#ask();
    else this.#timer = setTimeout(() => this.#listen(), leftMs);
  }

  #ask(): void {
    const askedAtMs = performance.now();
    this.#probe();
    this.#timer = setTimeout(() => {
      if (this.#aliveAtMs > askedAtMs) this.#listen();
      else this.#dead();
    }, this.#limits.answerWithinMs);
  }
}
