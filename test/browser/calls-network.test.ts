import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { needs } from '../peers/needs.ts';
import { type Gate, openGate } from './support/gate.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';
import { UdpRelay } from './support/udp-relay.ts';

const outageMs = 10_000;

suite('a network that goes away', needs('chromium'), () => {
  let stage: Stage;
  let gate: Gate;
  let relay: UdpRelay;

  before(async () => {
    stage = await Stage.open();
    gate = await openGate(stage.url);
    relay = new UdpRelay();
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await gate.close();
    await relay.close();
    await stage.close();
  });

  /** A person whose media go through the relay. */
  async function relayed(name: 'anna' | 'ben', url: string): Promise<Person> {
    const tab = await stage.tab();
    await tab.expose('relayStandIn', (candidate) => relay.standInFor(candidate));
    return await stage.enter(name, { url, tab, relayed: true });
  }

  async function talking(): Promise<readonly [anna: Person, ben: Person]> {
    const [anna, ben] = await Promise.all([relayed('anna', stage.url), relayed('ben', gate.url)]);
    await anna.calls([ben], 'video');
    await ben.accepts();
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
    return [anna, ben];
  }

  /** Everything of Ben’s is gone: his server and the other’s media. */
  function cut(): void {
    gate.cut();
    relay.cut();
  }

  function restore(): void {
    relay.restore();
    gate.restore();
  }

  test('a call lives through ten seconds without a network on one side, and finds a new path', async () => {
    const [anna, ben] = await talking();
    cut();
    relay.loseKnownPaths();
    const over = pass(outageMs);
    await Promise.all([anna.isIn('reconnecting'), ben.isIn('reconnecting')]);
    await ben.until(`harness.client.state === 'reconnecting'`);
    assert.equal(await ben.ask(`harness.told.includes('problem:network_lost')`), true);
    await over;
    restore();
    await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
    const [annasCounts, bensCounts] = await Promise.all([anna.counts(), ben.counts()]);
    await Promise.all([anna.movesBeyond(annasCounts), ben.movesBeyond(bensCounts)]);
    await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
  });

  test('what is said while one side is away reaches it afterwards', async () => {
    const [anna, ben] = await talking();
    gate.cut();
    await ben.until(`harness.client.state === 'reconnecting'`);
    // The media live on: nobody has to notice.
    assert.equal(await anna.ask('harness.phase'), 'connected');
    await anna.do('harness.call.setMicrophoneMuted(true)');
    await ben.until(`harness.silent('anna')`);
    assert.equal(await ben.ask('harness.call.remotes[0].microphoneMuted'), false);
    gate.restore();
    await ben.until('harness.call.remotes[0].microphoneMuted');
  });

  test('a call that ended while one side was away is over there when it returns', async () => {
    const [anna, ben] = await talking();
    cut();
    await anna.do('harness.call.hangUp()');
    await ben.until(`harness.client.state === 'reconnecting'`);
    restore();
    await ben.isIn('ended');
    assert.equal(await ben.ask('harness.call.endReason'), 'completed');
  });
});
