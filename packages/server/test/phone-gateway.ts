import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { offerAudio, writeTelephony } from '@sky-genesis/sdp';
import { DigestClient, systemRandom, tcpConnector, UserAgent, udpSocket } from '@sky-genesis/sip';
import { AesGcmEnvelopeKey } from '../src/adapters/secrets/file/index.ts';
import type { Participant } from '../src/domain/rooms/index.ts';
import {
  Devices,
  DialPlan,
  type PhoneLine,
  type PhoneLineEvents,
  type PhoneSeat,
  RegistrationBook,
  type SrtpMode,
  TrunkBook,
  Trunks,
} from '../src/domain/telephony/index.ts';
import {
  createSipGateway,
  type SipGateway,
  type SipGatewayOptions,
} from '../src/gateways/sip/index.ts';
import {
  AppError,
  type AuditRecord,
  type Grant,
  type RecordedEvent,
  type Scope,
  systemScope,
} from '../src/kernel/index.ts';
import { type CallHouse, openCallHouse } from './call-house.ts';
import { JumpingClock } from './jumping-clock.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

/** The SIP gateway on a loopback port over a call house; its lines carry no sound. */
export interface PhoneGateway {
  readonly house: CallHouse;
  /** Another one after `restart`. */
  gateway: SipGateway;
  readonly port: number;
  readonly logs: readonly LogLine[];
  /** What went to the audit stream. */
  readonly refusals: readonly AuditRecord[];
  /** What every user's phones may do. */
  grants: readonly Grant[];
  /** What opening a line waits for, and comes to. */
  line: (events: PhoneLineEvents, seat: PhoneSeat) => Promise<PhoneLine>;
  /** Hears of each event before the gateway does, as the media do. */
  before: (event: RecordedEvent) => void;
  /** What joining a room comes to. */
  join: (scope: Scope, roomId: string) => Promise<Participant>;
  /** The same by a PIN, at the entrance 8000. */
  joinByPin: (
    pin: string,
    from: { readonly entrance: string; readonly caller: string },
  ) => Promise<Participant>;
  /** What looking up who calls waits for. */
  person: () => Promise<void>;
  /** A SIP peer on a port of its own; its handlers hear of calls. */
  peer(
    onCall?: ConstructorParameters<typeof UserAgent>[0]['handlers']['onCall'],
    port?: number,
  ): Promise<UserAgent>;
  /** Makes a trunk of everything at 127.0.0.1, or one to that port, for numbers that begin with 0. */
  trunkHere(maxChannels?: number, port?: number): Promise<void>;
  /** Makes a device of a user, and registers it from `agent`. */
  register(
    agent: UserAgent,
    userId: string,
    transport?: 'udp' | 'tcp',
    username?: string,
    srtp?: SrtpMode,
  ): Promise<{
    readonly id: string;
    readonly digest: DigestClient;
    /** Signs out. */
    readonly leave: () => Promise<void>;
  }>;
  removeDevice(id: string): Promise<void>;
  renewPassword(id: string): Promise<void>;
  readonly clock: JumpingClock;
  /** Closes the gateway, and opens another on the same port and data. */
  restart(): Promise<void>;
}

export async function openPhoneGateway(t: TestContext): Promise<PhoneGateway> {
  const foundations = await openFoundations();
  const { house, clock, book, devices, trunks } = foundations;
  const { storage } = house;
  const logs: LogLine[] = [];
  const refusals: AuditRecord[] = [];
  const peers: UserAgent[] = [];
  const unsubscribe = storage.feed.subscribe((event) => parts.before(event));
  const open = () =>
    createSipGateway({
      ...{ ...optionsOf(foundations, () => parts), clock, logger: recordingLogger(logs) },
      refusals: (_scope, refused) => void refusals.push(refused),
      registrations: new RegistrationBook({ ...storage, clock }),
    });
  const gateway = open();
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    await Promise.all(peers.map((peer) => peer.close()));
    book.stop();
    unsubscribe();
    await parts.gateway.close();
    await house.stop();
  });
  const parts: PhoneGateway = {
    ...{ house, clock, gateway, port, logs, refusals },
    grants: ['calls:read', 'calls:write'],
    line: () => Promise.resolve(silentLine),
    before: () => {},
    join: () => Promise.reject(new AppError('room_not_found')),
    joinByPin: () => Promise.reject(new AppError('room_not_found')),
    person: () => Promise.resolve(),
    peer: async (onCall = (call) => void call.refuse(480), port = 0) => {
      const agent = new UserAgent({ handlers: { onCall } });
      peers.push(agent);
      const at = { address: '127.0.0.1', port };
      await agent.transport.addDatagrams(udpSocket(at));
      await agent.transport.addConnections('TCP', tcpConnector(at));
      return agent;
    },
    trunkHere: async (maxChannels = 10, peerPort) => {
      await trunks.create(systemScope('default'), { ...trunkTo(peerPort), maxChannels });
      await book.read();
    },
    ...devicesAt(port, devices),
    restart: async () => {
      await parts.gateway.close();
      parts.gateway = open();
      await parts.gateway.listen({ host: '127.0.0.1', port });
    },
  };
  return parts;
}

type Foundations = Awaited<ReturnType<typeof openFoundations>>;

