import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import { MeetingHouse } from './support/meeting-house.ts';

suite('meetings in the console', needs('chromium'), () => {
  let house: MeetingHouse;

  before(async () => {
    house = await MeetingHouse.open();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  test('a call grows to three and goes back to two, seen and heard by everybody in it', async () => {
    const [noor, lena] = [
      await house.guest('noor', { language: 'fr' }),
      await house.guest('lena', { phone: true }),
    ];
    const amelie = await house.guest('amelie');
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

  test('what one writes all read, and a raised hand is seen and told', async () => {
    const { amelie, noor } = await house.meeting();
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
    const { amelie, noor, address } = await house.meeting();
    await Promise.all([amelie.meets(noor), noor.meets(amelie)]);
    const list = await amelie.openPanel('people');
    await list.getByRole('button', { name: amelie.words.panel.actions(noor.name) }).click();
    const menu = amelie.visitor.page.getByRole('menu');
    await menu.waitFor();
    await amelie.visitor.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    assert.ok(await list.isVisible(), 'the key that closes a menu closes nothing behind it');
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

  test('a meeting is entered, spoken in, written in and left with the keyboard alone', async () => {
    const { amelie, noor, address } = await house.meeting();
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
    const { amelie, noor } = await house.meeting({ phone: true });
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
    const { amelie, noor } = await house.meeting();
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
    const { amelie, noor } = await house.meeting();
    await noor.meets(amelie);
    const lena = await house.guest('lena');
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
    const { amelie, noor } = await house.meeting();
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
    // The widest of all, and the only one that is: alike they would be without a focus.
    assert.equal(shown, Math.max(...widths));
    assert.deepEqual(
      widths.filter((width) => width * 2 > shown),
      [shown],
    );
    await amelie.moderates(noor, amelie.words.panel.stopScreen);
    await noor.isTold(noor.words.news.screenStopped);
    await screen.waitFor({ state: 'detached' });
    await noor.visitor.button(noor.words.share).waitFor();
  });
});
