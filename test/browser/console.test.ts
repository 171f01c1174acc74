import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { catalogue } from '@sky-genesis/protocol';
import { fr } from '../../apps/console/src/i18n/fr.ts';
import { needs } from '../peers/needs.ts';
import { ConsoleHouse, password } from './support/console-house.ts';

suite('the console', needs('chromium'), () => {
  let house: ConsoleHouse;

  before(async () => {
    house = await ConsoleHouse.open();
  });
  afterEach(async () => {
    assert.deepEqual(await house.clear(), []);
  });
  after(async () => {
    await house.close();
  });

  test('the printed link makes an administrator, whose invitation lets a colleague in', async () => {
    const hasty = await house.visitor();
    await hasty.goes(house.firstLink);
    await hasty.heading(hasty.text.welcome.firstTitle).waitFor();
    await hasty.page.context().close();
    const admin = await house.visitor();
    await admin.goes(house.firstLink);
    await admin.heading(admin.text.welcome.firstTitle).waitFor();
    assert.equal(new URL(admin.page.url()).hash, '', 'the token has left the address bar');
    await admin.field(admin.text.welcome.displayName).fill('Amélie Fontaine');
    await admin.page.getByLabel(admin.text.welcome.password, { exact: true }).fill(password);
    await admin.button(admin.text.welcome.submit).click();
    await admin.heading(admin.text.contacts.title).waitFor();
    await admin.opens(admin.text.nav.people);
    await admin.button(admin.text.people.add).click();
    await admin.field(admin.text.people.id).fill('noor');
    await admin.field(admin.text.people.name).fill('Noor Haddad');
    await admin.button(admin.text.people.invite).click();
    const link = await admin.field(admin.text.people.link).inputValue();

    const guest = await house.visitor({ language: 'fr' });
    await guest.goes(link);
    await guest.heading(guest.text.welcome.title('Noor Haddad')).waitFor();
    await guest.button(guest.text.welcome.submit).click();
    await guest.page.getByText(guest.text.welcome.needOne).waitFor();
    await guest.page.getByLabel(guest.text.welcome.password, { exact: true }).fill(password);
    await guest.button(guest.text.welcome.submit).click();
    await guest.heading(guest.text.contacts.title).waitFor();
    await guest.seesStatus('Amélie Fontaine', guest.text.presence.online);

    const late = await house.visitor();
    await late.goes(link);
    await late.heading(late.text.welcome.invalidTitle).waitFor();
    await late.page.getByText('user invite --user').waitFor();
  });

  test('signing out ends the session, and the password opens the next one', async () => {
    const lena = await house.member('lena', 'Lena Vogt');
    const { settings, signIn } = lena.text;
    await lena.opens(settings.title);
    await lena.button(settings.signOut).click();
    await lena.heading(signIn.title).waitFor();
    await lena.page.reload();
    await lena.heading(signIn.title).waitFor();
    await lena.field(signIn.userId).fill('lena');
    await lena.page.getByLabel(signIn.password, { exact: true }).fill('not that one');
    await lena.button(signIn.submit).click();
    await lena.page.getByRole('alert').waitFor();
    await lena.page.getByLabel(signIn.password, { exact: true }).fill(password);
    await lena.button(signIn.submit).click();
    await lena.heading(lena.text.contacts.title).waitFor();
  });

  test('people see each other come, change their status and go', async () => {
    const early = await house.member('marcus', 'Marcus Oyelaran');
    await early.page.context().close();
    const ines = await house.member('ines', 'Inês Carvalho');
    await ines.seesStatus('Marcus Oyelaran', ines.text.presence.offline);
    const marcus = await house.member('marcus', 'Marcus Oyelaran', { language: 'fr' });
    await ines.seesStatus('Marcus Oyelaran', ines.text.presence.online);
    await marcus.button(marcus.text.presence.mine(marcus.text.presence.online)).click();
    await marcus.page.getByRole('menuitem', { name: marcus.text.presence.away }).click();
    await ines.seesStatus('Marcus Oyelaran', ines.text.presence.away);
    await marcus.page.context().close();
    await ines.seesStatus('Marcus Oyelaran', ines.text.presence.offline);
  });

  test('a switch of language changes every word, and stays', async () => {
    const jules = await house.member('jules', 'Jules Bertrand');
    await jules.opens(jules.text.settings.title);
    await jules.page.getByText('Français').click();
    await jules.heading('Réglages').waitFor();
    assert.equal(await jules.page.getAttribute('html', 'lang'), 'fr');
    await jules.page.reload();
    await jules.heading('Réglages').waitFor();
  });

  test('the server refuses in the language chosen on the page, not in the browser’s', async () => {
    const priya = await house.member('priya', 'Priya Raman');
    await priya.opens(priya.text.settings.title);
    await priya.page.getByText('Français').click();
    await priya.page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await priya.field(fr.dial.label).fill('nobody-here');
    await priya.page.keyboard.press('Enter');
    const { title } = catalogue.participant_unknown.fr;
    await priya.page.getByRole('alert').filter({ hasText: title }).waitFor();
  });

  test('a passkey made at the invitation opens the next session without a password', async () => {
    const link = await house.invite('tomasz', 'Tomasz Zieliński');
    const tomasz = await house.visitor();
    const browser = await tomasz.page.context().newCDPSession(tomasz.page);
    await browser.send('WebAuthn.enable');
    await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    await tomasz.goes(link);
    await tomasz.button(tomasz.text.welcome.passkey).click();
    await tomasz.button(tomasz.text.welcome.passkeyAdded).waitFor();
    await tomasz.button(tomasz.text.welcome.submit).click();
    await tomasz.opens(tomasz.text.settings.title);
    await tomasz.page.getByText(tomasz.text.settings.passkeyName(1)).waitFor();
    await tomasz.button(tomasz.text.settings.signOut).click();
    await tomasz.button(tomasz.text.signIn.passkey).click();
    await tomasz.heading(tomasz.text.contacts.title).waitFor();
  });
});
