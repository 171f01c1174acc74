import type { Result } from '../report.ts';
import { benchFanOut } from './fan-out-bench.ts';
import { benchIdleConnections } from './idle-connections-bench.ts';

/** Presence to many, and what a silent connection holds, beside `ws` alone. */
export async function benchRealtime(quick: boolean): Promise<readonly Result[]> {
  const fanOut = await benchFanOut({ runs: quick ? 3 : 5, durationMs: quick ? 2000 : 6000 });
  const idle = await benchIdleConnections(
    quick
      ? { runs: 1, connections: 3000, restMs: 1000 }
      : { runs: 3, connections: 4000, restMs: 4000 },
  );
  return [...fanOut, idle];
}
