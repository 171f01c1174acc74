import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { nextEvent, userScope } from '../../../test/call-house.ts';
import { openPhoneGateway, type PhoneGateway } from '../../../test/phone-gateway.ts';

const alice = userScope('alice');
const HOUR_MS = 3_600_000;
/** Done once all before it is. */
const NOTHING = { scope: alice, writes: [], events: [] };

/** A gateway, and a phone of bob that tells when it is rung. */
async function withPhone(t: TestContext) {
  const gateway = await openPhoneGateway(t);
  const rings = Promise.withResolvers<void>();
  const phone = await gateway.peer((call) => {
    rings.resolve();
    call.refuse(486);
  });
  return { gateway, phone, rings: rings.promise };
}

const expiresAtMs = ({ gateway }: PhoneGateway, id: string) =>
  gateway.registrations.expiresAtMs(id);

async function callBob({ house }: PhoneGateway): Promise<void> {
  await house.calls.create(alice, { participants: ['bob'], callType: 'audio' });
}

const rows = ({ house }: PhoneGateway) => house.storage.registrations.listAll();

test('a phone that signed in over UDP rings after a restart', async (t) => {
  const { gateway, phone, rings } = await withPhone(t);
  const { id } = await gateway.register(phone, 'bob');
  const before = expiresAtMs(gateway, id) ?? 0;
  await gateway.restart();
  assert.ok(Math.abs((expiresAtMs(gateway, id) ?? 0) - before) < 100);
  await callBob(gateway);
  await rings;
});

test('one that came by a connection has to come again', async (t) => {
  const { gateway, phone } = await withPhone(t);
  const { id } = await gateway.register(phone, 'bob', 'tcp');
  assert.notEqual(expiresAtMs(gateway, id), undefined);
  assert.deepEqual(await rows(gateway), []);
  await gateway.restart();
  assert.equal(expiresAtMs(gateway, id), undefined);
});

test('a phone that signs out leaves nothing for the next server', async (t) => {
  const { gateway, phone } = await withPhone(t);
  const { leave } = await gateway.register(phone, 'bob');
  const [kept] = await rows(gateway);
  assert.partialDeepStrictEqual(kept?.source, { transport: 'UDP', address: '127.0.0.1' });
  await leave();
  assert.deepEqual(await rows(gateway), []);
});

for (const end of ['removeDevice', 'renewPassword'] as const) {
  test(`a phone is not reached after ${end}, nor after a restart`, async (t) => {
    const { gateway, phone } = await withPhone(t);
    const { id } = await gateway.register(phone, 'bob');
    const type = end === 'removeDevice' ? 'device.removed' : 'device.password_renewed';
    const heard = nextEvent(gateway.house, 'org', type);
    await gateway[end](id);
    assert.deepEqual(await rows(gateway), []);
    await heard;
    await new Promise(setImmediate);
    assert.equal(expiresAtMs(gateway, id), undefined);
    await gateway.restart();
    assert.equal(expiresAtMs(gateway, id), undefined);
  });
}

/** What is left of it, as administrators are told. */
const leftMs = (parts: PhoneGateway, id: string) =>
  (expiresAtMs(parts, id) ?? 0) - parts.clock.nowMs();

const isAnHour = (ms: number) => assert.ok(Math.abs(ms - HOUR_MS) < 10_000, `${ms} ms`);

test('a clock that is set forward takes nothing from a phone', async (t) => {
  const { gateway, phone, rings } = await withPhone(t);
  const { id } = await gateway.register(phone, 'bob');
  gateway.clock.jump(5 * HOUR_MS);
  isAnHour(leftMs(gateway, id));
  await callBob(gateway);
  await rings;
});

test('nor does one that was wrong, and is put right before a restart, give it more', async (t) => {
  const { gateway, phone, rings } = await withPhone(t);
  gateway.clock.jump(5 * HOUR_MS);
  const { id } = await gateway.register(phone, 'bob');
  gateway.clock.jump(-5 * HOUR_MS);
  await gateway.restart();
  isAnHour(leftMs(gateway, id));
  await callBob(gateway);
  await rings;
});

test('what has expired is forgotten by the server, and by the one after it', async (t) => {
  const { gateway, phone } = await withPhone(t);
  await gateway.register(phone, 'bob');
  gateway.clock.pass(HOUR_MS + 1);
  await gateway.restart();
  assert.deepEqual(await rows(gateway), []);
  const { id } = await gateway.register(phone, 'carol');
  gateway.clock.pass(HOUR_MS + 1);
  assert.equal(expiresAtMs(gateway, id), undefined);
  await gateway.house.storage.journal.commit(NOTHING);
  assert.deepEqual(await rows(gateway), []);
});
