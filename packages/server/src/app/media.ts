import { availableParallelism } from 'node:os';
import {
  announcedAddresses,
  everyAddress,
  freeUdpPorts,
  MediaWorkers,
} from '../adapters/media/index.ts';
import type { Config } from '../config/index.ts';
import { requireGrant } from '../domain/access/index.ts';
import type { CallService } from '../domain/calls/index.ts';
import type { Authenticator } from '../domain/identity/index.ts';
import {
  type MediaEngine,
  MediaService,
  MediaWatch,
  OneWayMedia,
  Phones,
  RoomSeating,
} from '../domain/media/index.ts';
import type { RoomService } from '../domain/rooms/index.ts';
import {
  type Clock,
  type EventFeed,
  type Logger,
  type Scope,
  type Secret,
  systemClock,
} from '../kernel/index.ts';

export interface MediaParts {
  readonly rooms: RoomService;
  readonly calls: CallService;
  readonly feed: EventFeed;
  readonly logger: Logger;
}

/** The media engine and the sessions on it. Workers start with the first media. */
export function openMedia(config: Config, parts: MediaParts) {
  const logger = parts.logger.with({ area: 'voip' });
  const engine = new MediaWorkers({
    host: hostOf(config),
    announced: config.SGE_MEDIA_ANNOUNCED_ADDRESS,
    ports: portsOf(config),
    workers: workersOf(config),
    rtp: rtpAddresses(config),
    maxStreams: config.SGE_MEDIA_STREAMS_PER_WORKER,
    maxLagMs: config.SGE_MEDIA_MAX_LAG_MS,
    logger,
  });
  const { sessions, oneWay, stop } = openSessions(engine, { ...parts, clock: systemClock, logger });
  const { conferences } = sessions;
  const phones = new Phones({ engine: engine.phones, routing: engine, conferences, logger });
  return {
    sessions,
    phones,
    oneWay,
    health: () => engine.health(),
    drain: () => engine.drain(),
    /** Ends the workers with all their media. */
    stop: async () => {
      phones.stop();
      stop();
      await engine.stop();
    },
  };
}

/** The sessions on an engine, and what brings to them what happens in rooms and calls. */
export function openSessions(engine: MediaEngine, parts: MediaParts & { readonly clock: Clock }) {
  const { calls, feed, clock, logger } = parts;
  const rooms = new RoomSeating(parts.rooms.tickets, parts.rooms);
  const sessions = new MediaService({ engine, rooms, calls, clock, logger });
  const { conferences } = sessions;
  const oneWay = new OneWayMedia({
    ...{ engine, conferences, logger },
    door: rooms,
    rooms: parts.rooms,
  });
  const watch = new MediaWatch({ conferences, rooms, engine, feed, logger });
  return {
    sessions,
    oneWay,
    stop: () => {
      watch.stop();
      sessions.stop();
    },
  };
}

/** Phones are spoken to where SIP is: they are told one address, and have one family. */
function rtpAddresses(config: Config) {
  const { SGE_SIP_HOST: host, SGE_SIP_ADVERTISED_ADDRESS: advertised } = config;
  const [own = host] = announcedAddresses(host);
  return { host, address: advertised ?? own };
}

/**
 * Whom a bearer token makes a visitor of rooms.
 * @throws AppError as `Authenticator`; `scope_missing` without `rooms:join`
 */
export async function visitorOf(authenticator: Authenticator, token: Secret): Promise<Scope> {
  const { org, principal } = await authenticator.authenticate({ kind: 'bearer', token });
  const scope: Scope = { org, principal, source: 'http' };
  requireGrant(scope, 'rooms:join');
  return scope;
}

/** What the media engine would find here: the ports of its workers, and where clients would look for it. */
export async function inspectMedia(config: Config) {
  const [host, workers] = [hostOf(config), workersOf(config)];
  const announced = config.SGE_MEDIA_ANNOUNCED_ADDRESS;
  return {
    workers,
    freePorts: await freeUdpPorts(host, portsOf(config), workers),
    addresses: announced.length > 0 ? announced : announcedAddresses(host),
  };
}

function hostOf({ SGE_MEDIA_HOST }: Config): string {
  return SGE_MEDIA_HOST ?? everyAddress();
}

function portsOf({ SGE_MEDIA_PORTS: { first, last } }: Config) {
  return { min: first, max: last };
}

function workersOf({ SGE_MEDIA_WORKERS }: Config): number {
  return SGE_MEDIA_WORKERS || availableParallelism();
}
