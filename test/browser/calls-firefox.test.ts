import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchFirefox } from '../peers/firefox.ts';
import { needs } from '../peers/needs.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';
import { firefoxTab } from './support/tab.ts';

suite('Chromium and Firefox', needs('chromium', 'firefox'), () => {
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

  /** Anna in Chromium, Ben in Firefox, whose imitated microphone has his tone. */
  async function pair(): Promise<readonly [anna: Person, ben: Person]> {
    const tab = firefoxTab(await firefox.newPage());
    return [await stage.enter('anna'), await stage.enter('ben', { tab, ownTone: true })];
  }

  async function meet(caller: Person, called: Person): Promise<void> {
    await caller.calls([called], 'video');
    await called.accepts();
    await Promise.all([caller.isIn('connected'), called.isIn('connected')]);
    await Promise.all([caller.hears(called), called.hears(caller)]);
    await Promise.all([caller.sees(called), called.sees(caller)]);
    for (const person of [caller, called]) {
      const counts = await person.counts();
      assert.equal(counts.codecs[0], 'audio/opus');
      assert.ok(counts.framesDecoded > 0);
      await person.movesBeyond(counts);
    }
  }

  test('Chromium calls Firefox by video, is muted and hung up on', async () => {
    const [anna, ben] = await pair();
    await meet(anna, ben);
    await ben.do('harness.call.setMicrophoneMuted(true)');
    await anna.until('harness.call.remotes[0].microphoneMuted');
    await anna.until(`harness.silent('ben')`);
    await ben.do('harness.call.hangUp()');
    await Promise.all([anna.isIn('ended'), ben.isIn('ended')]);
  });

  test('Firefox calls Chromium by video', async () => {
    const [anna, ben] = await pair();
    await meet(ben, anna);
    await anna.do('harness.call.hangUp()');
    await Promise.all([anna.isIn('ended'), ben.isIn('ended')]);
  });
});
