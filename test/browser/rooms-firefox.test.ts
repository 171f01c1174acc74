import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchFirefox } from '../peers/firefox.ts';
import { needs } from '../peers/needs.ts';
import { Stage } from './support/stage.ts';
import { firefoxTab } from './support/tab.ts';

const picture = { width: 320, height: 180, framesPerS: 10 };

suite('Chromium and Firefox in a room', needs('chromium', 'firefox'), () => {
  let stage: Stage;
  let firefox: Browser;

  before(async () => {
    [stage, firefox] = await Promise.all([Stage.open(), launchFirefox()]);
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await firefox.close();
    await stage.close();
  });

  test('see and hear one another, whoever comes first', async () => {
    const [anna, cleo] = await Promise.all([
      stage.enter('anna', { picture }),
      stage.enter('cleo', { picture }),
    ]);
    const tab = firefoxTab(await firefox.newPage());
    // Firefox makes its own tone, which is Ben’s.
    const ben = await stage.enter('ben', { picture, tab, ownTone: true });
    const room = await stage.room('anna');
    for (const person of [anna, ben, cleo]) await person.joins(room);
    await Promise.all([anna.meets([ben, cleo]), ben.meets([anna, cleo]), cleo.meets([anna, ben])]);
    await ben.do('harness.room.session.setMicrophoneMuted(true)');
    await anna.until(`harness.room.silent('ben')`);
    await ben.do('harness.room.session.setMicrophoneMuted(false)');
    await anna.meets([ben, cleo]);
    await ben.do('harness.room.session.leave()');
    await Promise.all([anna.meets([cleo]), cleo.meets([anna])]);
  });
});
