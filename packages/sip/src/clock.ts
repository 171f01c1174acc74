/** Time as the stack sees it; injected, so that tests turn it by hand. */
export interface Clock {
  /** Milliseconds that only go forward. */
  nowMs(): number;
  /** Calls back once after the delay; the result cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The process's own time. */
export function systemClock(): Clock {
  return {
    nowMs: () => performance.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
