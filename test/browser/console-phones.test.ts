import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish } from '../telephony/desk.ts';
import { phoneHouseOf } from '../telephony/phone-house.ts';
import type { TonePhone } from '../telephony/tone-phone.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import type { MeetingGuest } from './support/meeting-guest.ts';
import { MeetingHouse } from './support/meeting-house.ts';
import { hears } from './support/meeting-look.ts';

/** Far from the tones of the people in front of the console. */
const phoneLook = { toneHz: 2600, rgb: [0, 0, 0] } as const;

suite('telephones in a meeting of the console', needs('chromium', 'baresip'), () => {
  let house: MeetingHouse;
  let phone: TonePhone;

  before(async () => {
    house = await MeetingHouse.open();
    const phones = await phoneHouseOf(house.console.product);
    phone = await furnish(phones, { user: 'noor', toneHz: phoneLook.toneHz, number: '1042' });
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await phone.stop();
    await house.close();
  });

  /** Alone in a new room. */
  async function moderator(): Promise<MeetingGuest> {
    const amelie = await house.guest('amelie');
    await amelie.enters(await amelie.opensRoom('Team meeting'));
    await amelie.isIn();
    return amelie;
  }

  async function calls(guest: MeetingGuest, number: string, name: string): Promise<void> {
    const { visitor, words } = guest;
    const panel = await guest.openPanel('people');
    await panel.getByRole('button', { name: words.dial.open }).click();
    await visitor.field(words.dial.to).fill(number);
    await visitor.page.getByRole('textbox', { name: words.dial.name }).fill(name);
    await visitor.page.keyboard.press('Enter');
  }

  async function ringing(guest: MeetingGuest, name: string): Promise<void> {
    const panel = await guest.openPanel('people');
    const section = panel.getByRole('region', { name: guest.words.dial.ringing });
    await section.getByText(name, { exact: true }).waitFor();
  }

  const signOf = async (guest: MeetingGuest) =>
    (await guest.openPanel('people')).getByRole('img', { name: guest.words.phone, exact: true });

  test('a moderator calls a number: it rings, answers, is heard and known as a phone, and hangs up', async () => {
    const amelie = await moderator();
    await calls(amelie, '1042', 'Reception');
    await phone.phone.event('CALL_INCOMING');
    await ringing(amelie, 'Reception');
    await phone.phone.command('accept');
    await (await signOf(amelie)).waitFor();
    await Promise.all([hears(amelie.visitor.page, phoneLook), phone.hears(amelie.look.toneHz)]);
    const panel = await amelie.openPanel('people');
    const row = panel.getByRole('listitem').filter({ hasText: 'Reception' });
    await row.getByRole('button', { name: amelie.words.panel.actions('Reception') }).click();
    const { page } = amelie.visitor;
    await page.getByRole('menuitem', { name: amelie.words.panel.muteAudio }).waitFor();
    assert.equal(
      await page.getByRole('menuitem', { name: amelie.words.panel.stopVideo }).count(),
      0,
    );
    await page.keyboard.press('Escape');
    await phone.hangsUp();
    await (await signOf(amelie)).waitFor({ state: 'detached' });
  });

  test('a phone that refuses is told by name and reason, and one that rings is let go', async () => {
    const amelie = await moderator();
    await calls(amelie, '1042', 'Reception');
    await phone.phone.event('CALL_INCOMING');
    await ringing(amelie, 'Reception');
    await phone.hangsUp();
    const { unreached } = amelie.words.dial;
    await amelie.visitor.page.getByText(unreached.busy('Reception')).waitFor();
    await calls(amelie, '1042', 'Reception');
    await phone.phone.event('CALL_INCOMING');
    const panel = await amelie.openPanel('people');
    await panel.getByRole('button', { name: amelie.words.dial.cancelOf('Reception') }).click();
    await phone.isLeft();
    const section = panel.getByRole('region', { name: amelie.words.dial.ringing });
    await section.waitFor({ state: 'detached' });
  });

  test('a number that may not be called is refused in the dialogue', async () => {
    const amelie = await moderator();
    await calls(amelie, 'tel:+33123456789', '');
    await amelie.visitor.page.getByRole('dialog').getByRole('alert').waitFor();
  });

  test('who is no moderator is called on their own phones only', async () => {
    const { amelie, noor } = await house.meeting({ phone: true });
    const { visitor, words } = noor;
    const panel = await noor.openPanel('people');
    await panel.getByRole('button', { name: words.dial.open }).click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText('Desk').waitFor();
    assert.equal(await visitor.field(words.dial.to).count(), 0);
    assert.deepEqual(await namelessControls(visitor.page), []);
    assert.deepEqual(await faintTexts(visitor.page), []);
    assert.equal(await overflowPx(visitor.page), 0);
    await visitor.button(words.dial.callMe).click();
    await phone.answers();
    await (await signOf(amelie)).waitFor();
    await phone.hears(amelie.look.toneHz);
    await phone.hangsUp();
    await (await signOf(amelie)).waitFor({ state: 'detached' });
  });
});
