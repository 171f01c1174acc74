import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { type Postgres, startPostgres } from '../peers/postgres.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { accountAt, made } from './desk.ts';
import { phoneHouseOf } from './phone-house.ts';

/** So long that a phone does not register a second time by itself. */
const LONG = 'regint=3600';

let postgres: Postgres | undefined;
// Not by the test’s own hooks: those run in order, and the server has to end before its database.
after(() => postgres?.stop());

/** Has a phone sign in at one server, and calls it at the next one. */
async function ringsAfter(
  t: TestContext,
  env: Readonly<Record<string, string>>,
  end: (product: Product) => Promise<void>,
): Promise<void> {
  const first = await startProduct({ env });
  const house = await phoneHouseOf(first);
  const account = await accountAt(house, { user: 'alice', number: '1001' });
  const phone = await startBaresip({ account: account.replace('regint=60', LONG) });
  t.after(() => phone.stop());
  await phone.event('REGISTER_OK');
  await end(first);
  const folder = dirname(first.dataFolder);
  const port = { SGE_SIP_PORT: String(house.sipPort) };
  const second = await startProduct({ folder, env: { ...env, ...port } });
  t.after(() => second.stop());
  const again = await phoneHouseOf(second, house.admin);
  const call = { participants: ['alice'], call_type: 'audio' };
  await made(again.ask('POST', '/calls', call, await again.token('bob')));
  await phone.event('CALL_INCOMING');
  const signedIn = phone.events.filter(({ type }) => type.startsWith('REGISTER'));
  assert.deepEqual(
    signedIn.map(({ type }) => type),
    ['REGISTERING', 'REGISTER_OK'],
  );
  const { body } = await again.ask('GET', '/devices');
  assert.partialDeepStrictEqual(body.data, [{ username: 'alice-desk', registered: true }]);
}

test(
  'a phone rings at once after the server was killed, without signing in again',
  needs('baresip'),
  (t) => ringsAfter(t, {}, (product) => product.kill()),
);

test('and after a restart on PostgreSQL', needs('baresip', 'postgresql'), async (t) => {
  postgres = await startPostgres();
  await ringsAfter(t, { SGE_DATABASE_URL: postgres.url }, (product) =>
    product.stop({ keep: true }),
  );
});
