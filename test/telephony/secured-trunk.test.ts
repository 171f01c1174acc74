import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish } from './desk.ts';
import { TonePhone } from './tone-phone.ts';
import { HERE, openTrunkHouse } from './trunk-house.ts';

test(
  'a trunk with SDES takes secured calls alone, and both ends hear one another',
  needs('baresip'),
  async (t) => {
    const house = await openTrunkHouse({ SGE_SIP_DIGEST: 'MD5' });
    const stops: (() => Promise<void>)[] = [() => house.product.stop()];
    // The phones first, then the server that they are signed in at.
    t.after(async () => {
      for (const stop of stops.toReversed()) await stop();
    });
    await house.addTrunk({ ...HERE, srtp: 'sdes' });
    const bob = await furnish(house, { user: 'bob', toneHz: 1000, number: '1002' });
    stops.push(() => bob.stop());
    const pbx = (toneHz: number, media: string) =>
      TonePhone.start({
        account: `<sip:pbx@127.0.0.1:${house.sipPort};transport=udp>;regint=0${media}`,
        ...{ toneHz, codecs: ['srtp.so'], signsIn: false },
      });
    const secured = await pbx(440, ';mediaenc=srtp-mand');
    stops.push(() => secured.stop());
    await secured.dials(`sip:1002@127.0.0.1:${house.sipPort}`);
    await bob.answers().catch((error: unknown) => {
      throw new Error(`the PBX: ${JSON.stringify(secured.phone.events)}`, { cause: error });
    });
    await Promise.all([secured.hears(1000), bob.hears(440)]);
    await secured.hangsUp();
    await Promise.all([secured.isLeft(), bob.isLeft()]);
    const plain = await pbx(700, '');
    stops.push(() => plain.stop());
    await plain.dials(`sip:1002@127.0.0.1:${house.sipPort}`);
    assert.match((await plain.phone.event('CALL_CLOSED')).param, /488/);
    const rung = bob.phone.events.filter(({ type }) => type === 'CALL_INCOMING');
    assert.equal(rung.length, 1, 'nobody is rung for what cannot be answered');
  },
);
