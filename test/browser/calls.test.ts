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

  async function haveEnded(people: readonly Person[], reason: string): Promise<void> {
    for (const person of people) {
      await person.isIn('ended');
      assert.equal(await person.ask('harness.call.endReason'), reason);
      assert.equal(await person.ask('harness.call.localStream'), null);
      assert.equal(await person.ask('harness.openConnections'), 0);
      assert.equal(await person.ask('harness.client.calls.active.length'), 0);
    }
  }

  test('an audio call carries each one’s own voice to the other', async () => {
    const [anna, ben] = await talking('audio');
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    for (const person of [anna, ben]) {
      const counts = await person.counts();
      assert.deepEqual(counts.codecs, ['audio/opus']);
      await person.movesBeyond(counts);
      await person.until(`harness.told.includes('quality:good')`);
    }
  });

  test('a video call carries voice and picture both ways', async () => {
    const [anna, ben] = await talking('video');
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
    for (const person of [anna, ben]) {
      const counts = await person.counts();
      const [audio, video] = counts.codecs;
      assert.equal(audio, 'audio/opus');
      assert.match(video ?? '', /^video\//);
      assert.ok(counts.framesDecoded > 0);
      await person.movesBeyond(counts);
    }
    assert.ok(Number(await ben.ask('harness.acceptToFrameMs')) > 0);
  });

  test('the caller who hangs up ends the call for both and releases everything', async () => {
    const [anna, ben] = await talking('video');
    await anna.do('harness.call.hangUp()');
    await haveEnded([anna, ben], 'completed');
  });

  test('the one called who hangs up ends the call for both', async () => {
    const [anna, ben] = await talking('audio');
    await ben.do('harness.call.hangUp()');
    await haveEnded([anna, ben], 'completed');
  });

  test('both may hang up at once', async () => {
    const [anna, ben] = await talking('audio');
    await Promise.all([anna.do('harness.call.hangUp()'), ben.do('harness.call.hangUp()')]);
    await haveEnded([anna, ben], 'completed');
  });

  test('a call that is declined says so to both', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'video');
    await ben.rings();
    await ben.do('harness.call.decline()');
    await haveEnded([anna, ben], 'declined');
  });

  test('a call that is taken back stops ringing', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'audio');
    await ben.rings();
    await anna.do('harness.call.hangUp()');
    await haveEnded([anna, ben], 'cancelled');
  });

  test('a call that another device takes is over here, answered elsewhere', async () => {
    const [anna, ben, benToo] = await Promise.all([
      stage.enter('anna'),
      stage.enter('ben'),
      stage.enter('ben'),
    ]);
    await anna.calls([ben], 'audio');
    await Promise.all([ben.rings(), benToo.rings()]);
    await ben.accepts();
    await benToo.isIn('ended');
    assert.equal(await benToo.ask('harness.call.answeredElsewhere'), true);
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    // The other device is no part of the call and must not end it as it closes.
    assert.equal(await ben.ask('harness.phase'), 'connected');
  });

  test('mute and camera off are shown to the other, and silence and stop what is sent', async () => {
    const [anna, ben] = await talking('video');
    await Promise.all([anna.sees(ben), ben.sees(anna), ben.hears(anna)]);
    await anna.do('harness.call.setMicrophoneMuted(true)');
    await ben.until('harness.call.remotes[0].microphoneMuted');
    await ben.until(`harness.silent('anna')`);
    await anna.do('harness.call.setMicrophoneMuted(false)');
    await ben.until('!harness.call.remotes[0].microphoneMuted');
    await ben.hears(anna);
    await anna.do('harness.call.setCameraOff(true)');
    await ben.until('harness.call.remotes[0].cameraOff');
    assert.equal(await anna.ask('harness.call.localStream.getVideoTracks().length'), 0);
    await anna.do('harness.call.setCameraOff(false)');
    await ben.until('!harness.call.remotes[0].cameraOff');
    const counts = await ben.counts();
    await ben.movesBeyond(counts);
    await ben.sees(anna);
  });

  test('a camera that is switched on in an audio call shows on the other side', async () => {
    const [anna, ben] = await talking('audio');
    await anna.do('harness.call.setCameraOff(false)');
    await ben.sees(anna);
    await ben.do('harness.call.setCameraOff(false)');
    await anna.sees(ben);
  });

  test('an audio call may be answered by video', async () => {
    const [anna, ben] = await pair();
    await anna.calls([ben], 'audio');
    await ben.rings();
    await ben.do('harness.call.accept({ video: true })');
    await Promise.all([anna.sees(ben), anna.hears(ben), ben.hears(anna)]);
    await anna.until('!harness.call.remotes[0].cameraOff');
  });

  test('another device takes over without a gap in the call', async () => {
    const [anna, ben] = await talking('video');
    await anna.sees(ben);
    const tracks = 'harness.call.localStream.getTracks()';
    await ben.do(`globalThis.former = ${tracks}`);
    await ben.do(`harness.call.useDevice('videoinput', 'another')`);
    await ben.do(`harness.call.useDevice('audioinput', 'another')`);
    assert.equal(await ben.ask(`former.every((track) => track.readyState === 'ended')`), true);
    assert.equal(await ben.ask(`${tracks}.length`), 2);
    await anna.movesBeyond(await anna.counts());
    await Promise.all([anna.sees(ben), anna.hears(ben)]);
  });

  test('the third whom a call rings may decline, and the others talk on', async () => {
    const [anna, ben, cleo] = await Promise.all([
      stage.enter('anna'),
      stage.enter('ben'),
      stage.enter('cleo'),
    ]);
    await anna.calls([ben, cleo], 'audio');
    await Promise.all([ben.rings(), cleo.rings()]);
    await ben.accepts();
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    assert.equal(await cleo.ask('harness.phase'), 'ringing');
    assert.equal(await cleo.ask('harness.call.localStream'), null);
    await cleo.do('harness.call.decline()');
    await cleo.isIn('ended');
    await anna.until('harness.call.remotes.length === 1');
    assert.equal(await anna.ask('harness.phase'), 'connected');
  });

  test('both may switch their cameras on at once', async () => {
    const [anna, ben] = await talking('audio');
    const on = 'harness.call.setCameraOff(false)';
    await Promise.all([anna.do(on), ben.do(on)]);
    await Promise.all([anna.sees(ben), ben.sees(anna)]);
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
  });

  test('hold silences both ways until it is taken back', async () => {
    const [anna, ben] = await talking('audio');
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
    await anna.do('harness.call.hold()');
    await Promise.all([anna.isIn('on_hold'), ben.isIn('on_hold')]);
    assert.equal(await anna.ask('harness.call.heldByMe'), true);
    assert.equal(await ben.ask('harness.call.heldByMe'), false);
    await Promise.all([anna.until(`harness.silent('ben')`), ben.until(`harness.silent('anna')`)]);
    await anna.do('harness.call.resume()');
    await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
    await Promise.all([anna.hears(ben), ben.hears(anna)]);
  });

  test('a missing camera leaves an audio call and says why; a missing microphone lets one listen', async () => {
    const [anna, ben] = await pair();
    await anna.do(`harness.broken.set('video', 'NotFoundError')`);
    await ben.do(`harness.broken.set('audio', 'NotAllowedError')`);
    await anna.calls([ben], 'video');
    await ben.accepts();
    await anna.until(`harness.told.includes('problem:camera_missing')`);
    await ben.until(`harness.told.includes('problem:microphone_denied')`);
    await Promise.all([ben.hears(anna), anna.sees(ben)]);
    await ben.until('harness.call.remotes[0].cameraOff');
    await anna.until('harness.call.remotes[0].microphoneMuted');
  });

  test('a page that is reloaded in the middle of a call comes back to it', async () => {
    const [anna, ben] = await talking('video');
    await Promise.all([anna.sees(ben), ben.sees(anna)]);
    await anna.load();
    await anna.isIn('connected');
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
    await ben.load();
    await ben.isIn('connected');
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
  });
});
