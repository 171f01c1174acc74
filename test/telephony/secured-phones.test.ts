import { suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { outsideAddress } from '../peers/outside-address.ts';
import { openTwoDesks } from './two-desks.ts';

/** Their sound goes by the address at which ICE of baresip looks: never the loopback one. */
suite('phones whose sound is encrypted', needs('baresip'), () => {
  for (const srtp of ['sdes', 'dtls'] as const)
    test(`${srtp}: a phone calls one that speaks in clear, and is called by it`, async (t) => {
      const desks = await openTwoDesks({ SGE_MEDIA_HOST: outsideAddress() }, { srtp });
      t.after(() => desks.close());
      const { alice, bob, house } = desks;
      for (const [caller, callee, number] of [
        [alice, bob, '1002'],
        [bob, alice, '1001'],
      ] as const) {
        await caller.dials(`sip:${number}@127.0.0.1:${house.sipPort}`);
        await callee.answers();
        await Promise.all([caller.hears(callee.toneHz), callee.hears(caller.toneHz)]);
        await caller.hangsUp();
        await Promise.all([caller.isLeft(), callee.isLeft()]);
      }
    });
});
