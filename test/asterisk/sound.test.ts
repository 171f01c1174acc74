import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { PbxHouse, type TrunkKind } from './pbx-house.ts';

const KINDS: readonly TrunkKind[] = ['plain', 'webrtc'];

for (const kind of KINDS) {
  suite(`sound over a ${kind} trunk to Asterisk`, needs('asterisk', 'baresip'), () => {
    let pbx: PbxHouse;

    before(async () => {
      pbx = await PbxHouse.open(kind);
    });
    after(() => pbx.stop());

    test('a phone of the PBX calls a user: they hear one another', async () => {
      await pbx.phone.dials(`sip:1002@127.0.0.1:${pbx.asterisk.sipPort}`);
      await pbx.desk.answers();
      await pbx.isHeardBothWays();
      await pbx.phone.hangsUp();
      await pbx.desk.isLeft();
    });

    test('a phone of the PBX is called: they hear one another, and each other’s keys', async () => {
      const call = await pbx.calls('2001');
      await pbx.phone.answers();
      await pbx.isHeardBothWays();
      await pbx.desk.presses('1');
      await pbx.phone.hearsKeys('1');
      await pbx.phone.presses('7');
      await pbx.desk.hearsKeys('7');
      assert.deepEqual(await pbx.keysToldOf(call), ['1', '7']);
      await pbx.ends(call);
      await pbx.phone.isLeft();
    });

    test('one that is held hears nothing, and hears all again afterwards', async () => {
      const call = await pbx.calls('2001');
      await pbx.phone.answers();
      await pbx.isHeardBothWays();
      await pbx.desk.phone.command('hold');
      await pbx.phone.hearsNot(pbx.desk.toneHz);
      await pbx.desk.phone.command('resume');
      await pbx.isHeardBothWays();
      await pbx.ends(call);
      await pbx.phone.isLeft();
    });

    test('a user and a phone of the PBX meet in its conference', async () => {
      const call = await pbx.calls('2900');
      await pbx.phone.dials(`sip:2900@127.0.0.1:${pbx.asterisk.sipPort}`);
      await pbx.isHeardBothWays();
      await pbx.phone.hangsUp();
      await pbx.ends(call);
    });
  });
}
