import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import type { Name, Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const picture = { width: 320, height: 180, framesPerS: 10 };
/** A shorter silence passes for a pause between two sounds, in milliseconds. */
const noticeableMs = 150;

suite('a call of three', needs('chromium'), () => {
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

  async function enter<N extends readonly Name[]>(...names: N) {
    return await Promise.all(names.map((name) => stage.enter(name, { picture })));
  }

  async function meetOneAnother(people: readonly Person[]): Promise<void> {
    await Promise.all(
      people.flatMap((person) =>
        people.flatMap((other) =>
          other === person ? [] : [person.hears(other), person.sees(other)],
        ),
      ),
    );
  }

  test('grows from two without a gap that a listener would notice', async () => {
    const people = await enter('anna', 'ben', 'cleo');
    const [anna, ben, cleo] = people;
    assert.ok(anna && ben && cleo);
    await anna.calls([ben], 'video');
    await ben.accepts();
    await meetOneAnother([anna, ben]);
    await anna.do(`harness.listen('ben')`);
    await ben.do(`harness.listen('anna')`);
    await anna.do(`harness.call.invite(['cleo'])`);
    await cleo.accepts();
    await meetOneAnother(people);
    // Over the router alone: one connection each.
    for (const person of people) await person.until('harness.openConnections === 1');
    await meetOneAnother(people);
    for (const person of [anna, ben]) {
      const silenceMs = Number(await person.ask('harness.longestSilence()'));
      assert.ok(silenceMs < noticeableMs, `${person.name} heard nothing for ${silenceMs} ms`);
    }
    await cleo.do('harness.call.hangUp()');
    await cleo.isIn('ended');
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    assert.equal(await anna.ask('harness.phase'), 'connected');
  });

  test('goes to three called at once, whoever accepts', async () => {
    const people = await enter('anna', 'ben', 'cleo');
    const [anna, ben, cleo] = people;
    assert.ok(anna && ben && cleo);
    await anna.calls([ben, cleo], 'video');
    await ben.accepts();
    await meetOneAnother([anna, ben]);
    await cleo.accepts();
    await meetOneAnother(people);
    await ben.do('harness.call.setMicrophoneMuted(true)');
    await anna.until(`harness.silent('ben')`);
    await cleo.until(`harness.call.remotes.find(({ userId }) => userId === 'ben').microphoneMuted`);
    await ben.do('harness.call.setMicrophoneMuted(false)');
    await cleo.do('harness.call.hold()');
    await anna.until(`harness.silent('ben') && harness.silent('cleo')`);
    await cleo.do('harness.call.resume()');
    await meetOneAnother(people);
    await cleo.load();
    await meetOneAnother([cleo, anna]);
    await anna.do('harness.call.hangUp()');
    await anna.isIn('ended');
  });

  test('is put through by who has talked to both, and whom she leaves meet one another', async () => {
    const [anna, ben, cleo] = await enter('anna', 'ben', 'cleo');
    assert.ok(anna && ben && cleo);
    await anna.calls([ben], 'audio');
    await ben.accepts();
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    await anna.do('harness.first = harness.call');
    await anna.calls([cleo], 'audio');
    await cleo.accepts();
    await Promise.all([anna.hears(cleo), cleo.hears(anna)]);
    await anna.do('harness.first.transfer(harness.call)');
    await anna.until('harness.client.calls.active.length === 0');
    // What he was in is over, and he is in the other.
    await ben.until(`harness.phase === 'ended' && harness.client.calls.active.length === 1`);
    // The page looks at the next call that changes.
    await ben.do('harness.call = undefined');
    await ben.do('harness.client.calls.active[0].hold()');
    await ben.isIn('on_hold');
    await ben.do('harness.call.resume()');
    await Promise.all([ben.hears(cleo), cleo.hears(ben)]);
    await cleo.do('harness.call.hangUp()');
    await ben.isIn('ended');
  });
});
