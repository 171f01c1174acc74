import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AesGcmEnvelopeKey } from '../src/adapters/secrets/file/index.ts';
import { openSqliteStorage } from '../src/adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from '../src/adapters/storage/storage.ts';
import { AuditTrail } from '../src/domain/audit/index.ts';
import { CallService } from '../src/domain/calls/index.ts';
import { DirectoryParticipants } from '../src/domain/directory/index.ts';
import { type Identity, openIdentity } from '../src/domain/identity/index.ts';
import { markConversations, PresenceService } from '../src/domain/presence/index.ts';
import type { RoomService } from '../src/domain/rooms/index.ts';
import { SignalService } from '../src/domain/signaling/index.ts';
import { createWsGateway, type WsGateway, type WsLimits } from '../src/gateways/ws/index.ts';
import {
  type EventLog,
  type Grant,
  type Scope,
  systemScope,
  USER_GRANTS,
} from '../src/kernel/index.ts';
import { ManualClock } from './manual-clock.ts';
import { noNumbers } from './no-numbers.ts';
import { openTestMedia, type TestMedia } from './open-test-media.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';
import { roomService } from './room-house.ts';
import { WsClient, type WsClientOptions } from './ws-client.ts';

/** The real server from the WebSocket down to an in-memory database, on a clock that tests move. */
export interface RealtimeHouse {
  readonly clock: ManualClock;
  readonly logs: readonly LogLine[];
  readonly storage: Storage;
  readonly presence: PresenceService;
  readonly calls: CallService;
  readonly rooms: RoomService;
  readonly media: TestMedia;
  readonly identity: Identity;
  readonly gateway: WsGateway;
  readonly server: Server;
  /** `ws://127.0.0.1:<port>` */
  readonly url: string;
  /** Creates the user if need be. */
  tokenOf(userId: string, options?: TokenOptions): Promise<string>;
  /** Opens a connection of the user and takes its Hello. */
  connect(userId: string, options?: WsClientOptions & TokenOptions): Promise<WsClient>;
  scopeOf(userId: string): Scope;
  stop(): Promise<void>;
}

interface TokenOptions {
  readonly grants?: readonly Grant[];
  readonly ttlS?: number;
  readonly org?: string;
}

/** @param dawdle awaited before and after each read of the event log by the gateway, to widen races */
export async function openRealtimeHouse(
  limits: Partial<WsLimits> = {},
  dawdle?: () => Promise<void>,
): Promise<RealtimeHouse> {
  const clock = new ManualClock();
  const logs: LogLine[] = [];
  const logger = recordingLogger(logs);
  const storage = await openSqliteStorage({ file: ':memory:', clock, logger });
  const { journal, eventLog, feed } = storage;
  const identity = await openIdentity({
    storage,
    envelope: new AesGcmEnvelopeKey(randomBytes(32)),
    trail: new AuditTrail(journal, logger),
    clock,
    logger,
    issuer: 'http://voip.example.test',
    publicUrl: () => 'http://voip.example.test',
  });
  const presence = new PresenceService({ clock, logger });
  markConversations(storage.feed, presence);
  const calls = new CallService({
    calls: storage.calls,
    participants: new DirectoryParticipants(storage.users, storage.blocks, noNumbers),
    connectivity: presence,
    journal: storage.journal,
    eventLog: storage.eventLog,
    clock,
    logger,
    idleS: 300,
  });
  const rooms = roomService({ storage, identity, presence, clock, logs });
  await rooms.start();
  const signaling = new SignalService({ calls, journal, eventLog, feed, clock });
  const media = openTestMedia({ rooms, calls, feed, clock, logger });
  const gateway = createWsGateway({
    authenticator: identity.authenticator,
    presence,
    calls,
    rooms,
    signaling,
    media: media.sessions,
    eventFeed: feed,
    eventLog: dawdle === undefined ? eventLog : dawdling(eventLog, dawdle),
    clock,
    logger,
    limits,
  });
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  const url = await listen(server);
  const live = { clock, logs, storage, presence, calls, rooms, media };
  const house = { ...live, gateway, server, url, identity };
  return { ...house, ...visitors(house), stop: () => stop(house) };
}

function dawdling(log: EventLog, dawdle: () => Promise<void>) {
  async function slowly<T>(read: () => Promise<T>): Promise<T> {
    await dawdle();
    const result = await read();
    await dawdle();
    return result;
  }
  return {
    epoch: log.epoch,
    head: (...query: Parameters<EventLog['head']>) => slowly(() => log.head(...query)),
    readStream: (...query: Parameters<EventLog['readStream']>) =>
      slowly(() => log.readStream(...query)),
  };
}

interface Foundations {
  readonly url: string;
  readonly storage: Storage;
  readonly identity: Identity;
}

function visitors({ url, storage, identity }: Foundations) {
  const { users, tokens } = identity;
  async function tokenOf(userId: string, options: TokenOptions = {}): Promise<string> {
    const { org = 'default', grants, ttlS } = options;
    const scope = systemScope(org);
    if ((await storage.users.find(org, userId)) === undefined) {
      await users.create(scope, { id: userId, status: 'active' });
    }
    const { token } = await tokens.giveAsOperator(scope, { userId, grants, ttlS });
    return token.reveal();
  }
  return {
    tokenOf,
    connect: async (userId: string, options: WsClientOptions & TokenOptions = {}) => {
      const client = WsClient.open(url, { token: await tokenOf(userId, options), ...options });
      await client.next('Hello');
      return client;
    },
    scopeOf: (userId: string): Scope => ({
      org: 'default',
      principal: { kind: 'user', id: userId, grants: new Set(USER_GRANTS) },
      source: 'http',
    }),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

async function stop({
  gateway,
  rooms,
  server,
  storage,
  media,
}: Pick<RealtimeHouse, 'gateway' | 'server' | 'storage' | 'rooms' | 'media'>): Promise<void> {
  await gateway.drain(1_000);
  rooms.stop();
  await media.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await storage.close();
}
