import test, { type TestContext } from 'node:test';
import { needs } from '../peers/needs.ts';
import { openPhoneHouse, type PhoneHouse } from './phone-house.ts';
import { TonePhone } from './tone-phone.ts';

/** A phone of a user's that has signed in, and an extension at which it is called. */
async function desk(
  t: TestContext,
  house: PhoneHouse,
  {
    user,
    toneHz,
    number,
  }: { readonly user: string; readonly toneHz: number; readonly number: string },
): Promise<TonePhone> {
  await house.token(user);
  const username = `${user}-desk`;
  const device = { user_id: user, username, device_name: 'Desk' };
  const { body } = await house.ask('POST', '/devices', device);
  await house.ask('POST', '/extensions', { number, user_id: user });
  const account =
    `<sip:${username}@127.0.0.1:${house.sipPort};transport=udp>` +
    `;auth_pass=${String(body.password)};answermode=manual;regint=60`;
  return TonePhone.start(t, { account, toneHz });
}

test('two phones hear one another, and not themselves', needs('baresip'), async (t) => {
  const house = await openPhoneHouse(t);
  const alice = await desk(t, house, { user: 'alice', toneHz: 440, number: '1001' });
  const bob = await desk(t, house, { user: 'bob', toneHz: 1000, number: '1002' });
  await alice.phone.command('dial', `sip:1002@127.0.0.1:${house.sipPort}`);
  await bob.phone.event('CALL_INCOMING');
  await bob.phone.command('accept');
  await Promise.all([alice.hears(1000), bob.hears(440)]);
  await bob.phone.command('hangup');
  await alice.phone.event('CALL_CLOSED');
});
