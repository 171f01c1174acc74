import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import type { Name, Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const picture = { width: 320, height: 180, framesPerS: 10 };

suite('people in a room', needs('chromium'), () => {
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

  async function enter(...names: readonly Name[]): Promise<readonly Person[]> {
    return await Promise.all(names.map((name) => stage.enter(name, { picture })));
  }

  async function meetOneAnother(people: readonly Person[]): Promise<void> {
    await Promise.all(
      people.map((person) => person.meets(people.filter((other) => other !== person))),
    );
  }

  /** Anna has made the room and moderates it. */
  async function pair(): Promise<readonly [anna: Person, ben: Person, room: string]> {
    const [anna, ben] = await enter('anna', 'ben');
    assert.ok(anna && ben);
    const room = await stage.room('anna');
    await anna.joins(room);
    await ben.joins(room);
    await meetOneAnother([anna, ben]);
    return [anna, ben, room];
  }

  test('five see and hear one another, each as themselves', async () => {
    const people = await enter('anna', 'ben', 'cleo', 'dan', 'eve');
    const room = await stage.room('anna');
    await Promise.all(people.map((person) => person.joins(room)));
    await meetOneAnother(people);
    for (const person of people) {
      // Everything over one connection, and in a size that fits the tiles.
      assert.equal(await person.ask('harness.openConnections'), 1);
      await person.until(`harness.told.some((told) => /^speakers:[1-5]$/.test(told))`);
    }
    const [anna, ...others] = people;
    assert.ok(anna);
    await anna.do('harness.room.session.leave()');
    await meetOneAnother(others);
    assert.equal(await anna.ask('harness.openConnections'), 0);
    assert.equal(await anna.ask('harness.room.session.localStream'), null);
  });

  test('mute, camera off, another device and a shared screen show on the other side', async () => {
    const [anna, ben] = await pair();
    const session = 'harness.room.session';
    await ben.do(`${session}.setMicrophoneMuted(true)`);
    await anna.until(`harness.room.member('ben').microphone.muted && harness.room.silent('ben')`);
    await ben.do(`${session}.setMicrophoneMuted(false)`);
    await anna.until(`!harness.room.member('ben').microphone.muted`);
    await ben.do(`${session}.setCameraOff(true)`);
    await anna.until(`harness.room.member('ben').camera.muted`);
    await ben.do(`${session}.setCameraOff(false)`);
    await anna.until(`!harness.room.member('ben').camera.muted`);
    await ben.do(`${session}.useDevice('videoinput', 'another')`);
    await anna.meets([ben]);
    await ben.do(`harness.shareWithSound('rgb(200 190 40)', 2600)`);
    await ben.do(`${session}.setScreenShare(true)`);
    await anna.until(`harness.room.sees('ben', [200, 190, 40], 'screen')`);
    await anna.until(`harness.room.hears('ben', 2600, 'screen')`);
    await anna.meets([ben]);
    await ben.do(`${session}.setScreenShare(false)`);
    await anna.until(`harness.room.member('ben').screen === null`);
    await ben.do(`${session}.setScreenShare(true)`);
    await anna.until(`harness.room.member('ben').screen?.track?.muted === false`);
  });

  test('what is said in writing and a raised hand reach everybody, and who comes later', async () => {
    const [anna, ben, room] = await pair();
    await ben.do(`harness.room.session.send('Bonjour')`);
    await anna.until(`harness.room.session.messages.at(-1)?.message === 'Bonjour'`);
    await ben.do('harness.room.session.raiseHand(true)');
    await anna.until(`harness.room.member('ben').info.hand_raised_at !== null`);
    const [cleo] = await enter('cleo');
    assert.ok(cleo);
    await cleo.joins(room, { microphone: false, camera: false });
    await cleo.until(`harness.room.session.messages.at(-1)?.message === 'Bonjour'`);
    await cleo.until(`harness.room.member('ben').info.hand_raised_at !== null`);
    await cleo.until(`harness.room.hears('ben', 1000) && harness.room.hears('anna', 440)`);
    await anna.until(`harness.room.member('cleo') !== undefined`);
    assert.equal(await anna.ask(`harness.room.member('cleo').camera`), null);
    await cleo.do('harness.room.session.setMicrophoneMuted(false)');
    await anna.until(`harness.room.hears('cleo', 1800)`);
  });

  test('who knocks is neither seen nor heard before being let in, and may be sent back', async () => {
    const [anna, ben, cleo] = await enter('anna', 'ben', 'cleo');
    assert.ok(anna && ben && cleo);
    const room = await stage.room('anna', { waiting_room: true });
    await anna.joins(room);
    await ben.joins(room);
    await cleo.joins(room);
    await ben.isInRoom('knocking');
    await anna.until('harness.room.session.waiting.length === 2');
    assert.equal(await ben.ask('harness.openConnections'), 0);
    assert.equal(await ben.ask('harness.room.session.localStream'), null);
    await cleo.do('harness.room.session.leave()');
    await anna.until('harness.room.session.waiting.length === 1');
    await anna.do('harness.room.session.admit()');
    await meetOneAnother([anna, ben]);
    await anna.do(`harness.room.session.sendBack(harness.room.idOf('ben'))`);
    await ben.isInRoom('knocking');
    await ben.until('harness.openConnections === 0');
    await anna.until('harness.room.session.members.length === 1');
    await anna.do(`harness.room.session.admit(harness.room.idOf('ben'))`);
    await meetOneAnother([anna, ben]);
    await anna.do(`harness.room.session.kick(harness.room.idOf('ben'))`);
    await ben.isInRoom('ended');
    assert.equal(await ben.ask('harness.room.session.endReason'), 'kicked');
    assert.equal(await ben.ask('harness.openConnections'), 0);
  });

  test('whom a moderator mutes is heard by nobody, even by a page that sends on', async () => {
    const [anna, ben] = await pair();
    await anna.do(`harness.room.session.mute(harness.room.idOf('ben'), { audio: true })`);
    await ben.until('harness.room.session.microphoneMuted');
    await anna.until(`harness.room.member('ben').microphone.blocked`);
    // Without a picture, what he sends from here on is his voice.
    await ben.do('harness.room.session.setCameraOff(true)');
    await anna.until(`harness.room.member('ben').camera.muted`);
    const before = await ben.counts();
    await ben.do('harness.speakAnyway()');
    await ben.movesBeyond({ ...before, bytesSent: before.bytesSent + 20_000 });
    await anna.until(`harness.room.silent('ben')`);
    await ben.do('harness.room.session.setMicrophoneMuted(false)');
    await ben.do('harness.room.session.setCameraOff(false)');
    await anna.meets([ben]);
  });

  test('where only moderators share their screen, others are refused and go on without', async () => {
    const [anna, ben, room] = await pair();
    const api = await stage.api('anna');
    await api('PATCH', `/rooms/${room}`, { settings: { allow_screen_share: false } });
    await ben.do('harness.room.session.setScreenShare(true)');
    await ben.until(`harness.told.some((told) => told.startsWith('problem:screen_denied'))`);
    await ben.until('!harness.room.session.sharingScreen');
    assert.equal(await anna.ask(`harness.room.member('ben').screen`), null);
    await anna.do('harness.room.session.setScreenShare(true)');
    await ben.until(`harness.room.width('anna', 'screen') > 0`);
    await anna.meets([ben]);
  });

  test('a page that is reloaded comes back to its seat; a second page takes it over', async () => {
    const [anna, ben, room] = await pair();
    const seat = await ben.ask('harness.room.session.me.id');
    await ben.do('harness.room.session.setCameraOff(true)');
    await anna.until(`harness.room.member('ben').camera.muted`);
    await ben.load();
    await ben.isInRoom('connected');
    assert.equal(await ben.ask('harness.room.session.me.id'), seat);
    await anna.until(`harness.room.hears('ben', 1000)`);
    assert.equal(await ben.ask('harness.room.session.cameraOff'), true);
    const [benToo] = await enter('ben');
    assert.ok(benToo);
    await benToo.joins(room);
    await ben.isInRoom('ended');
    assert.equal(await ben.ask('harness.room.session.endReason'), 'replaced');
    await meetOneAnother([anna, benToo]);
    assert.equal(await benToo.ask('harness.room.session.me.id'), seat);
  });
});
