import { type Clock, systemClock } from '../src/kernel/index.ts';

/** The system's clock, for servers with sockets: time passes by itself, and faster on request. */
export class JumpingClock implements Clock {
  readonly #tasks = new Set<{ readonly atMs: number; readonly run: () => void }>();
  #jumpedMs = 0;
  #passedMs = 0;

  nowMs(): number {
    return systemClock.nowMs() + this.#jumpedMs + this.#passedMs;
  }

  steadyMs(): number {
    return systemClock.steadyMs() + this.#passedMs;
  }

  schedule(delayMs: number, task: () => void): () => void {
    const cancel = () => {
      this.#tasks.delete(entry);
      cancelTimer();
    };
    const run = () => {
      cancel();
      task();
    };
    const cancelTimer = systemClock.schedule(delayMs, run);
    const entry = { atMs: this.steadyMs() + delayMs, run };
    this.#tasks.add(entry);
    return cancel;
  }

  /** Somebody sets the clock. */
  jump(byMs: number): void {
    this.#jumpedMs += byMs;
  }

  /** So much later: what was due by then is done. */
  pass(byMs: number): void {
    this.#passedMs += byMs;
    for (const { atMs, run } of [...this.#tasks]) if (atMs <= this.steadyMs()) run();
  }
}
