import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { Device, pageOf, parseAs, Room, User } from '@sky-genesis/protocol';
import type { Page } from 'playwright-core';
import { spacedPin } from '../../apps/console/src/features/rooms/dial-in.ts';
import { startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import {
  cutParts,
  faintTexts,
  namelessControls,
  outlineFaults,
  overflowPx,
} from './support/access-rules.ts';
import { ConsoleHouse, type Visit } from './support/console-house.ts';
import { MeetingGuest } from './support/meeting-guest.ts';
import { addsPhone, chooses, opensSettings, rowOf, soundOf } from './support/phone-forms.ts';
import type { Visitor } from './support/visitor.ts';

const look = { toneHz: 440, rgb: [210, 30, 30] } as const;

/** The PIN of the newest room of hers. */
async function pinOf(phones: PhoneHouse, userId: string): Promise<string> {
  const { body } = await phones.ask('GET', '/rooms', undefined, await phones.token(userId));
  const [room] = parseAs(pageOf(Room), body)?.data ?? [];
  assert.ok(room?.dial_in);
  return room.dial_in.pin;
}

suite('telephony in the console', needs('chromium', 'baresip'), () => {
  let house: ConsoleHouse;
  let phones: PhoneHouse;

  before(async () => {
    house = await ConsoleHouse.open();
    phones = await phoneHouseOf(house.product);
    await house.member('noor', 'Noor Haddad');
    await house.clear();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  async function administrator(visit: Visit = {}): Promise<Visitor> {
    const amelie = await house.member('amelie', 'Amélie Fontaine', { ...visit, role: 'admin' });
    await amelie.opens(amelie.text.nav.telephony);
    return amelie;
  }

  async function deviceNamed(username: string): Promise<Device | undefined> {
    const { body } = await phones.ask('GET', '/devices');
    return parseAs(pageOf(Device), body)?.data.find((device) => device.username === username);
  }

  test('a phone that is added signs in where and as it is told once, and rings its person’s number', async () => {
    const amelie = await administrator();
    const { telephony: words, common } = amelie.text;
    await amelie.button(words.extensions.add).click();
    await amelie.field(words.extensions.number).fill('1042');
    await chooses(amelie, words.person, 'noor', 'Noor Haddad (noor)');
    await amelie.button(words.add).click();
    await rowOf(amelie, '1042').getByText(words.extensions.rings('Noor Haddad')).waitFor();

    await addsPhone(amelie, 'noor-desk');
    const server = await amelie.field(words.phones.server).inputValue();
    const password = await amelie.field(words.phones.password).inputValue();
    await amelie.button(common.done).click();
    await rowOf(amelie, 'noor-desk').getByText(words.phones.unregistered).waitFor();
    assert.equal(await amelie.page.getByText(password).count(), 0);

    const account = `<sip:noor-desk@${server};transport=udp>;auth_pass=${password};answermode=manual;regint=60`;
    const phone = await startBaresip({ account });
    try {
      await phone.event('REGISTER_OK');
      await amelie.page.reload();
      await rowOf(amelie, 'noor-desk')
        .getByText(words.phones.registered, { exact: true })
        .waitFor();
      const call = { participants: ['1042'], call_type: 'audio' };
      const made = await phones.ask('POST', '/calls', call);
      assert.equal(made.status, 201);
      await phone.event('CALL_INCOMING');

      const asks = async (item: string): Promise<void> => {
        await amelie.button(common.more('Desk')).click();
        await amelie.page.getByRole('menuitem', { name: item }).click();
        await amelie.page.getByRole('dialog').getByRole('button', { name: item }).click();
      };
      await asks(words.phones.renew);
      const renewed = await amelie.field(words.phones.password).inputValue();
      assert.notEqual(renewed, password);
      await amelie.button(common.done).click();
      await asks(words.phones.remove);
      await rowOf(amelie, 'noor-desk').waitFor({ state: 'detached' });
    } finally {
      await phone.stop();
    }
  });

  test('a phone whose sound is encrypted says so, and gets another name and another way', async () => {
    const amelie = await administrator();
    const { common, telephony } = amelie.text;
    const words = telephony.phones;
    await addsPhone(amelie, 'noor-hall', 'sdes');
    await amelie.button(common.done).click();
    await rowOf(amelie, 'noor-hall').getByText('SRTP (SDES)').waitFor();
    assert.equal((await deviceNamed('noor-hall'))?.srtp, 'sdes');

    await opensSettings(amelie, 'noor-hall');
    assert.equal(await soundOf(amelie).inputValue(), 'sdes');
    await amelie.field(words.name).fill('   ');
    await amelie.button(common.save).click();
    await amelie.page.getByRole('alert').waitFor();
    assert.equal(await amelie.field(words.name).getAttribute('aria-invalid'), 'true');
    await amelie.field(words.name).fill('Hall');
    await soundOf(amelie).selectOption('dtls');
    await amelie.button(common.save).click();
    const row = rowOf(amelie, 'noor-hall').filter({ hasText: 'Hall' });
    await row.getByText('SRTP (DTLS)').waitFor();
    await amelie.page.getByRole('dialog').waitFor({ state: 'detached' });
    const { device_name: name, srtp } = (await deviceNamed('noor-hall')) ?? {};
    assert.deepEqual([name, srtp], ['Hall', 'dtls']);

    await opensSettings(amelie, 'noor-hall');
    await soundOf(amelie).selectOption('off');
    await amelie.button(common.save).click();
    await row.getByText('SRTP').waitFor({ state: 'detached' });
  });

  test('where a phone signs in is shown with its password, to be copied', async () => {
    const amelie = await administrator();
    const { common, telephony } = amelie.text;
    const words = telephony.phones;
    await addsPhone(amelie, 'noor-softphone');
    await amelie.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => amelie.page.evaluate(() => navigator.clipboard.readText());
    for (const label of [words.server, words.serverWebsocket, words.username]) {
      const value = await amelie.field(label).inputValue();
      assert.notEqual(value, '');
      await amelie.button(common.copyOf(label)).click();
      await amelie.button(common.copied).waitFor();
      assert.equal(await clipboard(), value);
      await amelie.button(common.copyOf(label)).waitFor();
    }
    assert.equal(await amelie.field(words.serverTls).count(), 0, 'this server has no TLS');
    await amelie.button(words.copyPassword).click();
    await amelie.button(common.copied).waitFor();
    assert.equal(await clipboard(), await amelie.field(words.password).inputValue());
  });

  test('an extension leads into any of many rooms, and is removed', async () => {
    // More than one page of them.
    const rooms = Array.from({ length: 31 }, (_, n) => `Room ${n + 1}`);
    const amelie = await administrator();
    const token = await phones.token('amelie');
    for (const name of rooms) {
      assert.equal((await phones.ask('POST', '/rooms', { name }, token)).status, 201);
    }
    const { common, telephony } = amelie.text;
    const words = telephony.extensions;
    await amelie.button(words.add).click();
    await amelie.field(words.number).fill('1043');
    await amelie.page.getByText(words.toRoom, { exact: true }).click();
    await chooses(amelie, words.room, 'Room 1', 'Room 1');
    await amelie.button(telephony.add).click();
    const row = rowOf(amelie, '1043 · Room 1').filter({ hasText: words.leadsIntoRoom });
    await row.waitFor();
    await amelie.button(common.more('1043')).click();
    await amelie.page.getByRole('menuitem', { name: words.remove }).click();
    await amelie.page.getByRole('dialog').getByRole('button', { name: words.remove }).click();
    await row.waitFor({ state: 'detached' });
  });

  test('an administrator lets a colleague call outside, and takes it away again', async () => {
    const amelie = await administrator();
    const { people, common } = amelie.text;
    const item = amelie.page.getByRole('menuitemcheckbox', { name: people.mayCallOutside });
    const mayCall = async (): Promise<boolean> => {
      const { body } = await phones.ask('GET', '/../users/noor');
      return parseAs(User, body)?.external_calls === true;
    };
    await amelie.opens(amelie.text.nav.people);
    for (const [may, told] of [
      [true, people.outsideNow('Noor Haddad')],
      [false, people.insideNow('Noor Haddad')],
    ] as const) {
      await amelie.button(common.more('Noor Haddad')).click();
      assert.equal(await item.isChecked(), !may);
      await item.click();
      await amelie.page.getByText(told).waitFor();
      assert.equal(await mayCall(), may);
    }
    await amelie.button(common.more('Noor Haddad')).click();
    await amelie.page.getByRole('menuitem', { name: people.makeAdmin }).click();
    await amelie.page.getByText(people.roleNow('Noor Haddad', people.admin)).waitFor();
    await amelie.button(common.more('Noor Haddad')).click();
    await amelie.page.getByRole('menuitem', { name: people.makeUser }).waitFor();
    assert.equal(await item.count(), 0, 'an administrator may in any case');
    await amelie.page.getByRole('menuitem', { name: people.makeUser }).click();
    await amelie.page.getByText(people.roleNow('Noor Haddad', people.user)).waitFor();
  });

  test('a trunk tells whether its other side answers, is changed, turned off and removed', async () => {
    const amelie = await administrator();
    const { telephony, common } = amelie.text;
    const words = telephony.trunks;
    await amelie.button(words.add).click();
    await amelie.field(words.name).fill('Provider');
    await amelie.field(words.uri).fill(`sip:127.0.0.1:${phones.sipPort}`);
    await amelie.field(words.sources).fill('127.0.0.1 not-an-address');
    await amelie.button(common.save).click();
    await amelie.page.getByRole('alert').waitFor();
    assert.equal(await amelie.field(words.sources).getAttribute('aria-invalid'), 'true');
    await amelie.field(words.sources).fill('192.0.2.7, 198.51.100.0/24');
    await amelie.button(words.addRoute).click();
    await amelie.field(words.prefix).fill('00');
    await amelie.button(common.save).click();
    const row = rowOf(amelie, 'Provider');
    await row.getByText(words.dials('00')).waitFor();
    await amelie.button(words.testOf('Provider')).click();
    await row.getByRole('status').filter({ hasText: '200 OK' }).waitFor();

    await amelie.button(common.more('Provider')).click();
    await amelie.page.getByRole('menuitem', { name: words.edit }).click();
    assert.equal(await amelie.field(words.sources).inputValue(), '192.0.2.7 198.51.100.0/24');
    await amelie.field(words.uri).fill('sip:127.0.0.1:9');
    // Where nobody listens TCP says so at once.
    await amelie.page.getByLabel(words.transport, { exact: true }).selectOption('tcp');
    await amelie.button(words.removeRoute('00')).click();
    await amelie.button(common.save).click();
    await row.getByText(words.dialsNothing).waitFor();
    await amelie.button(words.testOf('Provider')).click();
    await row
      .getByRole('status')
      .filter({ hasText: words.silent('') })
      .waitFor();

    await amelie.button(common.more('Provider')).click();
    await amelie.page.getByRole('menuitem', { name: words.turnOff }).click();
    await row.getByText(words.off, { exact: true }).waitFor();
    await amelie.button(common.more('Provider')).click();
    await amelie.page.getByRole('menuitem', { name: words.remove }).click();
    await amelie.page.getByRole('dialog').getByRole('button', { name: words.remove }).click();
    await row.waitFor({ state: 'detached' });
  });

  test('a room that telephones may dial into shows its number and PIN, and gets a new PIN', async () => {
    const amelie = await administrator({ look });
    const { telephony, rooms } = amelie.text;
    await amelie.button(telephony.extensions.add).click();
    await amelie.field(telephony.extensions.number).fill('8000');
    // The control's own input is hidden below its label.
    await amelie.page.getByText(telephony.extensions.toPin, { exact: true }).click();
    await amelie.page.getByLabel(telephony.extensions.spoken).selectOption('fr');
    await amelie.button(telephony.add).click();
    await rowOf(amelie, '8000').getByText(telephony.extensions.asksPin).waitFor();

    const guest = new MeetingGuest(amelie, 'Amélie Fontaine', look);
    await guest.enters(await guest.opensRoom('Team meeting', [rooms.form.dialIn]));
    await guest.isIn();
    const shown = await pinOf(phones, 'amelie');
    await guest.region.getByText(rooms.dialIn.brief('8000', spacedPin(shown))).waitFor();
    const panel = await guest.openPanel('people');
    const section = panel.getByRole('region', { name: rooms.dialIn.title });
    await section.getByText(spacedPin(shown)).waitFor();
    await section.getByRole('button', { name: rooms.dialIn.renew }).click();
    await section.getByText(spacedPin(shown)).waitFor({ state: 'detached' });
    await section.getByText(spacedPin(await pinOf(phones, 'amelie'))).waitFor();
    await amelie.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await section.getByRole('button', { name: rooms.dialIn.copy }).click();
    const copied = await amelie.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, rooms.dialIn.brief('8000', spacedPin(await pinOf(phones, 'amelie'))));
  });

  test('it is for administrators only', async () => {
    const noor = await house.member('noor', 'Noor Haddad');
    await noor.goes('/telephony');
    await noor.heading(noor.text.contacts.title).waitFor();
    assert.equal(await noor.page.getByRole('link', { name: noor.text.nav.telephony }).count(), 0);
  });

  async function checked(page: Page, what: string): Promise<void> {
    assert.deepEqual(await namelessControls(page), [], what);
    assert.deepEqual(await faintTexts(page), [], what);
    assert.equal(await overflowPx(page), 0, `${what} is wider than its window`);
  }

  async function checkedDialog(page: Page, what: string): Promise<void> {
    await checked(page, what);
    assert.deepEqual(await cutParts(page.getByRole('dialog')), [], what);
  }

  for (const look of [{ dark: true }, { language: 'fr', phone: true }] as const) {
    test(`everything has a name, is readable and fits, ${'phone' in look ? 'on a French phone' : 'dark at a desk'}`, async () => {
      const amelie = await administrator(look);
      const { page, text } = amelie;
      const { phones: words, trunks } = text.telephony;
      await page.waitForLoadState('networkidle');
      assert.deepEqual(await outlineFaults(page), []);
      await checked(page, 'the page');
      await amelie.button(trunks.add).click();
      await amelie.button(trunks.addRoute).click();
      await amelie.field(trunks.prefix).waitFor();
      await checkedDialog(page, 'a new trunk');
      await page.keyboard.press('Escape');
      await amelie.field(trunks.prefix).waitFor({ state: 'detached' });

      const username = 'phone' in look ? 'noor-hand' : 'noor-dark';
      await addsPhone(amelie, username, 'dtls');
      await checkedDialog(page, 'a password that is shown once');
      // As narrow as a folded phone: addresses need more than a line.
      const size = page.viewportSize();
      await page.setViewportSize({ width: 280, height: 653 });
      await checkedDialog(page, 'a password that is shown once, folded');
      if (size) await page.setViewportSize(size);
      await amelie.button(text.common.done).click();
      await amelie.field(words.password).waitFor({ state: 'detached' });
      await opensSettings(amelie, username);
      await checkedDialog(page, 'the settings of a phone');
      await amelie.field(words.name).fill(' ');
      await amelie.button(text.common.save).click();
      await page.getByRole('alert').waitFor();
      await checkedDialog(page, 'a refused name');
      await page.keyboard.press('Escape');
      await amelie.button(words.add).click();
      await amelie.field(words.username).waitFor();
      await checkedDialog(page, 'a new phone');
    });
  }
});
