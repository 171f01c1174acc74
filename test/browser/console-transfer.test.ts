import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { made } from '../telephony/desk.ts';
import { phoneHouseOf } from '../telephony/phone-house.ts';
import { faintTexts, namelessControls, overflowPx } from './support/access-rules.ts';
import type { MeetingGuest } from './support/meeting-guest.ts';
import { MeetingHouse } from './support/meeting-house.ts';
import { hears } from './support/meeting-look.ts';
import type { Visitor } from './support/visitor.ts';

suite('calls that are put through in the console', needs('chromium'), () => {
  let house: MeetingHouse;

  before(async () => {
    house = await MeetingHouse.open();
    const phones = await phoneHouseOf(house.console.product);
    await made(phones.ask('POST', '/extensions', { number: '1007', user_id: 'lena' }));
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  const isIn = ({ visitor }: MeetingGuest, other: MeetingGuest): Promise<void> => {
    const { call } = visitor.text;
    return visitor.isTold(call.announce(other.name, call.phase.connected));
  };

  async function talk(caller: MeetingGuest, callee: MeetingGuest): Promise<void> {
    const { visitor } = caller;
    await visitor.button(visitor.text.contacts.audio(callee.name)).click();
    await callee.visitor.accepts(callee.visitor.text.call.acceptAudio);
    await hearOneAnother(caller, callee);
  }

  async function hearOneAnother(one: MeetingGuest, other: MeetingGuest): Promise<void> {
    await Promise.all([
      ...[isIn(one, other), isIn(other, one)],
      ...[hears(one.visitor.page, other.look), hears(other.visitor.page, one.look)],
    ]);
  }

  const notice = ({ page }: Visitor, words: string): Promise<void> =>
    page.getByRole('alert').filter({ hasText: words }).waitFor();

  /** No call is on the screen, not even one that has ended. */
  async function isAtContacts({ page, text }: Visitor): Promise<void> {
    const stage = page.getByRole('region', { name: text.call.region, exact: true });
    await stage.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: text.contacts.title, level: 1 }).waitFor();
  }

  async function ends(one: MeetingGuest, other: MeetingGuest): Promise<void> {
    await one.visitor.hangsUp();
    await other.visitor.isTold(other.visitor.text.call.ended.completed);
  }

  test('on a phone, to a person of the list: who put it through is out of it and the others talk', async () => {
    const lena = await house.guest('lena');
    const amelie = await house.guest('amelie', { language: 'fr', phone: true });
    const noor = await house.guest('noor');
    await talk(noor, amelie);
    const { visitor } = amelie;
    const { page, text } = visitor;
    const { transfer } = text.call;
    await visitor.button(text.meeting.more).click();
    await page.getByRole('menuitem', { name: transfer.title }).click();
    const dialog = page.getByRole('dialog', { name: transfer.title });
    await dialog.getByRole('radio', { name: lena.name }).click();
    // Who is in the call is nobody to put it through to.
    assert.equal(await dialog.getByRole('radio', { name: noor.name }).count(), 0);
    assert.deepEqual(await namelessControls(page), []);
    assert.deepEqual(await faintTexts(page), []);
    assert.equal(await overflowPx(page), 0);
    await dialog.getByRole('button', { name: transfer.action(lena.name) }).click();
    await visitor.isTold(transfer.ringing(lena.name));
    await lena.visitor.accepts(lena.visitor.text.call.acceptAudio);
    await Promise.all([
      ...[notice(visitor, transfer.done(lena.name)), isAtContacts(visitor)],
      hearOneAnother(noor, lena),
    ]);
    await ends(noor, lena);
  });

  test('to an extension by the keyboard, from a held call: a refusal leaves the call as it was, an answer ends the hold', async () => {
    const [lena, amelie] = [await house.guest('lena'), await house.guest('amelie')];
    const noor = await house.guest('noor', { language: 'fr' });
    await talk(amelie, noor);
    const { visitor } = amelie;
    const { page, text } = visitor;
    const { transfer } = text.call;
    const toLena = async (): Promise<void> => {
      await page.keyboard.press('t');
      await visitor.field(transfer.to).fill('1007');
      await page.keyboard.press('Enter');
      await lena.visitor.page.getByRole('alertdialog').waitFor();
    };
    await page.keyboard.press('h');
    await noor.visitor.isTold(noor.visitor.text.call.heldByOther(amelie.name));
    await toLena();
    await lena.visitor.page.keyboard.press('Escape');
    await notice(visitor, transfer.failed);
    await notice(visitor, text.call.ended.declined(lena.name));
    await visitor.isTold(text.call.heldByMe);
    await toLena();
    await lena.visitor.page.keyboard.press('Enter');
    await Promise.all([
      ...[notice(visitor, transfer.done(lena.name)), isAtContacts(visitor)],
      hearOneAnother(noor, lena),
    ]);
    await ends(noor, lena);
  });

  test('an address that is nobody’s is refused in the dialogue', async () => {
    const [amelie, noor] = [await house.guest('amelie'), await house.guest('noor')];
    await talk(amelie, noor);
    const { visitor } = amelie;
    const { page, text } = visitor;
    await visitor.button(text.call.transfer.title).click();
    await visitor.field(text.call.transfer.to).fill('9999');
    await page.getByText(text.call.transfer.dialled).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await ends(amelie, noor);
  });

  test('two calls of one’s own are joined: both others talk, and each is shown the call that goes on', async () => {
    const [lena, amelie] = [await house.guest('lena'), await house.guest('amelie')];
    const noor = await house.guest('noor', { language: 'fr' });
    await talk(amelie, noor);
    const { visitor } = amelie;
    const { call } = visitor.text;
    await visitor.button(call.minimise).click();
    await talk(amelie, lena);
    await noor.visitor.isTold(noor.visitor.text.call.heldByOther(amelie.name));
    await visitor.button(call.transfer.joinOf(noor.name)).click();
    await Promise.all([
      notice(visitor, call.transfer.joined(`${noor.name}, ${lena.name}`)),
      isAtContacts(visitor),
      hearOneAnother(noor, lena),
    ]);
    await ends(lena, noor);
  });
});
