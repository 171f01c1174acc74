import type { Storage } from '../adapters/storage/storage.ts';
import { type Config, unusable } from '../config/index.ts';
import type { AuditTrail } from '../domain/audit/index.ts';
import type { CallService } from '../domain/calls/index.ts';
import {
  type EnvelopeKey,
  grantsOfUser,
  type Identity,
  requireGrant,
} from '../domain/identity/index.ts';
import type { PresenceService } from '../domain/presence/index.ts';
import type { RoomService } from '../domain/rooms/index.ts';
import {
  Devices,
  type DialPlan,
  Extensions,
  type PhoneLines,
  RegistrationBook,
  type SipServer,
  type TrunkBook,
  Trunks,
} from '../domain/telephony/index.ts';
import { createAgiServer } from '../gateways/agi/index.ts';
import { AriPbx } from '../gateways/ari/index.ts';
import type { Route } from '../gateways/http/index.ts';
import { deviceRoutes } from '../gateways/http/routes/devices.ts';
import { extensionRoutes } from '../gateways/http/routes/extensions.ts';
import { pbxRoutes } from '../gateways/http/routes/pbx.ts';
import { trunkRoutes } from '../gateways/http/routes/trunks.ts';
import {
  createSipGateway,
  openWebPhones,
  type PhoneRooms,
  type RingingRooms,
  type WebPhones,
  webPhonesUrl,
} from '../gateways/sip/index.ts';
import { AppError, type Logger, systemClock } from '../kernel/index.ts';
import { endLostPhones } from './lost-phones.ts';
import { promptFile } from './prompt-files.ts';

export interface TelephonyParts {
  readonly storage: Storage;
  readonly envelope: EnvelopeKey;
  readonly identity: Identity;
  readonly calls: CallService;
  readonly rooms: RoomService;
  readonly presence: PresenceService;
  readonly lines: PhoneLines;
  readonly book: TrunkBook;
  readonly dialPlan: DialPlan;
  readonly trail: AuditTrail;
  readonly logger: Logger;
  /** Whose administrators may look into the PBX that the configuration names. */
  readonly pbxOrg: string;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Where people reach the server; the port may be known only once it listens. */
  readonly publicUrl: () => string;
}

export interface Telephony {
  readonly routes: readonly Route[];
  readonly web: WebPhones;
  /** @returns the ports. @throws ConfigurationError for an address that cannot be listened on */
  start(): Promise<{ readonly sip: number; readonly agi: number }>;
  drain(): void;
  stop(): Promise<void>;
}

/** Phones and PBXs: the directory of them, the SIP gateway, and FastAGI. */
export function openTelephony(config: Config, parts: TelephonyParts): Telephony {
  const { storage, envelope, book, logger } = parts;
  const clock = systemClock;
  const directory = { journal: storage.journal, clock, envelope, userExists: userExists(storage) };
  const trunks = new Trunks({ ...directory, trunks: storage.trunks });
  const sip = openSip(config, parts, trunks);
  const agi = openAgi(parts);
  const pbx = openPbx(config, logger);
  const web = openWebPhones({
    at: { address: config.SGE_HTTP_HOST, port: config.SGE_HTTP_PORT },
    secure: parts.tls !== undefined,
    trustedProxies: config.SGE_TRUSTED_PROXIES,
  });
  let sipPort = config.SGE_SIP_PORT;
  const roomExists = async (org: string, id: string) =>
    (await storage.rooms.find(org, id))?.room.status === 'open';
  return {
    routes: [
      ...extensionRoutes(
        new Extensions({ ...directory, extensions: storage.extensions, roomExists }),
      ),
      ...deviceRoutes({
        devices: new Devices({
          ...{ ...directory, devices: storage.devices },
          registrations: storage.registrations,
        }),
        registrations: sip.registrations,
        server: () => sipServer(config, sipPort, parts.publicUrl()),
      }),
      ...trunkRoutes({ trunks, probe: sip.trunks }),
      ...pbxRoutes({ pbx, org: parts.pbxOrg }),
    ],
    web,
    start: async () => {
      await book.read();
      await endLostPhones(storage.calls, parts.calls);
      await parts.rooms.dialling.endLost();
      pbx?.start();
      sipPort = await listenSip(config, parts, sip, web);
      return { sip: sipPort, agi: await listenAgi(config, agi) };
    },
    drain: () => sip.drain(),
    stop: async () => {
      book.stop();
      pbx?.stop();
      await Promise.all([sip.close(), agi.close()]);
      logger.debug({ area: 'voip' }, 'telephony stopped');
    },
  };
}

function openSip(config: Config, parts: TelephonyParts, trunks: Trunks) {
  const { storage, envelope, identity, calls, presence, lines, book, dialPlan, logger } = parts;
  return createSipGateway({
    identity: {
      authenticator: identity.authenticator,
      devices: storage.devices,
      envelope,
      trunks: book,
      trunkPassword: (trunk) => trunks.passwordOf(trunk),
      grantsOf: async (org, userId) => {
        const user = await storage.users.find(org, userId);
        return user?.status === 'active' ? new Set(grantsOfUser(user)) : undefined;
      },
    },
    calls,
    rooms: phoneRooms(parts.rooms),
    ringing: ringingRooms(parts.rooms, storage),
    answeringAt: (org, number) => dialPlan.answeringAt(org, number),
    language: config.SGE_PROMPT_LANGUAGE,
    prompts: promptFile,
    lines,
    dialPlan,
    display: {
      person: async (org, userId) => {
        const user = await storage.users.find(org, userId);
        const number = await dialPlan.numberOf(org, userId);
        return user === undefined ? undefined : { name: user.displayName, number };
      },
    },
    registrations: new RegistrationBook({ ...storage, clock: systemClock }),
    isConnected: (org, userId) => presence.isConnected(org, userId),
    feed: storage.feed,
    refusals: (scope, refused) => parts.trail.record(scope, refused),
    clock: systemClock,
    logger,
    domain: sipDomain(config),
    digests: config.SGE_SIP_DIGEST,
    allowKeyInClear: config.SGE_SIP_ALLOW_KEY_OVER_UDP === 'yes',
  });
}

