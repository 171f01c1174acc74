import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import test, { type TestContext } from 'node:test';
import { type Baresip, startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { startProduct } from '../peers/product.ts';
import { openPhoneHouse, type PhoneHouse } from './phone-house.ts';

/** A house, and a real phone of alice that has signed in. */
async function withPhone(
  t: TestContext,
): Promise<{ readonly house: PhoneHouse; readonly phone: Baresip; readonly deviceId: string }> {
  const house = await openPhoneHouse(t);
  await house.token('alice');
  const device = { user_id: 'alice', username: 'alice-desk', device_name: 'Desk' };
  const { body } = await house.ask('POST', '/devices', device);
  const account =
    `<sip:alice-desk@127.0.0.1:${house.sipPort};transport=udp>` +
    `;auth_pass=${String(body.password)};answermode=manual;regint=60`;
  const phone = await startBaresip({ account });
  t.after(() => phone.stop());
  await phone.event('REGISTER_OK');
  return { house, phone, deviceId: String(body.id) };
}

const statusOf = (status: string) => (body: object) => 'status' in body && body.status === status;

test('a phone signs in, and everybody can see it', needs('baresip'), async (t) => {
  const { house, deviceId } = await withPhone(t);
  const { body } = await house.ask('GET', `/devices/${deviceId}`);
  assert.equal(body.registered, true);
});

test('a call to a user rings the phone, which answers', needs('baresip'), async (t) => {
  const { house, phone } = await withPhone(t);
  const bob = await house.token('bob');
  const made = await house.ask(
    'POST',
    '/calls',
    { participants: ['alice'], call_type: 'audio' },
    bob,
  );
  assert.equal(made.status, 201);
  await phone.event('CALL_INCOMING');
  await phone.command('accept');
  const path = `/calls/${String(made.body.id)}`;
  const call = await house.until(path, statusOf('connected'), bob);
  assert.partialDeepStrictEqual(call.legs, [
    { user_id: 'alice', kind: 'sip', status: 'connected' },
  ]);
  assert.equal(call.media, 'router');
  await phone.event('CALL_ESTABLISHED');
  await house.ask('POST', `${path}/end`, undefined, bob);
  await phone.event('CALL_CLOSED');
});

test(
  'a phone calls an extension, and its user answers in a browser',
  needs('baresip'),
  async (t) => {
    const { house, phone } = await withPhone(t);
    const bob = await house.token('bob');
    await house.ask('POST', '/extensions', { number: '1002', user_id: 'bob' });
    await phone.command('dial', `sip:1002@127.0.0.1:${house.sipPort}`);
    const list = await house.until(
      '/calls',
      ({ data }) => Array.isArray(data) && data.length > 0,
      bob,
    );
    const [ringing] = Array.isArray(list.data) ? list.data : [];
    assert.equal(ringing.caller_id, 'alice');
    await house.ask('POST', `/calls/${ringing.id}/accept`, undefined, bob);
    await phone.event('CALL_ESTABLISHED');
    await phone.command('hangup');
    const ended = await house.until(`/calls/${ringing.id}`, statusOf('ended'), bob);
    assert.equal(ended.end_reason, 'completed');
  },
);

test(
  'a phone that nobody answers is told so, and one that hangs up first cancels',
  needs('baresip'),
  async (t) => {
    const { house, phone } = await withPhone(t);
    const bob = await house.token('bob');
    await phone.command('dial', `sip:bob@127.0.0.1:${house.sipPort}`);
    const list = await house.until(
      '/calls',
      ({ data }) => Array.isArray(data) && data.length > 0,
      bob,
    );
    const [first] = Array.isArray(list.data) ? list.data : [];
    await house.ask('POST', `/calls/${first.id}/decline`, undefined, bob);
    const closed = await phone.event('CALL_CLOSED');
    assert.match(closed.param, /603/);
    await phone.command('dial', `sip:bob@127.0.0.1:${house.sipPort}`);
    await phone.event('CALL_RINGING');
    await phone.command('hangup');
    const history = await house.until(
      '/calls?state=ended',
      ({ data }) => Array.isArray(data) && data.length === 2,
      bob,
    );
    assert.partialDeepStrictEqual(history.data, [
      { end_reason: 'cancelled' },
      { end_reason: 'declined' },
    ]);
  },
);

test('a number that nobody has is refused as it stands in SIP', needs('baresip'), async (t) => {
  const { house, phone } = await withPhone(t);
  await phone.command('dial', `sip:9999@127.0.0.1:${house.sipPort}`);
  assert.match((await phone.event('CALL_CLOSED')).param, /404/);
  await phone.command('dial', `sip:alice@127.0.0.1:${house.sipPort}`);
  assert.match((await phone.event('CALL_CLOSED')).param, /482/);
});

test(
  'a call with a phone is over when the server was killed in it',
  needs('baresip'),
  async (t) => {
    const { house, phone } = await withPhone(t);
    const bob = await house.token('bob');
    const path = '/calls';
    const wish = { participants: ['alice'], call_type: 'audio' };
    const { body } = await house.ask('POST', path, wish, bob);
    await phone.event('CALL_INCOMING');
    await phone.command('accept');
    await house.until(`${path}/${String(body.id)}`, statusOf('connected'), bob);
    const folder = dirname(house.product.dataFolder);
    await house.product.kill();
    const again = await startProduct({ folder });
    t.after(() => again.stop());
    const answer = await fetch(`${again.url}/api/v1/voip/calls/${String(body.id)}`, {
      headers: { authorization: `Bearer ${bob}` },
    });
    const call: unknown = await answer.json();
    assert.partialDeepStrictEqual(call, { status: 'ended', end_reason: 'completed' });
  },
);
