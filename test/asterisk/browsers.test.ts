import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { looks, type Person } from '../browser/support/person.ts';
import { Stage } from '../browser/support/stage.ts';
import type { Asterisk } from '../peers/asterisk.ts';
import { needs } from '../peers/needs.ts';
import { made } from '../telephony/desk.ts';
import { type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import type { TonePhone } from '../telephony/tone-phone.ts';
import { pbxBeside, phoneOf, SERVER } from './pbx-house.ts';

const toneHz = looks.cleo.toneHz;
/** Whoever else is in the call of a page, or in its room, and is no browser. */
const caller = 'harness.call.remotes[0]?.userId';
const guest = `harness.room.session?.members.find(({ info }) => info.kind === 'sip')?.info.user_id`;

for (const kind of ['plain', 'webrtc'] as const) {
  const peers = needs('asterisk', 'baresip', 'chromium');
  suite(`browsers and an extension of Asterisk over a ${kind} trunk`, peers, () => {
    let stage: Stage;
    let house: PhoneHouse;
    let asterisk: Asterisk;
    let phone: TonePhone;

    before(async () => {
      stage = await Stage.open({ env: { SGE_SIP_HOST: SERVER, SGE_MEDIA_HOST: '127.0.0.1' } });
      house = await phoneHouseOf(stage.product);
      await stage.product.sge('user', 'create', '--user', 'anna', '--external-calls');
      asterisk = await pbxBeside(house, kind);
      phone = await phoneOf(asterisk, toneHz);
      await made(house.ask('POST', '/extensions', { number: '1001', user_id: 'anna' }));
    });
    afterEach(() => stage.clear());
    after(async () => {
      await phone.stop();
      await asterisk.stop();
      await stage.close();
    });

    async function hearEachOther(anna: Person): Promise<void> {
      await Promise.all([
        phone.hears(looks.anna.toneHz),
        anna.until(`harness.hears(${caller}, ${toneHz})`),
      ]);
    }

    async function isOver(anna: Person): Promise<void> {
      await anna.isIn('ended');
      assert.equal(await anna.ask('harness.call.endReason'), 'completed');
      await phone.isLeft();
    }

    test('the browser calls the extension, and both hear the other', async () => {
      const anna = await stage.enter('anna');
      await anna.do(`harness.start(['sip:2001@127.0.0.1'], 'audio')`);
      await phone.answers();
      await hearEachOther(anna);
      await anna.do('harness.call.hangUp()');
      await isOver(anna);
    });

    test('the extension calls the browser, and both hear the other', async () => {
      const anna = await stage.enter('anna');
      await phone.dials(`sip:1001@127.0.0.1:${asterisk.sipPort}`);
      await anna.accepts();
      await hearEachOther(anna);
      await phone.hangsUp();
      await isOver(anna);
    });

    test('in one room the extension hears two browsers, without itself, and both hear it', async () => {
      const room = await stage.room('anna');
      await made(house.ask('POST', '/extensions', { number: '8001', room_id: room }));
      const people = await Promise.all([stage.enter('anna'), stage.enter('ben')]);
      for (const person of people) await person.joins(room, { camera: false });
      await phone.dials(`sip:8001@127.0.0.1:${asterisk.sipPort}`);
      await Promise.all([
        phone.hears(looks.anna.toneHz, looks.ben.toneHz),
        ...people.map((person) => person.until(`harness.room.hears(${guest}, ${toneHz})`)),
      ]);
      await phone.hangsUp();
      await phone.isLeft();
      await Promise.all(people.map((person) => person.until(`${guest} === undefined`)));
    });
  });
}