/** Seats that phones hold: further ones beside those of their users. */
function phoneRooms(rooms: RoomService): PhoneRooms {
  return {
    join: async (scope, roomId, input) =>
      (await rooms.join(scope, roomId, { ...input, kind: 'sip' })).participant,
    leave: async (scope, roomId, participantId) => {
      await rooms.leave(scope, roomId, participantId);
    },
    joinByPin: async (scope, input) => (await rooms.joinByPin(scope, input)).participant,
    raiseHand: async (scope, roomId, participantId, raised) => {
      await rooms.moderation.raiseHand(scope, roomId, raised, participantId);
    },
    mute: async (scope, roomId, participantId, audio) => {
      await rooms.moderation.mute(scope, roomId, participantId, { audio });
    },
    flowing: (participantId, flowing) => {
      if (flowing) rooms.mediaConnected(participantId);
      else rooms.mediaLost(participantId);
    },
  };
}

/** What becomes of phones that rooms ring. */
function ringingRooms({ dialling }: RoomService, { rooms }: Storage): RingingRooms {
  return {
    answered: (org, roomId, id) => dialling.answered(org, roomId, id),
    failed: (org, roomId, id, reason) => dialling.failed(org, roomId, id, reason),
    hungUp: (org, roomId, id) => dialling.hungUp(org, roomId, id),
    muted: (org, roomId, id, muted) => dialling.muted(org, roomId, id, muted),
    handRaised: (org, roomId, id, raised) => dialling.handRaised(org, roomId, id, raised),
    nameOf: async (org, roomId) => (await rooms.find(org, roomId))?.room.name ?? roomId,
  };
}

function openAgi({ storage, identity, calls, book, logger }: TelephonyParts) {
  return createAgiServer({
    authenticator: identity.authenticator,
    calls,
    rooms: {
      requireOpen: async (scope, roomId) => {
        requireGrant(scope, 'rooms:join');
        const found = await storage.rooms.find(scope.org, roomId);
        if (found === undefined) throw new AppError('room_not_found');
        if (found.room.status !== 'open') throw new AppError('room_ended');
      },
    },
    sources: {
      known: (address) => book.from(address).length > 0,
      belongsTo: (address, org) => book.from(address).some((trunk) => trunk.org === org),
    },
    clock: systemClock,
    logger,
  });
}

function openPbx(config: Config, logger: Logger): AriPbx | undefined {
  const { SGE_ARI_URL: url, SGE_ARI_USER: user = 'sge', SGE_ARI_PASSWORD: password } = config;
  if (url === undefined || password === undefined) return undefined;
  return new AriPbx({ access: { url, user, password }, clock: systemClock, logger });
}

async function listenSip(
  config: Config,
  { tls }: TelephonyParts,
  sip: ReturnType<typeof createSipGateway>,
  web: WebPhones,
): Promise<number> {
  const { SGE_SIP_TLS_PORT: tlsPort, SGE_SIP_ADVERTISED_ADDRESS: advertisedHost } = config;
  const secured =
    tls === undefined || tlsPort === undefined
      ? {}
      : { tls: { port: tlsPort, cert: tls.cert.toString('utf8'), key: tls.key.toString('utf8') } };
  try {
    return await sip.listen({
      host: config.SGE_SIP_HOST,
      port: config.SGE_SIP_PORT,
      ...(advertisedHost === undefined ? {} : { advertisedHost }),
      ...secured,
      web,
    });
  } catch (error) {
    if (!isTaken(error)) throw unusable('SGE_SIP_HOST', error);
    const isTls = 'port' in error && error.port === tlsPort;
    throw unusable(isTls ? 'SGE_SIP_TLS_PORT' : 'SGE_SIP_PORT', error);
  }
}

async function listenAgi(config: Config, agi: ReturnType<typeof createAgiServer>): Promise<number> {
  try {
    return await agi.listen({ host: config.SGE_SIP_HOST, port: config.SGE_AGI_PORT });
  } catch (error) {
    throw unusable(isTaken(error) ? 'SGE_AGI_PORT' : 'SGE_SIP_HOST', error);
  }
}

function isTaken(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE' || code === 'EACCES';
}

function sipDomain({ SGE_SIP_DOMAIN: domain, SGE_PUBLIC_URL: url }: Config): string {
  return domain ?? (url === undefined ? 'sge' : new URL(url).hostname);
}

/** Where phones sign in. */
function sipServer(config: Config, port: number, publicUrl: string): SipServer {
  const { SGE_SIP_HOST: bound, SGE_SIP_ADVERTISED_ADDRESS: advertised } = config;
  const isEverywhere = bound === '0.0.0.0' || bound === '::';
  return {
    host: advertised ?? (isEverywhere ? new URL(publicUrl).hostname : bound),
    port,
    tlsPort: config.SGE_SIP_TLS_PORT ?? null,
    webSocketUrl: webPhonesUrl(publicUrl),
  };
}

function userExists({ users }: Storage) {
  return async (org: string, userId: string) => (await users.find(org, userId)) !== undefined;
}
