import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEnvelopeKey } from './adapters/secrets/file/index.ts';
import { type MigrationReport, migrate } from './adapters/storage/migrate.ts';
import { openPostgresStorage } from './adapters/storage/postgres/open-postgres-storage.ts';
import { openSqliteStorage } from './adapters/storage/sqlite/open-sqlite-storage.ts';
import type { Storage } from './adapters/storage/storage.ts';
import type { LogFiles } from './adapters/telemetry/file-logger.ts';
import { chooseLogFolder } from './adapters/telemetry/log-folder.ts';
import { claimDataFolder, openLogs, tlsFiles } from './app/files.ts';
import { visitorOf } from './app/media.ts';
import { openRoomReplies } from './app/room-replies.ts';
import { openServices, type Services } from './app/services.ts';
import { openTelephony } from './app/telephony.ts';
import { type Config, unusable } from './config/index.ts';
import { AuditReader, AuditTrail } from './domain/audit/index.ts';
import { Blocks } from './domain/directory/index.ts';
import { type EnvelopeKey, type Identity, openIdentity } from './domain/identity/index.ts';
import { type IceServerSettings, iceServersFor } from './domain/turn/index.ts';
import { createHttpGateway, type HttpGateway, type Route } from './gateways/http/index.ts';
import { identityRoutes } from './gateways/http/routes/auth.ts';
import { callRoutes } from './gateways/http/routes/calls.ts';
import { eventRoutes } from './gateways/http/routes/events.ts';
import { iceServerRoutes } from './gateways/http/routes/ice-servers.ts';
import { presenceRoutes } from './gateways/http/routes/presence.ts';
import { realtimeRoutes } from './gateways/http/routes/realtime.ts';
import { roomRoutes } from './gateways/http/routes/rooms.ts';
import { roomDiallingRoutes } from './gateways/http/routes/rooms-dialling.ts';
import { roomInsideRoutes } from './gateways/http/routes/rooms-inside.ts';
import { roomModerationRoutes } from './gateways/http/routes/rooms-moderation.ts';
import { signalingRoutes } from './gateways/http/routes/signaling.ts';
import { whipRoutes } from './gateways/http/routes/whip.ts';
import { createWsGateway, type WsGateway } from './gateways/ws/index.ts';
import { type Logger, systemClock } from './kernel/index.ts';

export { EnvelopeKeyUnusable } from './adapters/secrets/file/index.ts';
export { MigrationRefused } from './adapters/storage/migrate.ts';
export { FolderInUse } from './adapters/storage/sqlite/data-folder-lock.ts';
export { inspectMedia } from './app/media.ts';

/** The organisation of a new server. */
export const DEFAULT_ORG = 'default';
const CONSOLE_FOLDER = fileURLToPath(new URL('../../../apps/console/dist', import.meta.url));
const BURST_SECONDS = 5;
const TURN_CREDENTIAL_TTL_S = 3600;
const VERSION = '0.1.0';
const DRAIN_MS = 10_000;

/** What the commands of the command line work on: state and identity, without any gateway. */
export interface Core {
  readonly storage: Storage;
  readonly envelope: EnvelopeKey;
  readonly identity: Identity;
  readonly trail: AuditTrail;
  /** Where people reach the server; the port may be known only once it listens. */
  readonly publicUrl: () => string;
  close(): Promise<void>;
}

/** Opens the storage and identity that `config` names. `publicUrl` is asked when a link is made. */
export async function openCore(
  config: Config,
  logger: Logger,
  publicUrl: () => string,
): Promise<Core> {
  const envelope = openEnvelopeKey(config.SGE_DATA_DIR);
  const storage = await openStorage(config, logger);
  const trail = new AuditTrail(storage.journal, logger);
  const identity = await openIdentity({
    storage,
    envelope,
    trail,
    clock: systemClock,
    logger,
    // Not the public URL: it may change, and the command line need not know it.
    issuer: `urn:sge:${storage.eventLog.epoch}`,
    publicUrl,
  });
  return {
    storage,
    envelope,
    identity,
    trail,
    publicUrl,
    close: async () => {
      identity.stop();
      await trail.flush();
      await storage.close();
    },
  };
}

