import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { en } from '../../apps/console/src/i18n/en.ts';
import { needs } from '../peers/needs.ts';
import { furnish, made } from '../telephony/desk.ts';
import { type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import { speechOf } from '../telephony/speech.ts';
import type { TonePhone } from '../telephony/tone-phone.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import type { MeetingGuest } from './support/meeting-guest.ts';
import { MeetingHouse } from './support/meeting-house.ts';
import { hears } from './support/meeting-look.ts';

/** Far from the tones of the people in front of the console. */
const phoneLook = { toneHz: 2600, rgb: [0, 0, 0] } as const;

suite('telephones in a meeting of the console', needs('chromium', 'baresip'), () => {
  let house: MeetingHouse;
  let phones: PhoneHouse;
  let phone: TonePhone;

  before(async () => {
    house = await MeetingHouse.open();
    phones = await phoneHouseOf(house.console.product);
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
  async function moderator(...options: readonly string[]): Promise<MeetingGuest> {
    const amelie = await house.guest('amelie');
    await amelie.enters(await amelie.opensRoom('Team meeting', options));
    // Only once the room's sound and pictures flow.
    await amelie.region.getByText(amelie.words.alone, { exact: true }).waitFor();
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

  test('a phone dials in by the number and PIN that are shown, waits before the door, and is let in', async () => {
    await made(phones.ask('POST', '/extensions', { number: '8000', dial_in: true }));
    const { dialIn, waitingRoom } = en.rooms.form;
    const amelie = await moderator(dialIn, waitingRoom);
    const { rooms } = amelie.visitor.text;
    const panel = await amelie.openPanel('people');
    const section = panel.getByRole('region', { name: rooms.dialIn.title });
    const [number = '', pin = ''] = await section.getByRole('definition').allTextContents();
    await phone.dials(`sip:${number}@127.0.0.1:${phones.sipPort}`);
    await phone.isTold(await speechOf('en', 'enter_pin'));
    await phone.presses(pin.replace(' ', ''));
    const door = panel.getByRole('region', { name: amelie.words.panel.waiting });
    await door.getByText(amelie.words.phone, { exact: true }).waitFor();
    await door.getByRole('button', { name: amelie.words.panel.admitOf('Noor Haddad') }).click();
    await (await signOf(amelie)).waitFor();
    await Promise.all([hears(amelie.visitor.page, phoneLook), phone.hears(amelie.look.toneHz)]);
    await phone.hangsUp();
    await (await signOf(amelie)).waitFor({ state: 'detached' });
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
