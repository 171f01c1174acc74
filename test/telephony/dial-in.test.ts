import assert from 'node:assert/strict';
import { after, before, describe as suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish, made } from './desk.ts';
import { portsForLines } from './free-udp-ports.ts';
import type { PhoneHouse } from './phone-house.ts';
import { speechOf } from './speech.ts';
import type { TonePhone } from './tone-phone.ts';
import { openTwoDesks, type TwoDesks } from './two-desks.ts';

suite('phones that dial into a room by its PIN', needs('baresip'), () => {
  let desks: TwoDesks;
  let house: PhoneHouse;
  let alice: TonePhone;
  let bob: TonePhone;

  before(async () => {
    // Two phones have two lines each while they are led into the room.
    desks = await openTwoDesks(await portsForLines(4));
    ({ house, alice, bob } = desks);
    await house.ask('PATCH', '/../users/bob', { display_name: 'Bob Martin' });
    await made(house.ask('POST', '/extensions', { number: '8000', dial_in: true, language: 'fr' }));
    await made(house.ask('POST', '/extensions', { number: '8001', dial_in: true }));
  });
  after(() => desks.close());

  async function room(settings: object) {
    const body = { name: 'Réunion', settings: { dial_in: true, ...settings } };
    const { body: room } = await made(house.ask('POST', '/rooms', body));
    const { dial_in: dialIn } = room;
    assert.ok(typeof dialIn === 'object' && dialIn !== null && 'pin' in dialIn);
    return { path: `/rooms/${String(room.id)}`, pin: String(dialIn.pin), dialIn };
  }

  /** Calls, and hears something of this call. */
  async function call(phone: TonePhone, number: string): Promise<void> {
    await phone.dials(`sip:${number}@127.0.0.1:${house.sipPort}`);
    await phone.phone.event('CALL_RTPESTAB');
  }

  /** Has been told the prompt, by the very recording that is shipped. */
  const told = async (phone: TonePhone, language: string, prompt: string) =>
    phone.isTold(await speechOf(language, prompt));

  test('are asked for it, wait before the door, are let in, and hear one another', async () => {
    const { path, pin, dialIn } = await room({ waiting_room: true });
    assert.deepEqual(dialIn, {
      pin,
      numbers: [
        { number: '8000', language: 'fr' },
        { number: '8001', language: 'en' },
      ],
    });
    await call(bob, '8000');
    await told(bob, 'fr', 'welcome');
    await told(bob, 'fr', 'enter_pin');
    assert.ok((await bob.likenessOf(await speechOf('fr', 'wrong_pin'))) < 0.5);
    await bob.presses(pin === '12345678' ? '87654321' : '12345678');
    await told(bob, 'fr', 'wrong_pin');
    await bob.presses(pin);
    await told(bob, 'fr', 'wait');
    await call(alice, '8001');
    await told(alice, 'en', 'enter_pin');
    await alice.presses(`${pin}#`);
    await told(alice, 'en', 'wait');
    const waiting = await house.until(
      `${path}/participants?status=waiting`,
      ({ data }) => Array.isArray(data) && data.length === 2,
    );
    assert.partialDeepStrictEqual(waiting.data, [
      { kind: 'sip', display_name: 'Bob Martin' },
      { kind: 'sip', display_name: 'alice' },
    ]);
    const [first] = Array.isArray(waiting.data) ? waiting.data : [];
    await house.ask('POST', `${path}/admit`, { participant_id: first.id });
    await told(bob, 'fr', 'inside');
    // Nobody else is there yet: words are compared, and would not be alike with a tone over them.
    await bob.presses('*5');
    await told(bob, 'fr', 'hand_raised');
    await house.until(`${path}/participants`, ({ data }) => {
      return Array.isArray(data) && data[0]?.hand_raised_at !== null;
    });
    await bob.presses('*5');
    await told(bob, 'fr', 'hand_lowered');
    await bob.presses('*6');
    await told(bob, 'fr', 'muted');
    await bob.presses('*6');
    await told(bob, 'fr', 'unmuted');
    await house.ask('POST', `${path}/admit`, {});
    await Promise.all([alice.hears(bob.toneHz), bob.hears(alice.toneHz)]);
    await bob.hangsUp();
    await house.until(path, ({ participant_count: count }) => count === 1);
    await house.ask('DELETE', path);
    await alice.isLeft();
  });

  test('are told three times that their PIN is wrong, by keys that come as INFO, and left', async () => {
    const { pin } = await room({});
    const desk = { user: 'carol', toneHz: 700, number: '1003' };
    const carol = await furnish(house, { ...desk, keys: 'info' });
    try {
      await call(carol, '8001');
      await told(carol, 'en', 'enter_pin');
      for (const wrong of ['1#', '2#', '3#']) {
        await carol.presses(wrong);
        await told(carol, 'en', 'wrong_pin');
      }
      await told(carol, 'en', 'goodbye');
      await carol.isLeft();
      await call(carol, '8001');
      await told(carol, 'en', 'enter_pin');
      await carol.presses(pin);
      await told(carol, 'en', 'inside');
      await carol.hangsUp();
      await carol.isLeft();
    } finally {
      await carol.stop();
    }
  });

  test('are told why they do not come in, and left', async () => {
    const locked = await room({});
    await house.ask('POST', `${locked.path}/lock`, {});
    const full = await room({});
    await house.ask('PATCH', full.path, { max_participants: 1 });
    await house.ask('POST', `${full.path}/join`);
    const lobby = await room({ waiting_room: true });
    for (const [{ pin }, why] of [
      [locked, 'locked'],
      [full, 'full'],
    ] as const) {
      await call(alice, '8001');
      await told(alice, 'en', 'enter_pin');
      await alice.presses(pin);
      await told(alice, 'en', why);
      await told(alice, 'en', 'goodbye');
      await alice.isLeft();
    }
    for (const [decide, why] of [
      [() => house.ask('POST', `${lobby.path}/deny`, {}), 'denied'],
      [() => house.ask('DELETE', lobby.path), 'ended'],
    ] as const) {
      await call(alice, '8000');
      await told(alice, 'fr', 'enter_pin');
      await alice.presses(lobby.pin);
      await told(alice, 'fr', 'wait');
      await decide();
      await told(alice, 'fr', why);
      await alice.isLeft();
    }
  });

  test('give their ports back, whenever they hang up', async () => {
    for (let round = 0; round < 6; round += 1) {
      await call(bob, '8001');
      await told(bob, 'en', 'welcome');
      await bob.hangsUp();
      await bob.isLeft();
    }
  });
});
