import type { Clock } from '../src/kernel/index.ts';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #nowMs: number;
  #backMs = 0;
  readonly #tasks = new Set<{ readonly atMs: number; readonly task: () => void }>();

  constructor(nowMs = Date.UTC(2026, 0, 31, 9, 30)) {
    this.#nowMs = nowMs;
  }

  /** Tasks still to come: 0 when nothing has been forgotten. */
  get pending(): number {
    return this.#tasks.size;
  }

  nowMs(): number {
    return this.#nowMs - this.#backMs;
  }

  /** The time of day is corrected: what is scheduled comes no later for it. */
  putBack(byMs: number): void {
    this.#backMs += byMs;
  }

  steadyMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, task: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, task };
    this.#tasks.add(entry);
    return () => this.#tasks.delete(entry);
  }

  /** Runs what falls due on the way, each task at its own time. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      const [next] = [...this.#tasks]
        .filter((entry) => entry.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#tasks.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.task();
    }
    this.#nowMs = untilMs;
  }
}