/** Calls, and the directory of phones and trunks beside them. */
async function openFoundations() {
  const house = await openCallHouse({
    users: ['alice', 'bob', 'carol', 'dave', 'erin'],
    numbers: {
      usersOf: (org, numbers) => dialPlan.usersOf(org, numbers),
      isDialable: (org, uri) => dialPlan.isDialable(org, uri),
    },
  });
  const { storage } = house;
  const clock = new JumpingClock();
  const logger = recordingLogger([]);
  const envelope = new AesGcmEnvelopeKey(randomBytes(32));
  const book = new TrunkBook({ trunks: storage.trunks, feed: storage.feed, logger });
  const dialPlan = new DialPlan(storage.extensions, book, 'en');
  const userExists = () => Promise.resolve(true);
  const directory = { ...{ journal: storage.journal, clock, envelope }, userExists };
  const { registrations } = storage;
  const devices = new Devices({ ...directory, devices: storage.devices, registrations });
  const trunks = new Trunks({ ...directory, trunks: storage.trunks });
  return { house, clock, envelope, book, dialPlan, devices, trunks };
}

function trunkTo(port: number | undefined) {
  const peer = { name: 'pbx', auth: 'ip', sourceIps: ['127.0.0.1'] } as const;
  if (port === undefined) return { ...peer, uri: 'sip:127.0.0.1' };
  const routes = [{ prefix: '0', strip: 1, prepend: '+33' }];
  return { ...peer, uri: `sip:127.0.0.1:${port}`, routes };
}

const done = () => Promise.resolve();

export const silentLine: PhoneLine = {
  ...{ address: '127.0.0.1', port: 40_000, dtls: null },
  connect: () => Promise.resolve(),
  play: () => Promise.resolve(),
  dial: () => {},
  close: () => {},
};

function optionsOf(
  { house: { storage, calls }, envelope, book: trunks, dialPlan }: Foundations,
  now: () => PhoneGateway,
): Omit<SipGatewayOptions, 'logger' | 'refusals' | 'clock' | 'registrations'> {
  return {
    identity: {
      authenticator: { authenticate: () => Promise.reject(new AppError('unauthenticated')) },
      devices: storage.devices,
      ...{ envelope, trunks },
      trunkPassword: () => undefined,
      grantsOf: () => Promise.resolve(new Set(now().grants)),
    },
    calls,
    rooms: {
      join: (scope, roomId) => now().join(scope, roomId),
      leave: () => Promise.resolve(),
      joinByPin: (_scope, { pin, from }) => now().joinByPin(pin, from),
      mute: () => Promise.resolve(),
      raiseHand: () => Promise.resolve(),
      flowing: () => {},
    },
    ringing: {
      answered: () => Promise.resolve(undefined),
      ...{ failed: done, hungUp: done, muted: done, handRaised: done },
      nameOf: (_, roomId) => Promise.resolve(roomId),
    },
    answeringAt: (_org, number) =>
      Promise.resolve(number === '8000' ? { kind: 'dial_in', language: 'fr' } : undefined),
    language: 'en',
    prompts: (language, prompt) => `${language}/${prompt}`,
    lines: { open: (seat, events) => now().line(events, seat) },
    dialPlan,
    display: {
      person: () =>
        now()
          .person()
          .then(() => undefined),
    },
    isConnected: () => false,
    feed: storage.feed,
    domain: 'sge.test',
    digests: ['SHA-256'],
    allowKeyInClear: false,
  };
}

function devicesAt(
  port: number,
  devices: Devices,
): Pick<PhoneGateway, 'register' | 'removeDevice' | 'renewPassword'> {
  return {
    register: async (
      agent,
      userId,
      transport = 'udp',
      username = `${userId}-phone`,
      srtp = 'off',
    ) => {
      const named = { userId, username, name: 'Desk', kind: 'desk_phone', srtp } as const;
      const { device, password } = await devices.create(systemScope('default'), named);
      const digest = new DigestClient([{ username, password: password.reveal() }], systemRandom);
      const registrar = `127.0.0.1:${port};transport=${transport}`;
      const leave = await signIn(agent, registrar, username, digest);
      return { id: device.id, digest, leave };
    },
    removeDevice: (id) => devices.remove(systemScope('default'), id),
    renewPassword: async (id) => {
      await devices.renewPassword(systemScope('default'), id);
    },
  };
}

/** @returns how to sign out */
async function signIn(
  agent: UserAgent,
  registrar: string,
  username: string,
  digest: DigestClient,
): Promise<() => Promise<void>> {
  const registered = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const registration = agent.register({
    registrar: `sip:${registrar}`,
    address: `<sip:${username}@sge.test>`,
    contactUser: username,
    digest,
    onState: (state) => {
      if (state.kind === 'registered') registered.resolve();
      else if (state.kind === 'stopped') stopped.resolve();
      else registered.reject(new Error(`refused by ${state.status}`));
    },
  });
  await registered.promise;
  return () => {
    registration.stop();
    return stopped.promise;
  };
}

/** What a phone offers, or answers. */
export function phoneSound(): Uint8Array {
  const means = {
    address: '127.0.0.1',
    port: 5004,
    codecs: ['pcma'],
    direction: 'sendrecv',
  } as const;
  return Buffer.from(writeTelephony({ sessionId: '1', version: 1 }, offerAudio(means)));
}
