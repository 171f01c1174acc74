import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { startAsterisk } from '../peers/asterisk.ts';
import { startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { openPhoneHouse } from '../telephony/phone-house.ts';

/** The server on 127.0.0.2, a real Asterisk on 127.0.0.1 beside it, and a phone of the PBX. */
async function withPbx(t: TestContext) {
  const house = await openPhoneHouse(t, { env: { SGE_SIP_HOST: '127.0.0.2' } });
  const bob = await house.token('bob');
  const key = await house.product.sge(
    ...['key', 'create', '--name', 'pbx'],
    ...['--scope', 'calls:write rooms:join sip:inbound'],
  );
  const asterisk = await startAsterisk({
    server: { host: '127.0.0.2', sipPort: house.sipPort, agiPort: house.agiPort },
    apiKey: /sgek_\S+/.exec(key)?.[0] ?? '',
    apiUrl: house.product.url,
  });
  t.after(() => asterisk.stop());
  const trunk = {
    ...{ name: 'asterisk', auth: 'ip', uri: `sip:127.0.0.1:${asterisk.sipPort}` },
    ...{ source_ips: ['127.0.0.1'], routes: [{ prefix: '2' }] },
  };
  const made = await house.ask('POST', '/trunks', trunk);
  assert.equal(made.status, 201);
  await house.ask('POST', '/extensions', { number: '1002', user_id: 'bob' });
  const phone = await startBaresip({
    account: `<sip:2001@127.0.0.1:${asterisk.sipPort}>;auth_pass=${asterisk.phonePassword};regint=60`,
  });
  t.after(() => phone.stop());
  await phone.event('REGISTER_OK');
  return { house, asterisk, phone, bob, trunkId: String(made.body.id) };
}

const statusOf = (status: string) => (body: object) => 'status' in body && body.status === status;
const someCall = (body: object) =>
  'data' in body && Array.isArray(body.data) && body.data.length > 0;

function firstOf(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [first] = Array.isArray(body.data) ? body.data : [];
  return first;
}

test('a trunk to Asterisk is there, and says so', needs('asterisk', 'baresip'), async (t) => {
  const { house, trunkId } = await withPbx(t);
  const { body } = await house.ask('POST', `/trunks/${trunkId}/test`);
  assert.partialDeepStrictEqual(body, { reachable: true, status_code: 200 });
});

test('a phone of the PBX calls a user over the trunk', needs('asterisk', 'baresip'), async (t) => {
  const { house, asterisk, phone, bob } = await withPbx(t);
  await phone.command('dial', `sip:1002@127.0.0.1:${asterisk.sipPort}`);
  const call = firstOf(await house.until('/calls', someCall, bob));
  assert.match(String(call.caller_id), /^trunk:/);
  assert.partialDeepStrictEqual(call.metadata, { caller_number: '2001', caller_name: 'Reception' });
  await house.ask('POST', `/calls/${String(call.id)}/accept`, undefined, bob);
  await phone.event('CALL_ESTABLISHED');
  await house.ask('POST', `/calls/${String(call.id)}/end`, undefined, bob);
  await phone.event('CALL_CLOSED');
});

test('a user calls an extension of the PBX', needs('asterisk', 'baresip'), async (t) => {
  const { house, asterisk, phone } = await withPbx(t);
  const made = await house.ask('POST', '/calls', {
    participants: [`sip:2001@127.0.0.1:${asterisk.sipPort}`],
    call_type: 'audio',
  });
  assert.equal(made.status, 201);
  await phone.event('CALL_INCOMING');
  await phone.command('accept');
  const call = await house.until(`/calls/${String(made.body.id)}`, statusOf('connected'));
  assert.partialDeepStrictEqual(call.legs, [{ kind: 'sip', status: 'connected' }]);
  await phone.command('hangup');
  const ended = await house.until(`/calls/${String(made.body.id)}`, statusOf('ended'));
  assert.equal(ended.end_reason, 'completed');
});

test(
  'FastAGI makes the call that the dialplan then dials',
  needs('asterisk', 'baresip'),
  async (t) => {
    const { house, asterisk, phone, bob } = await withPbx(t);
    await phone.command('dial', `sip:*1002@127.0.0.1:${asterisk.sipPort}`);
    const call = firstOf(await house.until('/calls', someCall, bob));
    assert.match(String(call.caller_id), /^key:/);
    await house.ask('POST', `/calls/${String(call.id)}/accept`, undefined, bob);
    await phone.event('CALL_ESTABLISHED');
    const talking = await house.until(
      `/calls/${String(call.id)}`,
      ({ media }) => media === 'router',
      bob,
    );
    assert.equal(talking.status, 'connected');
    await phone.command('hangup');
    const ended = await house.until(`/calls/${String(call.id)}`, statusOf('ended'), bob);
    assert.equal(ended.end_reason, 'completed');
  },
);
