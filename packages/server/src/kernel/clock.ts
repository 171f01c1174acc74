/** Time as the domain sees it: injected, so that tests move it by hand. */
export interface Clock {
  /** Unix time in milliseconds. */
  nowMs(): number;
  /** The same when the process began; from then on it goes forward steadily, whatever the system's clock is set to. */
  steadyMs(): number;
  /**
   * Calls `task` once, when `nowMs` has moved by `delayMs` at least. A pending task never keeps the process alive.
   * @returns a function that cancels it; calling it late or twice does nothing.
   */
  schedule(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  steadyMs: () => performance.timeOrigin + performance.now(),
  schedule: (delayMs, task) => {
    // Node counts from the whole millisecond before, and would call some tasks a millisecond early: too early for what
    // asks `nowMs` whether its time has come.
    const timer = setTimeout(task, delayMs + 1);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
