import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const screenColour = [240, 200, 20] as const;

suite('a shared screen', needs('chromium'), () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({ realScreen: true });
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await stage.close();
  });

  /** Anna, whose screen is of one colour, and Ben. */
  async function pair(): Promise<readonly [anna: Person, ben: Person]> {
    const [anna, ben] = await Promise.all([stage.enter('anna'), stage.enter('ben')]);
    await anna.do(`harness.shareOwnTab('rgb(${screenColour.join(' ')})')`);
    return [anna, ben];
  }

  test('a screen call shows the screen, and both hear each other', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'screen');
    await ben.accepts();
    await ben.seesColour(anna, screenColour);
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    assert.equal(await ben.ask('harness.call.remotes[0].sharingScreen'), true);
    assert.equal(await anna.ask('harness.call.sharingScreen'), true);
    const counts = await ben.counts();
    assert.ok(counts.framesDecoded > 0);
    await anna.do('harness.call.hangUp()');
    await ben.isIn('ended');
  });

  test('a screen that is shared in a video call takes the camera’s place and gives it back', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'video');
    await ben.accepts();
    await ben.sees(anna);
    await anna.do('harness.call.setScreenShare(true)');
    await ben.seesColour(anna, screenColour);
    await ben.until('harness.call.remotes[0].sharingScreen');
    await anna.do('harness.call.setScreenShare(false)');
    await ben.sees(anna);
    await ben.until('!harness.call.remotes[0].sharingScreen');
  });

  test('a share in an audio call that the browser ends is over for everyone', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'audio');
    await ben.accepts();
    await anna.do('harness.call.setScreenShare(true)');
    await ben.seesColour(anna, screenColour);
    // The event by which the browser tells of its own stop button, which no page can press.
    await anna.do(`harness.call.localStream.getVideoTracks()[0].dispatchEvent(new Event('ended'))`);
    await anna.until('!harness.call.sharingScreen');
    await ben.until('!harness.call.remotes[0].sharingScreen');
    await ben.hears(anna);
  });

  test('a picker that is dismissed makes no call', async () => {
    const anna = await stage.enter('anna');
    await anna.do(`harness.broken.set('screen', 'NotAllowedError')`);
    const refusal = await anna.ask(
      `harness.start(['ben'], 'screen').then(() => 'started', (error) => error.code)`,
    );
    assert.equal(refusal, 'screen_denied');
    assert.equal(await anna.ask('harness.client.calls.active.length'), 0);
  });
});
