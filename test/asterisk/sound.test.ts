import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { openPbxHouse, type TrunkKind } from './pbx-house.ts';

const KINDS: readonly TrunkKind[] = ['plain', 'webrtc'];

for (const kind of KINDS) {
  suite(`sound over a ${kind} trunk to Asterisk`, needs('asterisk', 'baresip'), () => {
    test('a phone of the PBX calls a user: they hear one another', async (t) => {
      const pbx = await openPbxHouse(t, kind);
      await pbx.phone.dials(`sip:1002@127.0.0.1:${pbx.asterisk.sipPort}`);
      await pbx.desk.answers();
      await Promise.all([pbx.phone.hears(pbx.desk.toneHz), pbx.desk.hears(pbx.phone.toneHz)]);
      await pbx.phone.hangsUp();
      await pbx.desk.isLeft();
    });

    test('a user calls a phone of the PBX: sound, keys both ways, hold', async (t) => {
      const pbx = await openPbxHouse(t, kind);
      const call = await pbx.calls('2001');
      await pbx.phone.answers();
      await Promise.all([pbx.phone.hears(pbx.desk.toneHz), pbx.desk.hears(pbx.phone.toneHz)]);
      await pbx.desk.presses('1');
      await pbx.phone.hearsKeys('1');
      await pbx.phone.presses('7');
      await pbx.desk.hearsKeys('7');
      assert.deepEqual(await pbx.keysToldOf(call), ['1', '7']);
      await pbx.phone.hangsUp();
      await pbx.desk.isLeft();
    });

    test('a user and a phone of the PBX meet in its conference', async (t) => {
      const pbx = await openPbxHouse(t, kind);
      await pbx.calls('2900');
      await pbx.phone.dials(`sip:2900@127.0.0.1:${pbx.asterisk.sipPort}`);
      await Promise.all([pbx.phone.hears(pbx.desk.toneHz), pbx.desk.hears(pbx.phone.toneHz)]);
      await pbx.phone.hangsUp();
    });
  });
}
