import { AesGcmEnvelopeKey } from '../src/adapters/secrets/file/index.ts';
import { openSqliteStorage } from '../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../src/adapters/storage/storage.ts';
import { AuditTrail } from '../src/domain/audit/index.ts';
import { Blocks, DirectoryParticipants } from '../src/domain/directory/index.ts';
import { type Identity, openIdentity } from '../src/domain/identity/index.ts';
import { PresenceService } from '../src/domain/presence/index.ts';
import { RoomService } from '../src/domain/rooms/index.ts';
import type { Clock } from '../src/kernel/index.ts';
import { addUser } from './call-house.ts';
import { ManualClock } from './manual-clock.ts';
import { noNumbers } from './no-numbers.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

/** Rooms over an in-memory database, on a clock that tests move. */
export interface RoomHouse {
  readonly clock: ManualClock;
  readonly logs: readonly LogLine[];
  readonly storage: Storage;
  readonly identity: Identity;
  readonly presence: PresenceService;
  readonly blocks: Blocks;
  readonly rooms: RoomService;
  /** A second service over the same database, as after a restart. */
  restarted(): RoomService;
  stop(): Promise<void>;
}

/** The same for every server on one database. */
const ENVELOPE = Buffer.alloc(32, 'envelope');
const PEOPLE = ['alice', 'bob', 'carol', 'dave'];

export async function openRoomHouse(
  options: { readonly maxOpenPerUser?: number } = {},
): Promise<RoomHouse> {
  const clock = new ManualClock();
  const logs: LogLine[] = [];
  const logger = recordingLogger(logs);
  const storage = await openSqliteStorage({ file: ':memory:', clock, logger });
  for (const id of PEOPLE) await addUser(storage, id);
  const identity = await openRoomIdentity(storage, clock);
  const presence = new PresenceService({ clock, logger });
  const make = () => roomService({ storage, identity, presence, clock, logs, ...options });
  const rooms = make();
  await rooms.start();
  const { users, blocks, journal } = storage;
  return {
    clock,
    logs,
    storage,
    identity,
    presence,
    blocks: new Blocks({ blocks, users, journal }),
    rooms,
    restarted: make,
    stop: async () => {
      rooms.stop();
      identity.stop();
      await storage.close();
    },
  };
}

/** Rooms on a storage of the test's own. */
export async function openRoomsOn(storage: Storage, clock: Clock) {
  const identity = await openRoomIdentity(storage, clock);
  const presence = new PresenceService({ clock, logger: recordingLogger() });
  const rooms = roomService({ storage, identity, presence, clock });
  await rooms.start();
  return {
    rooms,
    close: async () => {
      rooms.stop();
      identity.stop();
    },
  };
}

function openRoomIdentity(storage: Storage, clock: Clock): Promise<Identity> {
  const logger = recordingLogger();
  return openIdentity({
    storage,
    envelope: new AesGcmEnvelopeKey(ENVELOPE),
    trail: new AuditTrail(storage.journal, logger),
    clock,
    logger,
    issuer: 'urn:sge:test',
    publicUrl: () => 'http://voip.example.test',
  });
}

export function roomService(parts: {
  readonly storage: Storage;
  readonly identity: Identity;
  readonly presence: PresenceService;
  readonly clock: Clock;
  readonly logs?: LogLine[];
  readonly maxOpenPerUser?: number;
}): RoomService {
  const { storage, identity, presence, clock, logs = [], maxOpenPerUser = 100 } = parts;
  return new RoomService({
    rooms: storage.rooms,
    people: new DirectoryParticipants(storage.users, storage.blocks, noNumbers),
    connectivity: presence,
    hashing: identity.hasher,
    sealer: identity.roomTokens,
    journal: storage.journal,
    eventLog: storage.eventLog,
    feed: storage.feed,
    clock,
    logger: recordingLogger(logs),
    ghostS: 10,
    idleH: 2,
    maxOpenPerUser,
  });
}
