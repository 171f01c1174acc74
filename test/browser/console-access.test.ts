import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { faintTexts, namelessControls, outlineFaults, overflowPx } from './support/access-rules.ts';
import { ConsoleHouse, type Visit } from './support/console-house.ts';
import type { Visitor } from './support/visitor.ts';

const looks = [
  { language: 'en' },
  { language: 'fr', dark: true },
  { language: 'fr', phone: true },
  { language: 'en', phone: true, dark: true },
] as const satisfies readonly Visit[];

const nameOf = ({ language = 'en', phone, dark }: Visit): string =>
  `${language === 'en' ? 'English' : 'French'}, ${phone ? 'a phone' : 'a desk'}, ${dark ? 'dark' : 'light'}`;

suite('every page is for everybody', needs('chromium'), () => {
  let house: ConsoleHouse;

  before(async () => {
    house = await ConsoleHouse.open();
    await house.member('noor', 'Noor Haddad');
    await house.clear();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  async function holds({ page }: Visitor, where: string): Promise<void> {
    assert.deepEqual(await namelessControls(page), [], where);
    assert.deepEqual(await outlineFaults(page), [], where);
    assert.deepEqual(await faintTexts(page), [], where);
    assert.equal(await overflowPx(page), 0, `${where} is wider than its window`);
  }

  for (const look of looks) {
    test(`in ${nameOf(look)}: names, outline, contrast and width`, async () => {
      const stranger = await house.visitor(look);
      await stranger.goes('/');
      await stranger.heading(stranger.text.signIn.title).waitFor();
      await holds(stranger, 'sign-in');
      const boss = await house.member('boss', 'Amélie Fontaine', { ...look, role: 'admin' });
      await boss.page.getByRole('listitem').first().waitFor();
      await holds(boss, 'contacts');
      const { nav } = boss.text;
      for (const title of [nav.calls, nav.rooms, nav.people, nav.settings]) {
        await boss.opens(title);
        await boss.page.waitForLoadState('networkidle');
        await holds(boss, title);
      }
    });
  }

  test('in a call: names and contrast, from the ringing to the end', async () => {
    const noor = await house.member('noor', 'Noor Haddad', { language: 'fr', phone: true });
    const boss = await house.member('boss', 'Amélie Fontaine', { role: 'admin' });
    const checked = async ({ page }: Visitor, where: string): Promise<void> => {
      assert.deepEqual(await namelessControls(page), [], where);
      assert.deepEqual(await faintTexts(page), [], where);
      assert.equal(await overflowPx(page), 0, `${where} is wider than its window`);
    };
    await boss.button(boss.text.contacts.video('Noor Haddad')).click();
    await noor.page.getByRole('alertdialog').waitFor();
    await Promise.all([checked(boss, 'outgoing'), checked(noor, 'incoming')]);
    await noor.accepts(noor.text.call.acceptVideo);
    await Promise.all([boss.sees('Noor Haddad'), noor.sees('Amélie Fontaine')]);
    await Promise.all([checked(boss, 'call'), checked(noor, 'call on a phone')]);
    await boss.button(boss.text.call.devices).click();
    await boss.page.getByRole('dialog').waitFor();
    await checked(boss, 'devices');
    await boss.page.keyboard.press('Escape');
    await noor.hangsUp();
    await noor.button(noor.text.call.back).waitFor();
    await checked(noor, 'ended');
  });

  test('the first stop of the keyboard leads past the navigation to the content', async () => {
    const noor = await house.member('noor', 'Noor Haddad');
    await noor.page.keyboard.press('Tab');
    const skip = noor.page.getByRole('link', { name: noor.text.common.skip });
    assert.equal(await skip.evaluate((link) => link === document.activeElement), true);
    await noor.page.keyboard.press('Enter');
    assert.equal(await noor.page.evaluate(() => document.activeElement?.id), 'main');
  });

  test('a page opened from the navigation takes the focus to its heading', async () => {
    const noor = await house.member('noor', 'Noor Haddad');
    await noor.opens(noor.text.nav.settings);
    const heading = noor.heading(noor.text.settings.title);
    assert.ok(await heading.evaluate((element) => element === document.activeElement));
  });

  test('a dialogue keeps the focus inside and gives it back', async () => {
    const boss = await house.member('boss', 'Amélie Fontaine', { role: 'admin' });
    await boss.opens(boss.text.nav.people);
    const opener = boss.button(boss.text.people.add);
    await opener.click();
    await boss.field(boss.text.people.id).waitFor();
    for (let press = 0; press < 12; press += 1) {
      await boss.page.keyboard.press('Tab');
      const inside = await boss.page.evaluate(
        () => document.activeElement?.closest('[role="dialog"]') !== null,
      );
      assert.ok(inside);
    }
    await boss.page.keyboard.press('Escape');
    await boss.field(boss.text.people.id).waitFor({ state: 'detached' });
    const returned = await opener.evaluate((button) => button === document.activeElement);
    assert.ok(returned);
  });
});
