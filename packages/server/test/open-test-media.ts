import { MediaWorkers } from '../src/adapters/media/index.ts';
import { type MediaParts, openSessions } from '../src/app/media.ts';
import type { MediaService, OneWayMedia } from '../src/domain/media/index.ts';
import type { Clock } from '../src/kernel/index.ts';

/** Media sessions on one real worker, which starts with the first of them. */
export interface TestMedia {
  readonly engine: MediaWorkers;
  readonly sessions: MediaService;
  readonly oneWay: OneWayMedia;
  stop(): Promise<void>;
}

/**
 * Ports that no test file running beside this one takes between our look at them and our use of them: by process id,
 * and below those that the system gives out.
 */
function ownPorts(): { readonly min: number; readonly max: number } {
  const min = 12_000 + (process.pid % 200) * 100;
  return { min, max: min + 99 };
}

export function openTestMedia(parts: MediaParts & { readonly clock: Clock }): TestMedia {
  const engine = new MediaWorkers({
    host: '127.0.0.1',
    announced: [],
    ports: ownPorts(),
    rtp: { host: '127.0.0.1', address: '127.0.0.1' },
    workers: 1,
    maxStreams: 10_000,
    maxLagMs: 10_000,
    logger: parts.logger,
  });
  const { sessions, oneWay, stop } = openSessions(engine, parts);
  return {
    engine,
    sessions,
    oneWay,
    stop: async () => {
      stop();
      await engine.stop();
    },
  };
}
