import { openSqliteStorage } from '../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../src/adapters/storage/storage.ts';
import { CallService } from '../src/domain/calls/index.ts';
import {
  Blocks,
  createUser,
  DirectoryParticipants,
  type Numbers,
} from '../src/domain/directory/index.ts';
import { PresenceService } from '../src/domain/presence/index.ts';
import { SignalService } from '../src/domain/signaling/index.ts';
import {
  type Grant,
  type RecordedEvent,
  type Scope,
  systemScope,
  USER_GRANTS,
} from '../src/kernel/index.ts';
import { ManualClock } from './manual-clock.ts';
import { noNumbers } from './no-numbers.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

export interface CallHouseOptions {
  readonly users?: readonly string[];
  readonly idleS?: number;
  readonly maxActivePerUser?: number;
  /** Without telephony where missing. */
  readonly numbers?: Numbers;
}

/** Calls and signaling over an in-memory database, on a clock that tests move. */
export interface CallHouse {
  readonly clock: ManualClock;
  readonly logs: readonly LogLine[];
  readonly storage: Storage;
  readonly presence: PresenceService;
  readonly blocks: Blocks;
  readonly calls: CallService;
  readonly signaling: SignalService;
  /** A second service over the same database, as after a restart. */
  restarted(): CallService;
  stop(): Promise<void>;
}

export async function openCallHouse(options: CallHouseOptions = {}): Promise<CallHouse> {
  const clock = new ManualClock();
  const logs: LogLine[] = [];
  const logger = recordingLogger(logs);
  const storage = await openSqliteStorage({ file: ':memory:', clock, logger });
  const { journal, eventLog, feed, users, blocks } = storage;
  for (const id of options.users ?? ['alice', 'bob', 'carol', 'dave']) await addUser(storage, id);
  const presence = new PresenceService({ clock, logger });
  const makeCalls = () =>
    new CallService({
      calls: storage.calls,
      participants: new DirectoryParticipants(users, blocks, options.numbers ?? noNumbers),
      connectivity: presence,
      journal,
      eventLog,
      clock,
      logger,
      idleS: options.idleS ?? 60,
      ...(options.maxActivePerUser === undefined
        ? {}
        : { maxActivePerUser: options.maxActivePerUser }),
    });
  const calls = makeCalls();
  await calls.start();
  const signaling = new SignalService({ calls, journal, eventLog, feed, clock });
  return {
    clock,
    logs,
    storage,
    presence,
    blocks: new Blocks({ blocks, users, journal }),
    calls,
    signaling,
    restarted: makeCalls,
    stop: async () => {
      signaling.stop();
      calls.stop();
      await storage.close();
    },
  };
}

export async function addUser(storage: Storage, id: string, org = 'default'): Promise<void> {
  const { user, events } = createUser(org, { id, status: 'active' }, 0);
  await storage.journal.commit({
    scope: systemScope(org),
    writes: [storage.users.put(user)],
    events,
  });
}

export function userScope(id: string, grants: readonly Grant[] = [], org = 'default'): Scope {
  const all = new Set<Grant>([...USER_GRANTS, ...grants]);
  return { org, principal: { kind: 'user', id, grants: all }, source: 'http' };
}

export function keyScope(id: string, grants: readonly Grant[]): Scope {
  return {
    org: 'default',
    principal: { kind: 'key', id, grants: new Set(grants) },
    source: 'http',
  };
}

/** Resolves with the next event of this type in the stream. Ask before what makes it happen. */
export function nextEvent(house: CallHouse, stream: string, type: string): Promise<RecordedEvent> {
  return new Promise((resolve) => {
    const unsubscribe = house.storage.feed.subscribe((event) => {
      if (event.stream !== stream || event.type !== type) return;
      unsubscribe();
      resolve(event);
    });
  });
}
