/** Time as the domain sees it: injected, so that tests move it by hand. */
export interface Clock {
  /** Unix time in milliseconds. */
  nowMs(): number;
  /** The same when the process began; from then on it goes forward steadily, whatever the system's clock is set to. */
  steadyMs(): number;
  /**
   * Calls `task` once after `delayMs`. A pending task never keeps the process alive.
   * @returns a function that cancels it; calling it late or twice does nothing.
   */
  schedule(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  steadyMs: () => performance.timeOrigin + performance.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