/** Brings the schema up to date without opening anything else. @throws MigrationRefused */
export function migrateDatabase(config: Config, logger: Logger): Promise<MigrationReport> {
  const url = config.SGE_DATABASE_URL;
  return migrate(url === undefined ? { file: databaseFile(config) } : { url }, systemClock, logger);
}

function openStorage(config: Config, logger: Logger): Promise<Storage> {
  const clock = systemClock;
  if (config.SGE_DATABASE_URL !== undefined) {
    return openPostgresStorage({ url: config.SGE_DATABASE_URL, clock, logger });
  }
  return openSqliteStorage({ file: databaseFile(config), clock, logger });
}

function databaseFile(config: Config): string {
  return join(config.SGE_DATA_DIR, 'sge.sqlite');
}

/** What `start` has brought up. */
export interface Started {
  /** Content of SGE_READY_FILE. */
  readonly listening: {
    readonly http: { readonly url: string };
    readonly sip: { readonly port: number };
    readonly agi: { readonly port: number };
  };
  readonly publicUrl: string;
  readonly logFolder: string;
  /** A one-time link that signs in as administrator; null once one can sign in by themselves. */
  readonly administratorLink: string | null;
}

export interface App {
  start(): Promise<Started>;
  /** Takes nothing new, lets what runs finish, closes every connection, and lets go of the storage. */
  stop(): Promise<void>;
}

/**
 * Joins everything, and listens to nothing yet.
 * @throws ConfigurationError for a file or folder that cannot be used, FolderInUse.
 */
export async function build(config: Config): Promise<App> {
  const tls = tlsFiles(config);
  const lock = claimDataFolder(config.SGE_DATA_DIR);
  const logFolder = chooseLogFolder(config.SGE_LOG_DIR, config.SGE_DATA_DIR);
  const logs = openLogs(config, logFolder);
  const reach = { url: config.SGE_PUBLIC_URL ?? '' };
  const core = await openCore(config, logs.api, () => reach.url);
  const services = openServices(config, core, logs.api);
  const ws = openWs(config, core, services, logs);
  const telephony = openTelephony(config, {
    ...{ ...core, ...services, lines: services.media.phones },
    ...{ logger: logs.api, tls: tls.tls, pbxOrg: DEFAULT_ORG },
  });
  const routes = [
    ...routesOf(config, core, services),
    ...liveRoutes(core, services, ws),
    ...telephony.routes,
  ];
  const http = await openHttp({ config, core, media: services.media, logs, tls }, routes);
  http.server.on('upgrade', (request, socket, head) => {
    if (!telephony.web.handleUpgrade(request, socket, head))
      ws.handleUpgrade(request, socket, head);
  });
  return {
    start: async () => {
      await services.start();
      // Before anybody can call: the phones that had signed in are rung from the first call on.
      const phones = await telephony.start();
      await listen(http, config);
      reach.url = http.url;
      const link = await core.identity.ensureBootstrapInvitation(DEFAULT_ORG);
      return {
        listening: {
          http: { url: listeningUrl(config, http) },
          sip: { port: phones.sip },
          agi: { port: phones.agi },
        },
        publicUrl: http.url,
        logFolder,
        administratorLink: link?.reveal() ?? null,
      };
    },
    stop: async () => {
      telephony.drain();
      services.stop();
      await Promise.all([ws.drain(DRAIN_MS), http.close(), telephony.stop()]);
      await services.media.stop();
      await core.close();
      logs.close();
      lock.release();
    },
  };
}

async function listen(http: HttpGateway, config: Config): Promise<void> {
  const { SGE_HTTP_HOST: host, SGE_HTTP_PORT: port } = config;
  try {
    await http.listen({ host, port });
  } catch (error) {
    const name = error instanceof Error && 'code' in error ? error.code : undefined;
    throw unusable(
      name === 'EADDRINUSE' || name === 'EACCES' ? 'SGE_HTTP_PORT' : 'SGE_HTTP_HOST',
      error,
    );
  }
}

/** The address that is really listened on, by number: no name to look up. */
function listeningUrl(config: Config, http: HttpGateway): string {
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const host = config.SGE_HTTP_HOST.includes(':')
    ? `[${config.SGE_HTTP_HOST}]`
    : config.SGE_HTTP_HOST;
  return `${config.SGE_TLS_CERT === undefined ? 'http' : 'https'}://${host}:${port}`;
}

