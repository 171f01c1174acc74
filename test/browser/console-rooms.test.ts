import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import { ConsoleHouse, password, type Visit } from './support/console-house.ts';
import { MeetingGuest } from './support/meeting-guest.ts';
import type { Look } from './support/meeting-look.ts';

const people = {
  amelie: { name: 'Amélie Fontaine', look: { toneHz: 440, rgb: [210, 30, 30] } },
  noor: { name: 'Noor Haddad', look: { toneHz: 1000, rgb: [30, 40, 200] } },
  lena: { name: 'Lena Vogt', look: { toneHz: 1800, rgb: [30, 160, 40] } },
} as const satisfies Record<string, { readonly name: string; readonly look: Look }>;

suite('rooms in the console', needs('chromium'), () => {
  let house: ConsoleHouse;

  before(async () => {
    house = await ConsoleHouse.open();
    // All belong to the organisation before anybody reads a list of people.
    for (const [id, { name }] of Object.entries(people)) await house.member(id, name);
    await house.clear();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  async function guest(id: keyof typeof people, visit: Visit = {}): Promise<MeetingGuest> {
    const { name, look } = people[id];
    return new MeetingGuest(await house.member(id, name, { ...visit, look }), name, look);
  }

  /** Amélie reads English and moderates, Noor French. */
  async function meeting(noorVisits: Visit = {}) {
    const amelie = await guest('amelie');
    const address = await amelie.opensRoom('Team meeting');
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await guest('noor', { language: 'fr', ...noorVisits });
    await noor.enters(address);
    await noor.isIn();
    return { amelie, noor, address };
  }

  test('a call grows to three and goes back to two, seen and heard by everybody in it', async () => {
    const [noor, lena] = [
      await guest('noor', { language: 'fr' }),
      await guest('lena', { phone: true }),
    ];
    const amelie = await guest('amelie');
    const { call } = amelie.visitor.text;
    await amelie.visitor.seesStatus(noor.name, amelie.visitor.text.presence.online);
    await amelie.visitor.button(amelie.visitor.text.contacts.video(noor.name)).click();
    await noor.visitor.accepts(noor.visitor.text.call.acceptVideo);
    await Promise.all([amelie.meets(noor), noor.meets(amelie)]);
    await amelie.visitor.button(call.add).click();
    await amelie.visitor.page.getByRole('checkbox', { name: lena.name }).click();
    const dialog = amelie.visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: amelie.words.invite.addToCall }).click();
    await lena.visitor.accepts(lena.visitor.text.call.acceptVideo);
    for (const [one, other] of [
      [amelie, lena],
      [noor, lena],
      [lena, amelie],
      [lena, noor],
      [amelie, noor],
    ] as const) {
      await one.meets(other);
    }
    assert.deepEqual(await faintTexts(lena.visitor.page), []);
    assert.equal(await overflowPx(lena.visitor.page), 0);
    await noor.visitor.hangsUp();
    await amelie.visitor.isTold(call.announce(lena.name, call.phase.connected));
    await amelie.meets(lena);
    await lena.visitor.hangsUp();
    await amelie.visitor.isTold(call.ended.completed);
  });

  test('a person knocks, is let in, and both see and hear each other', async () => {
    const amelie = await guest('amelie');
    const { form } = amelie.visitor.text.rooms;
    const address = await amelie.opensRoom('Board', [form.waitingRoom]);
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await guest('noor', { language: 'fr' });
    await noor.enters(address);
    await noor.isTold(noor.visitor.text.rooms.knocking.lead);
    await amelie.isTold(amelie.words.news.knocks(noor.name));
    await amelie.visitor.button(amelie.words.panel.admit).click();
    await noor.isIn();
    await Promise.all([amelie.meets(noor), noor.meets(amelie)]);
    await amelie.isTold(amelie.words.news.joined(noor.name));
  });

  test('what one writes all read, and a raised hand is seen and told', async () => {
    const { amelie, noor } = await meeting();
    const chat = await noor.openPanel('chat');
    await chat.getByRole('textbox', { name: noor.words.panel.message }).fill('Bonjour à tous');
    await noor.visitor.page.keyboard.press('Enter');
    await amelie.isTold(amelie.words.news.wrote(noor.name, 'Bonjour à tous'));
    const unread = `${amelie.words.chat}, ${amelie.words.unread(1)}`;
    await amelie.visitor.button(unread).click();
    const log = amelie.visitor.page.getByRole('log', { name: amelie.words.panel.messages });
    await log.getByText('Bonjour à tous').waitFor();
    await amelie.visitor.button(amelie.words.chat).waitFor();
    await noor.visitor.button(noor.words.raiseHand).click();
    await amelie.isTold(amelie.words.news.hand(noor.name));
    const list = await amelie.openPanel('people');
    await list.getByRole('img', { name: amelie.words.handRaised }).waitFor();
    await noor.visitor.button(noor.words.lowerHand).click();
    await list.getByRole('img', { name: amelie.words.handRaised }).waitFor({ state: 'detached' });
  });

  test('a moderator silences somebody for everybody, and removes them for good', async () => {
    const { amelie, noor, address } = await meeting();
    await Promise.all([amelie.meets(noor), noor.meets(amelie)]);
    await amelie.moderates(noor, amelie.words.panel.muteAudio);
    await noor.isTold(noor.words.news.muted);
    await amelie.hearsNoMore(noor);
    await noor.visitor.button(noor.words.unmute).click();
    await amelie.hears(noor);
    await amelie.moderates(noor, amelie.words.panel.kick);
    await amelie.visitor.button(amelie.words.panel.kickConfirm).click();
    await noor.isTold(noor.words.ended.kicked);
    await noor.visitor.button(noor.words.toRooms).click();
    await noor.visitor.heading(noor.visitor.text.rooms.title).waitFor();
    await noor.enters(address);
    const { room_kicked } = noor.visitor.text.rooms.refused;
    await noor.visitor.page.getByRole('alert').filter({ hasText: room_kicked.title }).waitFor();
  });

  test('a locked room is told to who stands before it', async () => {
    const amelie = await guest('amelie');
    const address = await amelie.opensRoom('Closed circle');
    await amelie.enters(address);
    await amelie.isIn();
    await amelie.visitor.button(amelie.words.more).click();
    await amelie.visitor.page.getByRole('menuitem', { name: amelie.words.lock }).click();
    await amelie.region.getByText(amelie.words.locked, { exact: true }).waitFor();
    const noor = await guest('noor', { language: 'fr' });
    await noor.enters(address);
    const { room_locked } = noor.visitor.text.rooms.refused;
    await noor.visitor.page.getByRole('alert').filter({ hasText: room_locked.title }).waitFor();
  });

  test('a password is asked for, and another one is refused', async () => {
    const amelie = await guest('amelie');
    const { rooms, nav } = amelie.visitor.text;
    await amelie.visitor.opens(nav.rooms);
    await amelie.visitor.button(rooms.create).click();
    await amelie.visitor.field(rooms.form.name).fill('Secret');
    await amelie.visitor.page.getByLabel(rooms.form.password).first().fill('open sesame');
    await amelie.visitor.button(rooms.form.submitCreate).click();
    await amelie.visitor.heading('Secret').waitFor();
    const address = new URL(amelie.visitor.page.url()).pathname;
    const noor = await guest('noor', { language: 'fr' });
    const { entry } = noor.visitor.text.rooms;
    await noor.enters(address);
    const field = noor.visitor.page.getByLabel(entry.password, { exact: true });
    await field.fill('not that one');
    await noor.visitor.button(entry.join).click();
    await noor.visitor.page.getByText(entry.passwordWrong).waitFor();
    await field.fill('open sesame');
    await noor.visitor.button(entry.join).click();
    await noor.isIn();
  });

  test('the link leads whoever has it through the sign-in to the room', async () => {
    const amelie = await guest('amelie');
    const address = await amelie.opensRoom('Open door');
    const stranger = await house.visitor({ language: 'fr' });
    const { signIn, rooms } = stranger.text;
    await stranger.goes(address);
    await stranger.field(signIn.userId).fill('noor');
    await stranger.page.getByLabel(signIn.password, { exact: true }).fill(password);
    await stranger.button(signIn.submit).click();
    await stranger.button(rooms.entry.join).click();
    await amelie.enters(address);
    const region = stranger.page.getByRole('region', { name: stranger.text.meeting.region });
    await region.getByText(stranger.text.meeting.count(2)).waitFor();
  });

  test('a meeting is entered, spoken in, written in and left with the keyboard alone', async () => {
    const { amelie, noor, address } = await meeting();
    await noor.visitor.page.keyboard.press('Shift+E');
    await noor.isTold(noor.words.ended.left);
    await noor.visitor.page.keyboard.press('Enter');
    await noor.visitor.heading(noor.visitor.text.rooms.title).waitFor();
    await noor.visitor.goes(address);
    const join = noor.visitor.button(noor.visitor.text.rooms.entry.join);
    await join.waitFor();
    for (let tab = 0; tab < 20; tab += 1) {
      if (await join.evaluate((element) => element === document.activeElement)) break;
      await noor.visitor.page.keyboard.press('Tab');
    }
    await noor.visitor.page.keyboard.press('Enter');
    await noor.isIn();
    await amelie.meets(noor);
    const { keyboard } = noor.visitor.page;
    await keyboard.press('m');
    await amelie.hearsNoMore(noor);
    await keyboard.press('h');
    await amelie.isTold(amelie.words.news.hand(noor.name));
    await keyboard.press('c');
    const field = noor.visitor.field(noor.words.panel.message);
    await field.waitFor();
    assert.ok(await field.evaluate((element) => element === document.activeElement));
    await keyboard.type('merci');
    await keyboard.press('Enter');
    await amelie.isTold(amelie.words.news.wrote(noor.name, 'merci'));
    await keyboard.press('Escape');
    const panel = noor.visitor.page.getByRole('complementary', { name: noor.words.chat });
    await panel.waitFor({ state: 'detached' });
    const chat = noor.visitor.button(noor.words.chat);
    await keyboard.press('Shift+E');
    await chat.waitFor({ state: 'detached' });
    await amelie.isTold(amelie.words.news.left(noor.name));
  });

  test('on a phone everything is within reach, named and readable', async () => {
    const { amelie, noor } = await meeting({ phone: true });
    const { page } = noor.visitor;
    const holds = async (where: string): Promise<void> => {
      assert.deepEqual(await namelessControls(page), [], where);
      assert.deepEqual(await faintTexts(page), [], where);
      assert.equal(await overflowPx(page), 0, `${where} is wider than its window`);
    };
    await noor.meets(amelie);
    await amelie.openPanel('people');
    assert.deepEqual(await namelessControls(amelie.visitor.page), []);
    assert.deepEqual(await faintTexts(amelie.visitor.page), []);
    await holds('meeting');
    for (const panel of ['chat', 'people'] as const) {
      const sheet = await noor.openPanel(panel);
      await holds(panel);
      await sheet.getByRole('button', { name: noor.visitor.text.common.close }).click();
      await sheet.waitFor({ state: 'detached' });
    }
    await noor.visitor.button(noor.words.more).click();
    await page.getByRole('menuitem', { name: noor.words.raiseHand }).click();
    await amelie.isTold(amelie.words.news.hand(noor.name));
    await amelie.visitor.button(amelie.words.leave).click();
    await amelie.visitor.page.getByRole('menuitem', { name: amelie.words.endForAll }).click();
    await amelie.visitor.page
      .getByRole('dialog')
      .getByRole('button', { name: amelie.words.endForAll })
      .click();
    await noor.isTold(noor.words.ended.deleted);
    await holds('ended');
    await noor.visitor.button(noor.words.toRooms).click();
    await noor.visitor.heading(noor.visitor.text.rooms.title).waitFor();
    await noor.visitor.page
      .getByRole('listitem')
      .filter({ hasText: 'Team meeting' })
      .first()
      .waitFor();
    await holds('rooms');
  });

  test('a meeting goes on beside the other pages, and a reload comes back to it', async () => {
    const { amelie, noor } = await meeting();
    await amelie.meets(noor);
    await amelie.visitor.button(amelie.words.minimise).click();
    await amelie.visitor.opens(amelie.visitor.text.nav.settings);
    await amelie.hears(noor);
    await amelie.region.getByRole('button', { name: amelie.words.mute }).click();
    await noor.hearsNoMore(amelie);
    await amelie.region.getByRole('button', { name: amelie.words.expand }).click();
    await amelie.isIn();
    await noor.visitor.page.reload();
    await noor.isIn();
    await noor.visitor.page.getByLabel(noor.words.video(amelie.name), { exact: true }).waitFor();
    await amelie.meets(noor);
  });

  test('a call during a meeting is answered with the meeting silent, which is heard again after', async () => {
    const { amelie, noor } = await meeting();
    await noor.meets(amelie);
    const lena = await guest('lena');
    await lena.visitor.seesStatus(noor.name, lena.visitor.text.presence.busy);
    await lena.visitor.button(lena.visitor.text.contacts.audio(noor.name)).click();
    const banner = noor.visitor.page.getByRole('alert', {
      name: noor.visitor.text.call.incomingFrom(lena.name),
    });
    await banner.getByRole('button', { name: noor.words.incomingDuring.aside }).click();
    await noor.visitor.isTold(noor.visitor.text.call.phase.connected);
    await noor.hearsNoMore(amelie);
    await amelie.hearsNoMore(noor);
    await lena.visitor.hangsUp();
    await noor.hears(amelie);
  });

  test('a shared screen has the focus of the others, until a moderator stops it', async () => {
    const { amelie, noor } = await meeting();
    await amelie.meets(noor);
    await noor.visitor.button(noor.words.share).click();
    await noor.region.getByText(noor.words.mySharing).waitFor();
    const label = amelie.words.screen(noor.name);
    const screen = amelie.visitor.page.getByLabel(label, { exact: true });
    await screen.waitFor();
    await amelie.isTold(amelie.words.news.shares(noor.name));
    const widths = await amelie.region
      .locator('video')
      .evaluateAll((all) => all.map((video) => video.clientWidth));
    const shown = await screen.evaluate((video) => video.clientWidth);
    assert.equal(shown, Math.max(...widths));
    await amelie.moderates(noor, amelie.words.panel.stopScreen);
    await noor.isTold(noor.words.news.screenStopped);
    await screen.waitFor({ state: 'detached' });
    await noor.visitor.button(noor.words.share).waitFor();
  });

  test('moderators send back, refuse, and invite by name', async () => {
    const amelie = await guest('amelie');
    const address = await amelie.opensRoom('Panel', [amelie.visitor.text.rooms.form.waitingRoom]);
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await guest('noor', { language: 'fr' });
    await noor.enters(address);
    const panel = await amelie.openPanel('people');
    await panel.getByRole('button', { name: amelie.words.panel.admitOf(noor.name) }).click();
    await noor.isIn();
    await amelie.moderates(noor, amelie.words.panel.sendBack);
    await noor.isTold(noor.visitor.text.rooms.knocking.lead);
    await panel.getByRole('button', { name: amelie.words.panel.denyOf(noor.name) }).click();
    await noor.isTold(noor.words.ended.denied);
    await noor.visitor.button(noor.words.knockAgain).click();
    await noor.visitor.button(noor.visitor.text.rooms.entry.join).click();
    const { room_denied } = noor.visitor.text.rooms.refused;
    await noor.visitor.page.getByRole('alert').filter({ hasText: room_denied.title }).waitFor();
    await panel.getByRole('button', { name: amelie.words.panel.invite }).click();
    await amelie.visitor.page.getByRole('checkbox', { name: noor.name }).click();
    const dialog = amelie.visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: amelie.words.invite.add, exact: true }).click();
    await noor.visitor.page.getByText(noor.visitor.text.rooms.invited('Panel')).waitFor();
    await noor.visitor.button(noor.visitor.text.rooms.entry.join).click();
    await panel.getByRole('button', { name: amelie.words.panel.admitOf(noor.name) }).click();
    await noor.isIn();
    await amelie.meets(noor);
  });
});
