import type { Storage } from '../adapters/storage/storage.ts';
import type { Config } from '../config/index.ts';
import { CallService } from '../domain/calls/index.ts';
import { DirectoryParticipants } from '../domain/directory/index.ts';
import type { Identity } from '../domain/identity/index.ts';
import { markConversations, PresenceService } from '../domain/presence/index.ts';
import { RoomService } from '../domain/rooms/index.ts';
import { SignalService } from '../domain/signaling/index.ts';
import { DialPlan, TrunkBook } from '../domain/telephony/index.ts';
import { type Logger, systemClock } from '../kernel/index.ts';
import { openMedia } from './media.ts';

/** What the services stand on. */
interface Foundations {
  readonly storage: Storage;
  readonly identity: Identity;
}

export type Services = ReturnType<typeof openServices>;

/** Calls, rooms and what belongs to them. Nothing runs before `start`. */
export function openServices(config: Config, core: Foundations, logger: Logger) {
  const { storage } = core;
  const clock = systemClock;
  const presence = new PresenceService({ clock, logger });
  const book = new TrunkBook({ trunks: storage.trunks, feed: storage.feed, logger });
  const dialPlan = new DialPlan(storage.extensions, book, config.SGE_PROMPT_LANGUAGE);
  const people = new DirectoryParticipants(storage.users, storage.blocks, dialPlan);
  const calls = new CallService({
    calls: storage.calls,
    participants: people,
    connectivity: presence,
    journal: storage.journal,
    eventLog: storage.eventLog,
    clock,
    logger: logger.with({ area: 'voip' }),
    idleS: config.SGE_CALL_IDLE_S,
    maxActivePerUser: config.SGE_CALL_LIMIT_PER_USER,
  });
  const signaling = new SignalService({
    calls,
    journal: storage.journal,
    eventLog: storage.eventLog,
    feed: storage.feed,
    clock,
  });
  const rooms = openRooms(config, core, { presence, people, logger });
  const media = openMedia(config, { rooms, calls, feed: storage.feed, logger });
  const unmark = markConversations(storage.feed, presence);
  return {
    presence,
    calls,
    rooms,
    signaling,
    media,
    book,
    dialPlan,
    start: async () => {
      await calls.start();
      await rooms.start();
    },
    stop: () => {
      unmark();
      media.drain();
      signaling.stop();
      rooms.stop();
      calls.stop();
    },
  };
}

function openRooms(
  config: Config,
  { storage, identity }: Foundations,
  parts: {
    readonly presence: PresenceService;
    readonly people: DirectoryParticipants;
    readonly logger: Logger;
  },
): RoomService {
  return new RoomService({
    rooms: storage.rooms,
    people: parts.people,
    connectivity: parts.presence,
    hashing: identity.hasher,
    sealer: identity.roomTokens,
    journal: storage.journal,
    eventLog: storage.eventLog,
    feed: storage.feed,
    clock: systemClock,
    logger: parts.logger.with({ area: 'voip' }),
    ghostS: config.SGE_ROOM_GHOST_S,
    idleH: config.SGE_ROOM_IDLE_H,
    maxOpenPerUser: config.SGE_ROOM_LIMIT_PER_USER,
  });
}
