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
  RegistrationBook,
  TrunkBook,
  Trunks,
} from '../src/domain/telephony/index.ts';
import {
  createSipGateway,
  type SipGateway,
  type SipGatewayOptions,
} from '../src/gateways/sip/index.ts';
import { AppError, type RecordedEvent, type Scope, systemScope } from '../src/kernel/index.ts';
import { type CallHouse, openCallHouse } from './call-house.ts';
import { JumpingClock } from './jumping-clock.ts';
import { recordingLogger } from './recording-logger.ts';

/** The SIP gateway on a loopback port over a call house; its lines carry no sound. */
export interface PhoneGateway {
  readonly house: CallHouse;
  /** Another one after `restart`. */
  gateway: SipGateway;
  readonly port: number;
  /** What opening a line waits for, and comes to. */
  line: (events: PhoneLineEvents) => Promise<PhoneLine>;
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
  ): Promise<UserAgent>;
  /** Makes a trunk of everything at 127.0.0.1. */
  trunkHere(maxChannels?: number): Promise<void>;
  /** Makes a device of a user, and registers it from `agent`. */
  register(
    agent: UserAgent,
    userId: string,
    transport?: 'udp' | 'tcp',
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
  const house = await openCallHouse();
  const { storage } = house;
  const clock = new JumpingClock();
  const logger = recordingLogger([]);
  const envelope = new AesGcmEnvelopeKey(randomBytes(32));
  const book = new TrunkBook({ trunks: storage.trunks, feed: storage.feed, logger });
  const userExists = () => Promise.resolve(true);
  const directory = { ...{ journal: storage.journal, clock, envelope }, userExists };
  const { registrations } = storage;
  const devices = new Devices({ ...directory, devices: storage.devices, registrations });
  const trunks = new Trunks({ ...directory, trunks: storage.trunks });
  const peers: UserAgent[] = [];
  const unsubscribe = storage.feed.subscribe((event) => parts.before(event));
  const open = () =>
    createSipGateway({
      ...{ ...optionsOf(house, envelope, book, () => parts), clock, logger },
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
    ...{ house, clock, gateway, port },
    line: () => Promise.resolve(silentLine),
    before: () => {},
    join: () => Promise.reject(new AppError('room_not_found')),
    joinByPin: () => Promise.reject(new AppError('room_not_found')),
    person: () => Promise.resolve(),
    peer: async (onCall = (call) => void call.refuse(480)) => {
      const agent = new UserAgent({ handlers: { onCall } });
      peers.push(agent);
      const at = { address: '127.0.0.1', port: 0 };
      await agent.transport.addDatagrams(udpSocket(at));
      await agent.transport.addConnections('TCP', tcpConnector(at));
      return agent;
    },
    trunkHere: async (maxChannels = 10) => {
      const means = { auth: 'ip', uri: 'sip:127.0.0.1', sourceIps: ['127.0.0.1'] } as const;
      await trunks.create(systemScope('default'), { ...means, name: 'pbx', maxChannels });
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

const done = () => Promise.resolve();

const silentLine: PhoneLine = {
  ...{ address: '127.0.0.1', port: 40_000, dtls: null },
  connect: () => Promise.resolve(),
  play: () => Promise.resolve(),
  dial: () => {},
  close: () => {},
};

function optionsOf(
  { storage, calls }: CallHouse,
  envelope: AesGcmEnvelopeKey,
  trunks: TrunkBook,
  now: () => PhoneGateway,
): Omit<SipGatewayOptions, 'logger' | 'clock' | 'registrations'> {
  return {
    identity: {
      authenticator: { authenticate: () => Promise.reject(new AppError('unauthenticated')) },
      devices: storage.devices,
      ...{ envelope, trunks },
      trunkPassword: () => undefined,
      grantsOf: () => Promise.resolve(new Set(['calls:read', 'calls:write'] as const)),
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
    lines: { open: (_seat, events) => now().line(events) },
    dialPlan: new DialPlan(storage.extensions, trunks, 'en'),
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
    register: async (agent, userId, transport = 'udp') => {
      const username = `${userId}-phone`;
      const named = { userId, username, name: 'Desk', kind: 'desk_phone' } as const;
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