interface HttpParts {
  readonly config: Config;
  readonly core: Core;
  readonly media: Services['media'];
  readonly logs: LogFiles;
  readonly tls: ReturnType<typeof tlsFiles>;
}

function openHttp(
  { config, core, media, logs, tls }: HttpParts,
  routes: readonly Route[],
): Promise<HttpGateway> {
  const { storage, identity } = core;
  const limit = (perSecond: number) => ({ perSecond, burst: perSecond * BURST_SECONDS });
  return createHttpGateway({
    routes,
    authenticator: identity.authenticator,
    receipts: storage.receipts,
    envelopeKey: core.envelope,
    journal: storage.journal,
    clock: systemClock,
    logger: logs.api,
    config: {
      ...(config.SGE_PUBLIC_URL === undefined ? {} : { publicUrl: config.SGE_PUBLIC_URL }),
      ...tls,
      trustedProxies: config.SGE_TRUSTED_PROXIES,
      allowedOrigins: config.SGE_ALLOWED_ORIGINS,
      rateLimits: {
        user: limit(config.SGE_RATE_LIMIT_USER),
        key: limit(config.SGE_RATE_LIMIT_KEY),
        ip: limit(config.SGE_RATE_LIMIT_IP),
      },
    },
    version: VERSION,
    refusals: (scope, refused) => core.trail.record(scope, refused),
    healthChecks: [
      { name: 'storage', check: () => storage.health() },
      { name: 'media', check: () => media.health() },
    ],
    consoleDir: CONSOLE_FOLDER,
  });
}

function openWs(config: Config, core: Core, services: Services, logs: LogFiles): WsGateway {
  const { eventLog, feed } = core.storage;
  return createWsGateway({
    authenticator: core.identity.authenticator,
    presence: services.presence,
    calls: services.calls,
    rooms: services.rooms,
    signaling: services.signaling,
    media: services.media.sessions,
    eventFeed: feed,
    eventLog,
    clock: systemClock,
    logger: logs.websocket,
    limits: { connectionsPerUser: config.SGE_WS_CONNECTIONS_PER_USER },
    // Behind a proxy the Host header may be its own; the public origin is ours all the same.
    allowedOrigins:
      config.SGE_PUBLIC_URL === undefined ? [] : [new URL(config.SGE_PUBLIC_URL).origin],
  });
}

/** The REST side of what lives in memory: presence and open connections. */
function liveRoutes({ storage }: Core, { presence }: Services, realtime: WsGateway): Route[] {
  const userExists = async (org: string, userId: string) =>
    (await storage.users.find(org, userId)) !== undefined;
  return [...presenceRoutes({ presence, userExists }), ...realtimeRoutes({ realtime, userExists })];
}

function routesOf(config: Config, core: Core, services: Services): readonly Route[] {
  const { storage, identity, trail, publicUrl } = core;
  const { users, journal } = storage;
  const ice: IceServerSettings = {
    stunUrls: config.SGE_STUN_URLS,
    turnUrls: config.SGE_TURN_URLS,
    turnSecret: config.SGE_TURN_SECRET,
    ttlS: TURN_CREDENTIAL_TTL_S,
  };
  const replies = openRoomReplies(services);
  const iceServers = (principalId: string) => iceServersFor(ice, principalId, systemClock.nowMs());
  return [
    ...identityRoutes({
      identity,
      blocks: new Blocks({ blocks: storage.blocks, users, journal }),
      audit: new AuditReader(storage.audit, trail),
      publicUrl,
    }),
    ...callRoutes(services.calls),
    ...signalingRoutes(services.signaling),
    ...roomRoutes({
      rooms: services.rooms,
      replies,
      iceServers,
      webSocketUrl: () => `${publicUrl().replace(/^http/, 'ws')}/ws/auth`,
    }),
    ...roomModerationRoutes({ moderation: services.rooms.moderation, replies }),
    ...roomDiallingRoutes(services.rooms.dialling),
    ...roomInsideRoutes(services.rooms),
    ...whipRoutes({
      media: services.media.oneWay,
      authenticate: (token) => visitorOf(identity.authenticator, token),
      iceServers,
    }),
    ...iceServerRoutes(ice, systemClock),
    ...eventRoutes(storage.eventLog),
  ];
}
