import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { type Gate, openGate } from './support/gate.ts';
import { mediaWorkerAt } from './support/media-worker.ts';
import type { Name, Person } from './support/person.ts';
import { Stage } from './support/stage.ts';
import { UdpRelay } from './support/udp-relay.ts';

const small = { width: 320, height: 180, framesPerS: 10 };
/** Large enough for two layers, and with something in it that takes bits. */
const large = { width: 640, height: 360, framesPerS: 10, busy: true };
/** The small layer and the sound fit, the large layer does not. */
const narrowBps = 250_000;

suite('a room on a bad network', needs('chromium'), () => {
  let stage: Stage;
  let gate: Gate;
  let relays: UdpRelay[] = [];

  before(async () => {
    stage = await Stage.open({ env: { SGE_MEDIA_WORKERS: '2' } });
    gate = await openGate(stage.url);
  });
  afterEach(async () => {
    await stage.clear();
    for (const relay of relays) await relay.close();
    relays = [];
  });
  after(async () => {
    await gate.close();
    await stage.close();
  });

  /** Somebody whose media go through a relay of their own. */
  async function relayed(name: Name, picture = small): Promise<readonly [Person, UdpRelay]> {
    const relay = new UdpRelay();
    relays.push(relay);
    const tab = await stage.tab();
    await tab.expose('relayStandIn', (candidate) => relay.standInFor(candidate));
    const url = gate.url;
    return [await stage.enter(name, { url, tab, relayed: true, picture }), relay];
  }

  async function inRoom(...people: readonly Person[]): Promise<string> {
    const room = await stage.room('anna');
    for (const person of people) await person.joins(room);
    await meetOneAnother(people);
    return room;
  }

  async function meetOneAnother(people: readonly Person[]): Promise<void> {
    await Promise.all(
      people.map((person) => person.meets(people.filter((other) => other !== person))),
    );
  }

  test('five in a hundred packets lost, both ways, leave no picture still for a second', async () => {
    const [anna, annasPath] = await relayed('anna');
    const [ben, bensPath] = await relayed('ben');
    await inRoom(anna, ben);
    for (const shape of [annasPath.up, annasPath.down, bensPath.up, bensPath.down]) {
      shape.lose(0.05);
    }
    const watched = { framesDecoded: 80 };
    const before = await ben.counts();
    for (const person of [anna, ben]) await person.do('harness.room.restartGaps()');
    const framesDecoded = before.framesDecoded + watched.framesDecoded;
    await ben.until(`harness.counts().then((now) => now.framesDecoded > ${framesDecoded})`);
    for (const [person, other] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      const gapMs = Number(await person.ask(`harness.room.longestGapMs('${other.name}')`));
      assert.ok(gapMs < 1000, `${person.name}’s picture of ${other.name} stood for ${gapMs} ms`);
    }
    assert.ok(annasPath.up.lost > 0 && bensPath.down.lost > 0);
    await meetOneAnother([anna, ben]);
  });

  test('a narrow path gets a smaller picture, and the large one again when it is wide', async () => {
    const anna = await stage.enter('anna', { picture: large });
    const [ben, path] = await relayed('ben');
    await inRoom(anna, ben);
    const show = 'harness.room.session.show';
    await ben.do(`${show}(harness.room.idOf('anna'), 'camera', { width: 640, height: 360 })`);
    await ben.until(`harness.room.width('anna') === 640`);
    path.down.limit(narrowBps);
    await ben.until(`harness.room.width('anna') === 320`);
    await ben.meets([anna]);
    path.down.limit(Number.POSITIVE_INFINITY);
    await ben.until(`harness.room.width('anna') === 640`);
  });

  test('a picture that is not shown is not sent, and a small one in a small size', async () => {
    const anna = await stage.enter('anna', { picture: large });
    const ben = await stage.enter('ben', { picture: small });
    await inRoom(anna, ben);
    const show = `harness.room.session.show(harness.room.idOf('anna'), 'camera',`;
    await ben.do(`${show} { width: 640, height: 360 })`);
    await ben.until(`harness.room.width('anna') === 640`);
    await ben.do(`${show} { width: 160, height: 90 })`);
    await ben.until(`harness.room.width('anna') === 320`);
    await ben.do(`${show} null)`);
    await ben.do('harness.room.restartGaps()');
    await ben.until(`harness.room.longestGapMs('anna') > 2000`);
    await ben.do(`${show} { width: 160, height: 90 })`);
    await ben.meets([anna]);
  });

  test('the seat and the media outlive the loss of the WebSocket', async () => {
    const anna = await stage.enter('anna', { picture: small });
    const [ben] = await relayed('ben');
    await inRoom(anna, ben);
    await ben.do('harness.room.restartGaps()');
    gate.cut();
    await ben.until(`harness.client.state === 'reconnecting'`);
    gate.restore();
    await ben.until(`harness.client.state === 'connected'`);
    await anna.do(`harness.room.session.send('encore là')`);
    await ben.until(`harness.room.session.messages.at(-1)?.message === 'encore là'`);
    await anna.do('harness.room.session.setCameraOff(true)');
    await ben.until(`harness.room.member('anna').camera.muted`);
    assert.equal(await ben.ask(`harness.told.includes('room:reconnecting')`), false);
    const cleo = await stage.enter('cleo', { picture: small });
    await cleo.joins(String(await ben.ask('harness.room.session.id')));
    await ben.until(`harness.room.hears('cleo', 1800)`);
  });

  test('a network that is gone and comes back as another is found again without a reload', async () => {
    const anna = await stage.enter('anna', { picture: small });
    const [ben, path] = await relayed('ben');
    await inRoom(anna, ben);
    gate.cut();
    path.losePage();
    await ben.isInRoom('reconnecting');
    path.restore();
    gate.restore();
    await ben.isInRoom('connected');
    await meetOneAnother([anna, ben]);
  });

  test('media are back within three seconds of the death of their worker', async () => {
    const anna = await stage.enter('anna', { picture: small });
    const ben = await stage.enter('ben', { picture: small });
    await inRoom(anna, ben);
    for (const person of [anna, ben]) await person.do('harness.room.restartGaps()');
    const port = await ben.ask('harness.remotePorts().then(([port]) => port)');
    process.kill(mediaWorkerAt(stage.product.pid, Number(port)), 'SIGKILL');
    for (const person of [anna, ben]) {
      await person.until(`harness.told.includes('room:reconnecting')`);
      await person.isInRoom('connected');
    }
    await meetOneAnother([anna, ben]);
    for (const [person, other] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      const gapMs = Number(await person.ask(`harness.room.longestGapMs('${other.name}')`));
      assert.ok(gapMs < 3000, `${person.name} did not see ${other.name} for ${gapMs} ms`);
    }
  });
});
