import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish } from './desk.ts';
import { portsForLines } from './free-udp-ports.ts';
import type { PhoneHouse } from './phone-house.ts';
import type { TonePhone } from './tone-phone.ts';
import { openTwoDesks, type TwoDesks } from './two-desks.ts';

suite('phones among themselves', needs('baresip'), () => {
  let desks: TwoDesks;
  let house: PhoneHouse;
  let alice: TonePhone;
  let bob: TonePhone;
  let asAlice: string;

  before(async () => {
    // A third call of two phones finds no ports, unless those before gave theirs back.
    desks = await openTwoDesks(await portsForLines(4));
    ({ house, alice, bob } = desks);
    asAlice = await house.token('alice');
  });
  after(() => desks.close());

  /** Alice calls one of them, who answers. @returns the call's path */
  async function talking(other: TonePhone, number: string): Promise<string> {
    await alice.dials(`sip:${number}@127.0.0.1:${house.sipPort}`);
    await other.answers();
    await Promise.all([alice.hears(other.toneHz), other.hears(alice.toneHz)]);
    const { body } = await house.ask('GET', '/calls', undefined, asAlice);
    const [call] = Array.isArray(body.data) ? body.data : [];
    return `/calls/${call.id}`;
  }

  async function ends(hanging: TonePhone, other: TonePhone): Promise<void> {
    await hanging.hangsUp();
    await Promise.all([hanging.isLeft(), other.isLeft()]);
  }

  test('two hear one another, and not themselves', async () => {
    await talking(bob, '1002');
    await ends(bob, alice);
  });

  test('a key that one presses is told once, and reaches the other once; so do digits of the API', async () => {
    const call = await talking(bob, '1002');
    await alice.presses('5');
    await bob.hearsKeys('5');
    await house.ask('POST', `${call}/dtmf`, { digits: '42#' }, asAlice);
    await bob.hearsKeys('542#');
    const { body } = await house.ask('GET', `${call}/events`, undefined, asAlice);
    const told = Array.isArray(body.data) ? body.data : [];
    const keys = told.filter(({ type }) => type === 'call.dtmf');
    assert.deepEqual(
      keys.map(({ data }) => [data.user_id, data.digits]),
      [
        ['alice', '5'],
        ['alice', '42#'],
      ],
    );
    assert.equal(alice.keysHeard, '');
    await ends(alice, bob);
  });

  for (const { name, module, user, number } of [
    { name: 'Opus', module: 'opus.so', user: 'carol', number: '1003' },
    { name: 'G.722', module: 'g722.so', user: 'dave', number: '1004' },
  ]) {
    test(`one that speaks ${name} and one that speaks G.711 hear one another`, async () => {
      const phone = await furnish(house, { user, number, toneHz: 1800, codecs: [module] });
      try {
        await talking(phone, number);
        await ends(phone, alice);
      } finally {
        await phone.stop();
      }
    });
  }
});
