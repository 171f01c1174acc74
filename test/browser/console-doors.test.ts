import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { password } from './support/console-house.ts';
import { MeetingHouse } from './support/meeting-house.ts';

suite('the doors of rooms in the console', needs('chromium'), () => {
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

  test('a person knocks, is let in, and both see and hear each other', async () => {
    const amelie = await house.guest('amelie');
    const { form } = amelie.visitor.text.rooms;
    const address = await amelie.opensRoom('Board', [form.waitingRoom]);
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await house.guest('noor', { language: 'fr' });
    await noor.enters(address);
    await noor.isTold(noor.visitor.text.rooms.knocking.lead);
    await amelie.isTold(amelie.words.news.knocks(noor.name));
    await amelie.visitor.button(amelie.words.panel.admit).click();
    await noor.isIn();
    await Promise.all([amelie.meets(noor), noor.meets(amelie)]);
    await amelie.isTold(amelie.words.news.joined(noor.name));
  });

  test('a locked room and a full one are told to who stands before them', async () => {
    const amelie = await house.guest('amelie');
    const address = await amelie.opensRoom('Closed circle');
    await amelie.enters(address);
    await amelie.isIn();
    await amelie.visitor.button(amelie.words.more).click();
    await amelie.visitor.page.getByRole('menuitem', { name: amelie.words.lock }).click();
    await amelie.region.getByText(amelie.words.locked, { exact: true }).waitFor();
    const noor = await house.guest('noor', { language: 'fr' });
    await noor.enters(address);
    const { room_locked, room_full } = noor.visitor.text.rooms.refused;
    await noor.visitor.page.getByRole('alert').filter({ hasText: room_locked.title }).waitFor();
    await amelie.visitor.button(amelie.words.more).click();
    await amelie.visitor.page.getByRole('menuitem', { name: amelie.words.unlock }).click();
    await amelie.visitor.button(amelie.words.more).click();
    await amelie.visitor.page.getByRole('menuitem', { name: amelie.words.settings }).click();
    const { form } = amelie.visitor.text.rooms;
    await amelie.visitor.field(form.seats).fill('1');
    await amelie.visitor.button(form.submitEdit).click();
    await amelie.visitor.button(form.submitEdit).waitFor({ state: 'detached' });
    await noor.visitor.button(noor.visitor.text.rooms.entry.join).click();
    await noor.visitor.page.getByRole('alert').filter({ hasText: room_full.title }).waitFor();
  });

  test('a password is asked for, and another one is refused', async () => {
    const amelie = await house.guest('amelie');
    const { rooms, nav } = amelie.visitor.text;
    await amelie.visitor.opens(nav.rooms);
    await amelie.visitor.button(rooms.create).click();
    await amelie.visitor.field(rooms.form.name).fill('Secret');
    await amelie.visitor.page.getByLabel(rooms.form.password).first().fill('open sesame');
    await amelie.visitor.button(rooms.form.submitCreate).click();
    await amelie.visitor.heading('Secret').waitFor();
    const address = new URL(amelie.visitor.page.url()).pathname;
    const noor = await house.guest('noor', { language: 'fr' });
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
    const amelie = await house.guest('amelie');
    const address = await amelie.opensRoom('Open door');
    const stranger = await house.console.visitor({ language: 'fr' });
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

  test('moderators send back, refuse, and invite by name', async () => {
    const amelie = await house.guest('amelie');
    const address = await amelie.opensRoom('Panel', [amelie.visitor.text.rooms.form.waitingRoom]);
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await house.guest('noor', { language: 'fr' });
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
