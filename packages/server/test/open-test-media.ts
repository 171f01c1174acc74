import { MediaWorkers } from '../src/adapters/media/index.ts';
import type { CallService } from '../src/domain/calls/index.ts';
import { MediaService, MediaWatch, OneWayMedia, RoomSeating } from '../src/domain/media/index.ts';
import type { RoomService } from '../src/domain/rooms/index.ts';
import type { Clock, EventFeed, Logger } from '../src/kernel/index.ts';

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

export function openTestMedia(parts: {
  readonly rooms: RoomService;
  readonly calls: CallService;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly logger: Logger;
}): TestMedia {
  const { calls, feed, clock, logger } = parts;
  const engine = new MediaWorkers({
    host: '127.0.0.1',
    announced: [],
    ports: ownPorts(),
    rtp: { host: '127.0.0.1', address: '127.0.0.1' },
    workers: 1,
    maxStreams: 10_000,
    maxLagMs: 10_000,
    logger,
  });
  const rooms = new RoomSeating(parts.rooms.tickets, parts.rooms);
  const sessions = new MediaService({ engine, rooms, calls, clock, logger });
  const { conferences } = sessions;
  const oneWay = new OneWayMedia({
    ...{ engine, conferences, logger },
    door: rooms,
    rooms: parts.rooms,
  });
  const watch = new MediaWatch({ conferences, rooms, engine, feed });
  return {
    engine,
    sessions,
    oneWay,
    stop: async () => {
      watch.stop();
      sessions.stop();
      await engine.stop();
    },
  };
}
