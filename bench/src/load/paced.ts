/** What a paced run did. */
export interface PacedResult {
  readonly done: number;
  readonly elapsedMs: number;
}

/**
 * Starts `work(i)` `perSecond` times a second for `durationMs`, whether or not earlier ones have ended
 * (open loop: a slow server does not slow the load down), and waits for all of them.
 * @throws the first error of any piece of work.
 */
export async function paced(
  perSecond: number,
  durationMs: number,
  work: (index: number) => Promise<void>,
): Promise<PacedResult> {
  const startMs = performance.now();
  const total = Math.round((perSecond * durationMs) / 1000);
  const running: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      const due = Math.min(
        total,
        Math.floor(((performance.now() - startMs) * perSecond) / 1000) + 1,
      );
      while (running.length < due) running.push(work(running.length));
      if (running.length < total) setTimeout(tick, 1);
      else resolve();
    };
    tick();
  });
  await Promise.all(running);
  return { done: total, elapsedMs: performance.now() - startMs };
}

/** Runs `work` on `lanes` at once, each as fast as it can, for `durationMs`. */
export async function flatOut(
  lanes: number,
  durationMs: number,
  work: (lane: number) => Promise<void>,
): Promise<PacedResult> {
  const startMs = performance.now();
  let done = 0;
  const lane = async (index: number): Promise<void> => {
    while (performance.now() - startMs < durationMs) {
      await work(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  return { done, elapsedMs: performance.now() - startMs };
}
