import { Supervisor, type SupervisorEvents, type SupervisorOptions } from '@sky-genesis/media';

const QUIET: SupervisorEvents = {
  state: () => undefined,
  speakers: () => undefined,
  quality: () => undefined,
  demand: () => undefined,
  roomsLost: () => undefined,
};

/** A media engine of one worker, once it serves: it tells what `events` hears. */
export async function startEngine(
  events: Partial<SupervisorEvents> = {},
  options: Partial<SupervisorOptions> = {},
): Promise<Supervisor> {
  const admission = { maxConsumers: 100, maxLoopLagMs: 1000 };
  const usual = { bindAddress: '127.0.0.1', workers: 1, admission };
  const supervisor = new Supervisor({ ...usual, ...options }, { ...QUIET, ...events });
  await supervisor.ready();
  return supervisor;
}
