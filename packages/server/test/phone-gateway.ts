import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { offerAudio, writeTelephony } from '@sky-genesis/sdp';
import { DigestClient, systemRandom, UserAgent, udpSocket } from '@sky-genesis/sip';
import { AesGcmEnvelopeKey } from '../src/adapters/secrets/file/index.ts';
import type { Participant } from '../src/domain/rooms/index.ts';
import {
  Devices,
  DialPlan,
  type PhoneLine,
  type PhoneLineEvents,
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
  type RecordedEvent,
  type Scope,
  systemClock,
  systemScope,
} from '../src/kernel/index.ts';
import { type CallHouse, openCallHouse } from './call-house.ts';
import { recordingLogger } from './recording-logger.ts';

/** The SIP gateway on a loopback port over a call house; its lines carry no sound. */
export interface PhoneGateway {
  readonly house: CallHouse;
  readonly gateway: SipGateway;
  readonly port: number;
  /** What opening a line waits for, and comes to. */
  line: (events: PhoneLineEvents) => Promise<PhoneLine>;
  /** Hears of each event before the gateway does, as the media do. */
  before: (event: RecordedEvent) => void;
  /** What joining a room comes to. */
  join: (scope: Scope, roomId: string) => Promise<Participant>;
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
  ): Promise<{ readonly id: string; readonly digest: DigestClient }>;
  removeDevice(id: string): Promise<void>;
}

export async function openPhoneGateway(t: TestContext): Promise<PhoneGateway> {
  const house = await openCallHouse();
  const { storage, clock } = house;
  const logger = recordingLogger([]);
  const envelope = new AesGcmEnvelopeKey(randomBytes(32));
  const book = new TrunkBook({ trunks: storage.trunks, feed: storage.feed, logger });
  const userExists = () => Promise.resolve(true);
  const directory = { ...{ journal: storage.journal, clock, envelope }, userExists };
  const devices = new Devices({ ...directory, devices: storage.devices });
  const trunks = new Trunks({ ...directory, trunks: storage.trunks });
  const peers: UserAgent[] = [];
  const unsubscribe = storage.feed.subscribe((event) => parts.before(event));
  const gateway = createSipGateway({
    ...optionsOf(house, envelope, book, () => parts),
    logger,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    await Promise.all(peers.map((peer) => peer.close()));
    book.stop();
    unsubscribe();
    await gateway.close();
    await house.stop();
  });
  const parts: PhoneGateway = {
    ...{ house, gateway, port },
    line: () => Promise.resolve(silentLine),
    before: () => {},
    join: () => Promise.reject(new AppError('room_not_found')),
    person: () => Promise.resolve(),
    peer: async (onCall = (call) => void call.refuse(480)) => {
      const agent = new UserAgent({ handlers: { onCall } });
      await agent.transport.addDatagrams(udpSocket({ address: '127.0.0.1', port: 0 }));
      peers.push(agent);
      return agent;
    },
    trunkHere: async (maxChannels = 10) => {
      const means = { auth: 'ip', uri: 'sip:127.0.0.1', sourceIps: ['127.0.0.1'] } as const;
      await trunks.create(systemScope('default'), { ...means, name: 'pbx', maxChannels });
      await book.read();
    },
    register: async (agent, userId) => {
      const username = `${userId}-phone`;
      const named = { userId, username, name: 'Desk', kind: 'desk_phone' } as const;
      const { device, password } = await devices.create(systemScope('default'), named);
      const digest = new DigestClient([{ username, password: password.reveal() }], systemRandom);
      await signIn(agent, port, username, digest);
      return { id: device.id, digest };
    },
    removeDevice: (id) => devices.remove(systemScope('default'), id),
  };
  return parts;
}

const silentLine: PhoneLine = {
  ...{ address: '127.0.0.1', port: 40_000, dtls: null },
  connect: () => Promise.resolve(),
  dial: () => {},
  close: () => {},
};

function optionsOf(
  { storage, calls }: CallHouse,
  envelope: AesGcmEnvelopeKey,
  trunks: TrunkBook,
  now: () => PhoneGateway,
): Omit<SipGatewayOptions, 'logger'> {
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
      mute: () => Promise.resolve(),
      flowing: () => {},
    },
    roomOf: () => Promise.resolve(undefined),
    lines: { open: (_seat, events) => now().line(events) },
    dialPlan: new DialPlan(storage.extensions, trunks),
    display: {
      person: () =>
        now()
          .person()
          .then(() => undefined),
    },
    isConnected: () => false,
    feed: storage.feed,
    clock: systemClock,
    domain: 'sge.test',
    digests: ['SHA-256'],
    allowKeyInClear: false,
  };
}

function signIn(
  agent: UserAgent,
  port: number,
  username: string,
  digest: DigestClient,
): Promise<void> {
  return new Promise((resolve, reject) => {
    agent.register({
      registrar: `sip:127.0.0.1:${port}`,
      address: `<sip:${username}@sge.test>`,
      contactUser: username,
      digest,
      onState: (state) => {
        if (state.kind === 'registered') resolve();
        else if (state.kind === 'failed') reject(new Error(`refused by ${state.status}`));
      },
    });
  });
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
