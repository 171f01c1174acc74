import type { Supervisor, SupervisorOptions } from '@sky-genesis/media';
import { startEngine } from '../../../../test/media/engine.ts';

/** The product's engine with one worker, which is never full: what is measured is what it costs. */
export function startMeasuredEngine(options: Partial<SupervisorOptions>): Promise<Supervisor> {
  const roomsLost = () => {
    throw new Error('the worker under measurement died');
  };
  const admission = { maxConsumers: 100_000, maxLoopLagMs: 60_000 };
  return startEngine({ roomsLost }, { admission, ...options });
}
