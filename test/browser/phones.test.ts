import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish, made } from '../telephony/desk.ts';
import { type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import { TonePhone } from '../telephony/tone-phone.ts';
import { looks, type Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

suite('a browser and a phone', needs('chromium', 'baresip'), () => {
  let stage: Stage;
  let house: PhoneHouse;
  let phone: TonePhone;

  before(async () => {
    stage = await Stage.open();
    house = await phoneHouseOf(stage.product);
    phone = await furnish(house, {
      user: 'cleo',
      toneHz: looks.cleo.toneHz,
      number: '1003',
      codecs: ['opus.so'],
    });
    await stage.token('anna');
    await made(house.ask('POST', '/extensions', { number: '1001', user_id: 'anna' }));
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await phone.stop();
    await stage.close();
  });

  async function hearEachOther(anna: Person): Promise<void> {
    await Promise.all([
      phone.hears(looks.anna.toneHz),
      anna.until(`harness.hears('cleo', ${looks.cleo.toneHz})`),
    ]);
  }

  async function isOver(anna: Person): Promise<void> {
    await anna.isIn('ended');
    assert.equal(await anna.ask('harness.call.endReason'), 'completed');
    assert.equal(await anna.ask('harness.openConnections'), 0);
    await phone.isLeft();
  }

  test('the browser calls the phone, both hear the other, and the browser hangs up', async () => {
    const anna = await stage.enter('anna');
    await anna.do(`harness.start(['cleo'], 'audio')`);
    await phone.answers();
    await hearEachOther(anna);
    await anna.do('harness.call.hangUp()');
    await isOver(anna);
  });

  test('the phone calls the browser, both hear the other, and the phone hangs up', async () => {
    const anna = await stage.enter('anna');
    await phone.dials(`sip:1001@127.0.0.1:${house.sipPort}`);
    await anna.accepts();
    await hearEachOther(anna);
    await phone.hangsUp();
    await isOver(anna);
  });

  test('the browser calls somebody outside, and both hear the other', async () => {
    await stage.product.sge('user', 'create', '--user', 'eve', '--external-calls');
    const { toneHz } = looks.dan;
    const account = '<sip:2001@127.0.0.1>;regint=0;answermode=manual';
    const outside = await TonePhone.start({ account, toneHz, signsIn: false });
    try {
      const trunk = { name: 'outside', auth: 'digest', username: 'sge', password: 'open-sesame-1' };
      const to = { uri: `sip:127.0.0.1:${outside.phone.sipPort}`, routes: [{ prefix: '2' }] };
      await made(house.ask('POST', '/trunks', { ...trunk, ...to }));
      const eve = await stage.enter('eve');
      await eve.do(`harness.start(['2001'], 'audio')`);
      await outside.answers();
      await Promise.all([
        outside.hears(looks.eve.toneHz),
        eve.until(`harness.hears('tel:2001', ${toneHz})`),
      ]);
      await outside.hangsUp();
      await eve.isIn('ended');
    } finally {
      await outside.stop();
    }
  });

  test('a phone in a room with two browsers hears both, without itself, and both hear it; so it does when it comes again', async () => {
    const room = await stage.room('anna');
    await made(house.ask('POST', '/extensions', { number: '8001', room_id: room }));
    const [anna, ben] = await Promise.all([stage.enter('anna'), stage.enter('ben')]);
    for (const person of [anna, ben]) await person.joins(room, { camera: false });
    for (const _visit of ['first', 'again']) {
      await phone.dials(`sip:8001@127.0.0.1:${house.sipPort}`);
      const cleo = `harness.room.hears('cleo', ${looks.cleo.toneHz})`;
      await Promise.all([
        phone.hears(looks.anna.toneHz, looks.ben.toneHz),
        ...[anna, ben].map((person) => person.until(cleo)),
        anna.until(`harness.room.hears('ben', ${looks.ben.toneHz})`),
      ]);
      await phone.hangsUp();
      await phone.isLeft();
      await Promise.all([anna, ben].map((person) => person.until(`!harness.room.member('cleo')`)));
    }
    await anna.until(`harness.room.hears('ben', ${looks.ben.toneHz})`);
  });

  test('a phone that is rung into a room is shown while it rings, taken back, rung again, and heard by all', async () => {
    const room = await stage.room('anna');
    const [anna, ben] = await Promise.all([stage.enter('anna'), stage.enter('ben')]);
    for (const person of [anna, ben]) await person.joins(room, { camera: false });
    const session = 'harness.room.session';
    await anna.do(`${session}.dialOut('1003')`);
    await phone.phone.event('CALL_INCOMING');
    await ben.until(`${session}.ringing[0]?.user_id === 'cleo'`);
    await assert.rejects(
      ben.do(`${session}.cancelDialOut(${session}.ringing[0].id)`),
      /moderator/i,
    );
    await anna.do(`${session}.cancelDialOut(${session}.ringing[0].id)`);
    await phone.isLeft();
    await ben.until(`${session}.ringing.length === 0`);
    await anna.do(`${session}.dialOut('cleo')`);
    await phone.answers();
    const cleo = `harness.room.hears('cleo', ${looks.cleo.toneHz})`;
    await Promise.all([
      phone.hears(looks.anna.toneHz, looks.ben.toneHz),
      ...[anna, ben].map((person) => person.until(cleo)),
    ]);
    await phone.hangsUp();
    await phone.isLeft();
    await Promise.all([anna, ben].map((person) => person.until(`!harness.room.member('cleo')`)));
  });

  // Not with a phone that says what it hears: baresip's bridge stays silent where a hold is taken back within 200 ms.
  test('a phone that holds a browser, and a browser that holds a phone, are heard again once they take it back', async () => {
    const anna = await stage.enter('anna');
    await anna.do(`harness.start(['cleo'], 'audio')`);
    await phone.answers();
    await hearEachOther(anna);
    // What the phone heard before it would still be the last that it has heard; a key is new.
    const hearEachOtherAgain = async (keys: string) => {
      await anna.until(`harness.hears('cleo', ${looks.cleo.toneHz})`);
      await anna.do(`harness.call.sendDigits('${keys.at(-1)}')`);
      await phone.hearsKeys(keys);
    };
    await phone.phone.command('hold');
    await anna.isIn('on_hold');
    assert.equal(await anna.ask('harness.call.heldByMe'), false);
    await anna.until(`harness.silent('cleo')`);
    await phone.phone.command('resume');
    await anna.isIn('connected');
    await hearEachOtherAgain('1');
    await anna.do('harness.call.hold()');
    await anna.until(`harness.silent('cleo')`);
    await anna.do('harness.call.resume()');
    await hearEachOtherAgain('12');
    await phone.hangsUp();
    await isOver(anna);
  });
});
