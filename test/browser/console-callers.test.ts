import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { made } from '../telephony/desk.ts';
import { phoneHouseOf } from '../telephony/phone-house.ts';
import { TonePhone } from '../telephony/tone-phone.ts';
import { overflowPx } from './support/access-rules.ts';
import { ConsoleHouse } from './support/console-house.ts';
import { rowOf } from './support/phone-forms.ts';

const PASSWORD = 'open-sesame-1';

suite('who is outside, in the console', needs('chromium', 'baresip'), () => {
  let house: ConsoleHouse;
  let pbx: TonePhone;
  let sipPort: number;

  before(async () => {
    house = await ConsoleHouse.open();
    const phones = await phoneHouseOf(house.product);
    ({ sipPort } = phones);
    await house.member('noor', 'Noor Haddad', { role: 'admin' });
    await house.clear();
    await made(phones.ask('POST', '/extensions', { number: '1001', user_id: 'noor' }));
    const account = `"Reception" <sip:2001@127.0.0.1:${sipPort}>;auth_user=pbx;auth_pass=${PASSWORD};regint=0;answermode=manual`;
    pbx = await TonePhone.start({ account, toneHz: 440, signsIn: false });
    const trunk = { name: 'pbx', auth: 'digest', username: 'pbx', password: PASSWORD };
    const to = { uri: `sip:127.0.0.1:${pbx.phone.sipPort}`, routes: [{ prefix: '2' }] };
    await made(phones.ask('POST', '/trunks', { ...trunk, ...to }));
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await pbx.stop();
    await house.close();
  });

  test('whoever calls in over a trunk is shown by the name and number that they come with', async () => {
    const noor = await house.member('noor', 'Noor Haddad', { phone: true, role: 'admin' });
    await pbx.dials(`sip:1001@127.0.0.1:${sipPort}`);
    const ringing = noor.page.getByRole('alertdialog', {
      name: noor.text.call.incomingFrom('Reception'),
    });
    await ringing.getByText('2001', { exact: true }).waitFor();
    await noor.accepts(noor.text.call.acceptAudio);
    await noor.isTold('Reception');
    // A phone that has not heard the answer yet would cancel its call.
    await pbx.phone.event('CALL_ESTABLISHED');
    await pbx.hangsUp();
    await pbx.isLeft();
    await noor.page.getByText('Reception').first().waitFor();
    assert.equal(await overflowPx(noor.page), 0);
    await noor.goesBack();
    await noor.opens(noor.text.nav.calls);
    await rowOf(noor, 'Reception').first().waitFor();
  });

  test('whoever is dialled by number is shown by it, and called again from the list', async () => {
    const noor = await house.member('noor', 'Noor Haddad', { role: 'admin' });
    await noor.field(noor.text.dial.label).fill('2001');
    await noor.button(noor.text.dial.audio).click();
    await pbx.answers();
    await noor.isTold('2001');
    assert.equal(await noor.page.getByText('tel:').count(), 0);
    await noor.hangsUp();
    await pbx.isLeft();
    await noor.goesBack();
    await noor.opens(noor.text.nav.calls);
    await rowOf(noor, '2001')
      .getByRole('button', { name: noor.text.history.callBack('2001') })
      .click();
    await pbx.phone.event('CALL_INCOMING');
    await noor.hangsUp();
    await pbx.isLeft();
  });
});
