import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, type TestContext, test } from 'node:test';
import { Telephone } from '../media/telephone.ts';
import { needs } from '../peers/needs.ts';
import { receive, request, scenarioOf } from '../sip/scenario.ts';
import { sippCalls } from '../sip/sipp.ts';
import { made } from './desk.ts';
import { portsForLines } from './free-udp-ports.ts';
import { callRoom } from './room-caller.ts';
import { HERE, openTrunkHouse, type TrunkHouse } from './trunk-house.ts';

const PHONES = 5;
/** Loud enough to be no hole: tones are sent with an amplitude of 8000. */
const SOUND = 2000;
/** Nobody would hear it. */
const NOTHING = 300;

suite('the sound of calls over a trunk', needs('sipp'), () => {
  let house: TrunkHouse;
  let roomPath: string;

  before(async () => {
    house = await openTrunkHouse(await portsForLines(PHONES));
    await house.addTrunk(HERE);
    const { body } = await made(house.ask('POST', '/rooms', { name: 'r', max_participants: 60 }));
    roomPath = `/rooms/${String(body.id)}`;
    await made(house.ask('POST', '/extensions', { number: '8000', room_id: body.id }));
  });
  after(() => house.product.stop());

  const isEmpty = () => house.until(roomPath, ({ participant_count: count }) => count === 0);
  beforeEach(isEmpty);
  const caller = (t: TestContext) => callRoom(t, house.sipPort, '8000');

  test('whoever sends to the port of another is not heard, and gets nothing', async (t) => {
    const [victim, listener] = [await caller(t), await caller(t)];
    victim.speaks(500);
    listener.speaks(900);
    await Promise.all([listener.telephone.hears(500), victim.telephone.hears(900)]);
    const attacker = new Telephone();
    t.after(() => attacker.hangUp());
    await attacker.ready();
    attacker.speak(victim.serverPort, 1700);
    // Two seconds of it: what the listener hears meanwhile is the clock.
    for (let i = 0; i < 10; i += 1) {
      await listener.telephone.hearsMore(10);
      assert.ok(listener.telephone.loudness(1700) < NOTHING);
    }
    await Promise.all([listener.telephone.hears(500), victim.telephone.hears(900)]);
    assert.equal(attacker.packets, 0);
  });

  for (const lossPeriod of [20, 10, 5])
    test(`one packet in ${lossPeriod} is lost, and nobody hears a hole`, async (t) => {
      // Three, since two alone are put through as they are, with their holes.
      const callers = [await caller(t), await caller(t), await caller(t)] as const;
      const [speaker, listener, third] = callers;
      for (const { speaks } of [listener, third]) speaks(0);
      speaker.speaks(500);
      await listener.telephone.hears(500);
      speaker.path.lossPeriod = lossPeriod;
      await listener.telephone.hearsMore(100);
      for (let i = 0; i < 4; i += 1) {
        await listener.telephone.hearsMore(25);
        assert.ok(listener.telephone.quietest > SOUND, `${listener.telephone.quietest}`);
      }
      assert.ok(speaker.path.lost > 5);
      await listener.telephone.hears(500);
    });

  test('one who falls silent is heard again', async (t) => {
    const [speaker, listener, third] = [await caller(t), await caller(t), await caller(t)];
    for (const { speaks } of [listener, third]) speaks(0);
    speaker.speaks(500);
    await listener.telephone.hears(500);
    speaker.telephone.pause();
    await listener.telephone.falls(500);
    await listener.telephone.hearsMore(50);
    speaker.speaks(500);
    await listener.telephone.hears(500);
  });

  test('two hundred short calls leave every port free, and no other is used', async (t) => {
    // Two at a time: a port is given back a moment after the BYE has been answered.
    const more = ['-s', '8000', '-r', '40', '-l', '2', '-timeout', '60s'];
    await sippCalls(t, house.sipPort, { scenario: 'uac', calls: 200, more });
    await isEmpty();
    const callers = await Promise.all(Array.from({ length: PHONES }, () => caller(t)));
    assert.equal(new Set(callers.map(({ serverPort }) => serverPort)).size, PHONES);
    const full = scenarioOf(
      'full',
      request('INVITE', { session: 'offer', outside: true }),
      receive(100, { optional: true }),
      receive(180, { optional: true }),
      receive(503),
      request('ACK', { branchOf: 4 }),
    );
    await sippCalls(t, house.sipPort, { scenario: full, more: ['-s', '8000'] });
  });
});
