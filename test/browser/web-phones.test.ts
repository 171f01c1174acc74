import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish, made } from '../telephony/desk.ts';
import { phoneHouseOf } from '../telephony/phone-house.ts';
import type { TonePhone } from '../telephony/tone-phone.ts';
import { webPhoneBundle } from './support/harness-bundle.ts';
import { looks } from './support/person.ts';
import { Stage } from './support/stage.ts';
import type { Tab } from './support/tab.ts';

const picture = { width: 320, height: 240, framesPerS: 1 };

suite(
  'a phone in a browser that speaks SIP over WebSocket (JsSIP)',
  needs('chromium', 'baresip'),
  () => {
    let stage: Stage;
    let desk: TonePhone;
    let tab: Tab;

    before(async () => {
      stage = await Stage.open();
      const house = await phoneHouseOf(stage.product);
      desk = await furnish(house, { user: 'cleo', toneHz: looks.cleo.toneHz, number: '1003' });
      await stage.token('dan');
      const device = { user_id: 'dan', username: 'dan-web', device_name: 'Web', kind: 'softphone' };
      const { body } = await made(house.ask('POST', '/devices', { ...device, srtp: 'dtls' }));
      await made(house.ask('POST', '/extensions', { number: '1004', user_id: 'dan' }));
      tab = await stage.tab();
      await tab.goto(`${stage.url}/harness`);
      const look = { toneHz: looks.dan.toneHz, colour: 'black', picture, ownTone: false };
      // By the page's own origin, as `websocket_url` has it where a proxy lies between.
      const url = `${stage.url.replace(/^http/, 'ws')}/ws/sip`;
      const options = { url, username: 'dan-web', password: String(body.password), look };
      const script = await webPhoneBundle();
      await tab.evaluate(
        `(() => { ${script}; webPhonePage.install(${JSON.stringify(options)}); })()`,
      );
      await told('registered');
    });
    after(async () => {
      await desk.stop();
      await stage.close();
    });

    const told = (what: string) => tab.until(`webPhone.told.at(-1)?.startsWith('${what}')`);
    const hears = (toneHz: number) => tab.until(`webPhone.hears(${toneHz})`);

    test('it calls a desk phone, both hear the other, keys are told, and it hangs up', async () => {
      await tab.evaluate(`webPhone.dial('1003')`);
      await desk.answers();
      await Promise.all([hears(looks.cleo.toneHz), desk.hears(looks.dan.toneHz)]);
      await tab.evaluate(`webPhone.press('7')`);
      await desk.hearsKeys('7');
      await tab.evaluate('webPhone.hangUp()');
      await desk.isLeft();
    });

    test('a browser of ours calls it, both hear the other, through a hold', async () => {
      const anna = await stage.enter('anna');
      await anna.do(`harness.start(['dan'], 'audio')`);
      await told('rings:');
      await tab.evaluate('webPhone.answer()');
      await Promise.all([
        hears(looks.anna.toneHz),
        anna.until(`harness.hears('dan', ${looks.dan.toneHz})`),
      ]);
      await tab.evaluate('webPhone.hold(true)');
      await anna.isIn('on_hold');
      await anna.until(`harness.silent('dan')`);
      await tab.evaluate('webPhone.hold(false)');
      await anna.isIn('connected');
      await Promise.all([
        hears(looks.anna.toneHz),
        anna.until(`harness.hears('dan', ${looks.dan.toneHz})`),
      ]);
      await anna.do('harness.call.hangUp()');
      await told('over:');
      await stage.clear();
    });
  },
);
