import type { Clock } from '../clock.ts';

/** How long a pong may take (RFC 5626 §4.4.1). */
const pongMs = 10_000;

/** Keep-alives that wait for their answers. */
export class Pings {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, (alive: boolean) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the answer of that name comes in time. */
  wait(name: string): Promise<boolean> {
    this.#waiting.get(name)?.(true);
    return new Promise((resolve) => {
      const cancel = this.#clock.after(pongMs, () => settle(false));
      const settle = (alive: boolean) => {
        cancel();
        if (this.#waiting.get(name) === settle) this.#waiting.delete(name);
        resolve(alive);
      };
      this.#waiting.set(name, settle);
    });
  }

  answer(name: string, alive = true): void {
    this.#waiting.get(name)?.(alive);
  }

  /** The transport closes. */
  end(): void {
    for (const settle of [...this.#waiting.values()]) settle(false);
  }
}
