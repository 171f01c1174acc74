import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, suite, type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import { footprint } from '../../bench/src/soak/footprint.ts';
import { needs } from '../peers/needs.ts';
import { sippCalls } from '../sip/sipp.ts';
import { until } from '../sip/test-agent.ts';
import { made } from './desk.ts';
import {
  connected,
  damagedMessages,
  flood,
  noise,
  requests,
  STRANGER,
  thrownOutFor,
} from './hostile.ts';
import { callRoom } from './room-caller.ts';
import { HERE, openTrunkHouse, type TrunkHouse } from './trunk-house.ts';

/** Also set by `npm run fuzz`. */
const FACTOR = Number(process.env.FUZZ_FACTOR ?? 1);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127);
const ROUNDS = 3 * FACTOR;
/** The server lives in some fifty; whatever it kept of each datagram would end it here. */
const HEAP_MB = 80;
/** Heaps waver; a kilobyte kept of each datagram of a flood would be more. */
const MAX_GROWN_BYTES = 30e6 + 1e6 * ROUNDS;
const FLOOD = 3_000;
const ROOM = '8000';
const TRUNK = '127.0.0.1';

suite('garbage and floods on the ports of phones', needs('sipp'), () => {
  let house: TrunkHouse;
  let roomPath: string;

  before(async () => {
    house = await openTrunkHouse({ NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` });
    await house.addTrunk(HERE);
    const { body } = await made(house.ask('POST', '/rooms', { name: 'r', max_participants: 60 }));
    roomPath = `/rooms/${String(body.id)}`;
    await made(house.ask('POST', '/extensions', { number: ROOM, room_id: body.id }));
  });
  after(() => house.product.stop());

  const processes = () => {
    const { pid } = house.product;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    return [pid, ...children.trim().split(' ').map(Number)];
  };

  /** Two who talk in a room by telephone. */
  async function conversation(t: TestContext) {
    const [alice, bob] = [
      await callRoom(t, house.sipPort, ROOM),
      await callRoom(t, house.sipPort, ROOM),
    ];
    alice.speaks(500);
    bob.speaks(900);
    return {
      port: alice.serverPort,
      hearOneAnother: async () => {
        await Promise.all([alice, bob].map(({ telephone }) => telephone.hearsMore(50)));
        await Promise.all([alice.telephone.hears(900), bob.telephone.hears(500)]);
      },
    };
  }

  /** Attacks again and again: whoever talks goes on, whoever calls gets through, nobody else has come in, and nothing is kept. */
  async function survives(
    t: TestContext,
    attack: (port: number, round: number) => Promise<unknown>,
  ) {
    const { port, hearOneAnother } = await conversation(t);
    const round = async (number: number) => {
      await attack(port, number);
      await sippCalls(t, house.sipPort, { scenario: 'uac', more: ['-s', ROOM] });
      await hearOneAnother();
      await house.until(roomPath, ({ participant_count: count }) => count === 2);
      return footprint(processes());
    };
    const before = await round(0);
    for (let number = 1; number <= ROUNDS; number += 1) await round(number);
    // A port is given back a moment after its call has ended.
    await until(() => {
      const now = footprint(processes());
      return now.descriptors <= before.descriptors && now.threads <= before.threads;
    });
    const grown = footprint(processes()).residentBytes - before.residentBytes;
    assert.ok(grown < MAX_GROWN_BYTES, `${grown} bytes more`);
  }

  test('datagrams on the SIP port', (t) =>
    survives(t, async (_, round) => {
      await flood(house.sipPort, noise(FLOOD, SEED + round));
      await flood(house.sipPort, damagedMessages(FLOOD, SEED + round, ROOM));
      for (const method of ['INVITE', 'REGISTER', 'OPTIONS', 'BYE'])
        await flood(house.sipPort, requests(FLOOD, method, ROOM));
      // Nobody has this number: what a trunk sends is taken in earnest.
      await flood(house.sipPort, damagedMessages(FLOOD, SEED + round, '8999'), TRUNK);
      await flood(house.sipPort, noise(FLOOD, SEED + round), TRUNK);
    }));

  test('datagrams on the RTP and RTCP ports of a call', (t) =>
    survives(t, async (port, round) => {
      for (const from of [STRANGER, TRUNK])
        for (const to of [port, port + 1]) await flood(to, noise(FLOOD, SEED + round), from);
    }));

  test('a page that calls from the address of a trunk is not that trunk', async (t) => {
    const url = `${house.product.url.replace(/^http/, 'ws')}/ws/sip`;
    const socket = new WebSocket(url, 'sip', { origin: 'https://elsewhere.example' });
    t.after(() => socket.terminate());
    await once(socket, 'open');
    const [call = new Uint8Array()] = requests(1, 'INVITE', ROOM);
    socket.send(Buffer.from(call).toString().replace('SIP/2.0/UDP', 'SIP/2.0/WS'));
    const answers: string[] = [];
    socket.on('message', (data) => void answers.push(String(data).slice(0, 11)));
    await until(() => answers.some((answer) => !answer.startsWith('SIP/2.0 1')));
    assert.equal(answers.at(-1), 'SIP/2.0 401');
  });

  test('connections to the SIP port', (t) =>
    survives(t, async (_, round) => {
      const endless = `OPTIONS sip:a@b SIP/2.0\r\nX: ${'a'.repeat(100_000)}`;
      const liar = 'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 4294967295\r\n\r\n';
      const sorts = [
        Buffer.concat(noise(200, SEED + round)),
        Buffer.concat(damagedMessages(200, SEED + round, '8999')),
        Buffer.from(endless),
        Buffer.from(liar),
      ];
      for (const from of [STRANGER, TRUNK])
        await Promise.all(sorts.map((bytes) => thrownOutFor(house.sipPort, bytes, from)));
      // More than one address may have, and they say nothing.
      const silent = await Promise.all(Array.from({ length: 300 }, () => connected(house.sipPort)));
      await sippCalls(t, house.sipPort, { scenario: 'uac', transport: 'tcp', more: ['-s', ROOM] });
      for (const socket of silent) socket.destroy();
    }));
});
