import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish } from '../telephony/desk.ts';
import { phoneHouseOf } from '../telephony/phone-house.ts';
import type { TonePhone } from '../telephony/tone-phone.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import { ConsoleHouse } from './support/console-house.ts';

suite('the keypad of a call in the console', needs('chromium', 'baresip'), () => {
  let house: ConsoleHouse;
  let phone: TonePhone;

  before(async () => {
    house = await ConsoleHouse.open();
    const phones = await phoneHouseOf(house.product);
    phone = await furnish(phones, { user: 'noor', toneHz: 2600, number: '1042' });
  });
  after(async () => {
    await phone.stop();
    await house.close();
  });

  test('is heard by the phone, by clicks and by the keyboard, in the order of the keys', async () => {
    await house.member('lena', 'Lena Vogt');
    const amelie = await house.member('amelie', 'Amélie Fontaine');
    const { page, text } = amelie;
    // Only who is connected can call.
    await amelie.seesStatus('Lena Vogt', text.presence.online);
    await amelie.field(text.dial.label).fill('1042');
    await page.keyboard.press('Enter');
    await phone.answers();
    await amelie.isTold(text.call.phase.connected);
    await page.keyboard.press('k');
    const dialog = page.getByRole('dialog', { name: text.call.keypad.title });
    for (const key of ['4', '*']) await dialog.getByRole('button', { name: key }).click();
    await page.keyboard.type('71#');
    const dialled = dialog.getByRole('status', { name: text.call.keypad.dialled });
    await dialled.filter({ hasText: '4*71#' }).waitFor();
    assert.deepEqual(await namelessControls(page), []);
    assert.deepEqual(await faintTexts(page), []);
    assert.equal(await overflowPx(page), 0);
    await phone.hearsKeys('4*71#');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await amelie.hangsUp();
    await phone.isLeft();
    assert.deepEqual(await house.clear(), []);
  });
});
