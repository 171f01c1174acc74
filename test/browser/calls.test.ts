import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

suite('two people in two browsers', needs('chromium'), () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open();
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await stage.close();
  });

  async function pair(): Promise<readonly [anna: Person, ben: Person]> {
    return await Promise.all([stage.enter('anna'), stage.enter('ben')]);
  }

  async function talking(type: string): Promise<readonly [anna: Person, ben: Person]> {
    const [anna, ben] = await pair();
    await anna.calls([ben], type);
    await ben.accepts();
    await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
    return [anna, ben];
  }

  test('an audio call carries each one’s own voice to the other', async () => {
    const [anna, ben] = await talking('audio');
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    for (const person of [anna, ben]) {
      const counts = await person.counts();
      assert.deepEqual(counts.codecs, ['audio/opus']);
      await person.movesBeyond(counts);
    }
  });

  test('a video call carries voice and picture both ways', async () => {
    const [anna, ben] = await talking('video');
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
    for (const person of [anna, ben]) {
      const counts = await person.counts();
      assert.ok(counts.codecs.includes('audio/opus'), String(counts.codecs));
      assert.ok(
        counts.codecs.some((codec) => codec.startsWith('video/')),
        String(counts.codecs),
      );
      assert.ok(counts.framesDecoded > 0);
      await person.movesBeyond(counts);
    }
    assert.ok(Number(await ben.ask('harness.acceptToFrameMs')) > 0);
  });
});
