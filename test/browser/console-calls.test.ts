import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { ConsoleHouse, type Visit } from './support/console-house.ts';
import type { Visitor } from './support/visitor.ts';

const blockedDevices = `navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(new DOMException('refused', 'NotAllowedError'));`;

suite('calls in the console', needs('chromium'), () => {
  let house: ConsoleHouse;

  before(async () => {
    house = await ConsoleHouse.open();
    // Both belong to the organisation before either reads its list of contacts.
    await house.member('noor', 'Noor Haddad');
    await house.member('amelie', 'Amélie Fontaine');
    await house.clear();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  /** Amélie reads English, Noor French. */
  async function pair(
    amelieVisits: Visit = {},
  ): Promise<readonly [amelie: Visitor, noor: Visitor]> {
    const noor = await house.member('noor', 'Noor Haddad', { language: 'fr' });
    const amelie = await house.member('amelie', 'Amélie Fontaine', amelieVisits);
    await amelie.seesStatus('Noor Haddad', amelie.text.presence.online);
    return [amelie, noor];
  }

  /** A call left behind would keep its people busy in the next test. */
  async function ends(one: Visitor, other: Visitor): Promise<void> {
    await one.hangsUp();
    await other.isTold(other.text.call.ended.completed);
  }

  test('a video call rings, carries both pictures, shows a mute to the other side and ends in both histories', async () => {
    const [amelie, noor] = await pair();
    await amelie.button(amelie.text.contacts.video('Noor Haddad')).click();
    await amelie.isTold(amelie.text.call.phase.ringing);
    await noor.page.waitForFunction(
      (title) => document.title.includes(title),
      noor.text.call.titleIncoming('Amélie Fontaine'),
    );
    await noor.accepts(noor.text.call.acceptVideo);
    await Promise.all([amelie.sees('Noor Haddad'), noor.sees('Amélie Fontaine')]);
    await noor.button(noor.text.call.mute).click();
    await amelie.isTold(amelie.text.call.theyMuted('Noor Haddad'));
    await noor.isTold(noor.text.call.youMuted);
    await noor.button(noor.text.call.cameraOff).click();
    await amelie.page
      .getByLabel(amelie.text.call.theirVideo('Noor Haddad'))
      .waitFor({ state: 'detached' });
    await amelie.hangsUp();
    await noor.isTold(noor.text.call.ended.completed);
    await Promise.all([amelie.goesBack(), noor.goesBack()]);
    await amelie.opens(amelie.text.nav.calls);
    await amelie.page.getByRole('listitem').filter({ hasText: 'Outgoing · 0:' }).waitFor();
    await noor.opens(noor.text.nav.calls);
    await noor.page.getByRole('listitem').filter({ hasText: 'Entrant · 0:' }).waitFor();
  });

  test('a call is made, answered, held and ended with the keyboard alone', async () => {
    const [amelie, noor] = await pair();
    await amelie.page.keyboard.press('/');
    await amelie.page.keyboard.type('noor');
    await amelie.page
      .getByRole('listitem')
      .filter({ hasText: 'Amélie' })
      .waitFor({ state: 'detached' });
    const callButton = amelie.button(amelie.text.contacts.audio('Noor Haddad'));
    for (let tab = 0; tab < 12; tab += 1) {
      if (await callButton.evaluate((element) => element === document.activeElement)) break;
      await amelie.page.keyboard.press('Tab');
    }
    await amelie.page.keyboard.press('Enter');
    await noor.page.getByRole('alertdialog').waitFor();
    await noor.page.keyboard.press('Enter');
    await Promise.all([
      amelie.isTold(amelie.text.call.phase.connected),
      noor.isTold(noor.text.call.phase.connected),
    ]);
    await noor.page.keyboard.press('m');
    await amelie.isTold(amelie.text.call.theyMuted('Noor Haddad'));
    await amelie.page.keyboard.press('h');
    await noor.isTold(noor.text.call.heldByOther('Amélie Fontaine'));
    await amelie.page.keyboard.press('h');
    await noor.isTold(noor.text.call.phase.connected);
    await amelie.page.keyboard.press('Shift+E');
    await noor.isTold(noor.text.call.ended.completed);
    await noor.page.keyboard.press('Escape');
    await noor.heading(noor.text.contacts.title).waitFor();
    await amelie.page.keyboard.press('Enter');
    await amelie.heading(amelie.text.contacts.title).waitFor();
  });

  test('a declined call says who declined, and a call nobody took is missed', async () => {
    const [amelie, noor] = await pair();
    await amelie.button(amelie.text.contacts.audio('Noor Haddad')).click();
    await noor.page.getByRole('alertdialog').waitFor();
    await noor.page.keyboard.press('Escape');
    await amelie.isTold(amelie.text.call.ended.declined('Noor Haddad'));
    await amelie.button(amelie.text.call.again).click();
    await noor.page.getByRole('alertdialog').waitFor();
    await amelie.hangsUp();
    await noor.page
      .getByRole('alert')
      .filter({ hasText: noor.text.call.missedFrom('Amélie Fontaine') })
      .waitFor();
    await noor.opens(noor.text.nav.calls);
    await noor.page
      .getByRole('listitem')
      .filter({ hasText: noor.text.history.missed })
      .first()
      .waitFor();
  });

  test('a call goes on while its owner looks at other pages', async () => {
    const [amelie, noor] = await pair();
    await noor.button(noor.text.contacts.audio('Amélie Fontaine')).click();
    await amelie.accepts(amelie.text.call.acceptAudio);
    await amelie.isTold(amelie.text.call.phase.connected);
    await amelie.button(amelie.text.call.minimise).click();
    await amelie.opens(amelie.text.nav.settings);
    const region = amelie.page.getByRole('region', { name: amelie.text.call.region });
    await region.getByRole('button', { name: amelie.text.call.mute }).click();
    await noor.isTold(noor.text.call.theyMuted('Amélie Fontaine'));
    await region.getByRole('button', { name: amelie.text.call.hangUp }).click();
    await noor.isTold(noor.text.call.ended.completed);
    await region.waitFor({ state: 'detached' });
  });

  test('a second call is a banner over the first, which ends when the second is answered', async () => {
    const lena = await house.member('lena', 'Lena Vogt');
    const [amelie, noor] = await pair();
    await lena.page.reload();
    await amelie.button(amelie.text.contacts.audio('Noor Haddad')).click();
    await noor.page.getByRole('alertdialog').waitFor();
    await lena.button(lena.text.contacts.audio('Amélie Fontaine')).click();
    const banner = amelie.page.getByRole('alert', {
      name: amelie.text.call.incomingFrom('Lena Vogt'),
    });
    await banner.getByRole('button', { name: amelie.text.call.endAndAccept }).click();
    await Promise.all([
      amelie.isTold(amelie.text.call.announce('Lena Vogt', amelie.text.call.phase.connected)),
      lena.isTold(lena.text.call.phase.connected),
      noor.page.getByRole('alertdialog').waitFor({ state: 'detached' }),
    ]);
    await noor.button(noor.text.contacts.audio('Lena Vogt')).click();
    await noor.isTold(noor.text.call.ended.busy('Lena Vogt'));
    await ends(lena, amelie);
  });

  test('blocked devices are explained, and the call goes on', async () => {
    const [amelie, noor] = await pair({ prelude: blockedDevices });
    await amelie.button(amelie.text.contacts.video('Noor Haddad')).click();
    const { microphone_denied } = amelie.text.call.problem;
    await amelie.page.getByRole('alert').filter({ hasText: microphone_denied.title }).waitFor();
    await noor.accepts(noor.text.call.acceptVideo);
    await amelie.sees('Noor Haddad');
    await ends(amelie, noor);
  });

  test('a reload in the middle of a call comes back to it', async () => {
    const [amelie, noor] = await pair();
    await noor.button(noor.text.contacts.video('Amélie Fontaine')).click();
    await amelie.accepts(amelie.text.call.acceptVideo);
    await Promise.all([amelie.sees('Noor Haddad'), noor.sees('Amélie Fontaine')]);
    await amelie.page.reload();
    await amelie.sees('Noor Haddad');
    await amelie.isTold(amelie.text.call.phase.connected);
    await ends(noor, amelie);
  });

  test('a call answered in one tab no longer rings in the other, and is not missed there', async () => {
    const [amelie, noor] = await pair();
    const other = await house.member('amelie', 'Amélie Fontaine');
    await noor.button(noor.text.contacts.audio('Amélie Fontaine')).click();
    const ringing = other.page.getByRole('alertdialog');
    await ringing.waitFor();
    await amelie.accepts(amelie.text.call.acceptAudio);
    await ringing.waitFor({ state: 'detached' });
    await amelie.isTold(amelie.text.call.phase.connected);
    const missed = other.page.getByText(other.text.call.missedFrom('Noor Haddad'));
    assert.equal(await missed.count(), 0);
    await ends(noor, amelie);
  });

  test('a lost server is told above every page until it is back', async () => {
    const amelie = await house.member('amelie', 'Amélie Fontaine');
    const banner = amelie.page.getByText(amelie.text.network.reconnecting);
    await house.product.kill();
    await banner.waitFor();
    await amelie.page.getByRole('link', { name: amelie.text.nav.settings, exact: true }).click();
    await banner.waitFor();
    await house.restart();
    await banner.waitFor({ state: 'detached', timeout: 40_000 });
  });
});
