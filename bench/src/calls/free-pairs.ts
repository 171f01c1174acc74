import type { Pair } from '../load/people.ts';

/** Pairs that are in no call. Who finds none waits: a callee in a call would be busy. */
export class FreePairs {
  readonly #free: Pair[];
  readonly #waiting: ((pair: Pair) => void)[] = [];

  constructor(pairs: readonly Pair[]) {
    this.#free = [...pairs];
  }

  take(): Promise<Pair> | Pair {
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(pair: Pair): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(pair);
    else next(pair);
  }
}
