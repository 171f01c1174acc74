import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import { startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { receive, receiveWith, respond, respondReliably, scenarioOf } from '../sip/scenario.ts';
import { refusing } from '../sip/scenarios.ts';
import { type SippCallee, sippTakesCalls } from '../sip/sipp.ts';
import { accountAt, made } from './desk.ts';
import { openPhoneHouse, type PhoneHouse } from './phone-house.ts';

const DIALLED = '0612345678';

/** A carrier that answers, and is hung up on. */
const answers = scenarioOf(
  'answers',
  receiveWith('INVITE', 'To', 'sip:[+]33612345678@'),
  respond(180),
  respondReliably(200, { session: 'carrier' }),
  receive('ACK'),
  receive('BYE'),
  respond(200, { within: true }),
);

suite('a phone that dials a number outside', needs('baresip', 'sipp'), () => {
  /** A trunk to each carrier, tried in this order. */
  async function carriers(t: TestContext, house: PhoneHouse, ...scenarios: readonly string[]) {
    const callees: SippCallee[] = [];
    for (const [priority, scenario] of scenarios.entries()) {
      const callee = await sippTakesCalls(t, { scenario });
      const peer = { name: `carrier ${priority}`, auth: 'ip', source_ips: ['127.0.0.9'] };
      const routes = [{ prefix: '0', strip: 1, prepend: '+33' }];
      const way = { uri: `sip:127.0.0.1:${callee.port}`, transport: 'udp', priority, routes };
      await made(house.ask('POST', '/trunks', { ...peer, ...way }));
      callees.push(callee);
    }
    return callees;
  }

  async function phoneOf(t: TestContext, house: PhoneHouse, user: string, number: string) {
    const phone = await startBaresip({ account: await accountAt(house, { user, number }) });
    t.after(() => phone.stop());
    await phone.event('REGISTER_OK');
    return {
      phone,
      dials: (dialled: string) =>
        phone.command('dial', `sip:${dialled}@127.0.0.1:${house.sipPort}`),
    };
  }

  test('gets through by the next trunk where the first has no channel, and hangs up', async (t) => {
    const house = await openPhoneHouse(t);
    const [full, carrier] = await carriers(t, house, refusing(503), answers);
    const { phone, dials } = await phoneOf(t, house, 'boss', '1000');
    await dials(DIALLED);
    await phone.event('CALL_ESTABLISHED');
    await full?.done;
    const { body } = await house.ask('GET', '/calls');
    assert.partialDeepStrictEqual(body.data, [
      { caller_id: 'boss', status: 'connected', legs: [{ user_id: `tel:${DIALLED}` }] },
    ]);
    await phone.command('hangup');
    await carrier?.done;
  });

  test('hears that the other is busy, and nobody else is rung then', async (t) => {
    const house = await openPhoneHouse(t);
    const [busy] = await carriers(t, house, refusing(486), answers);
    const { phone, dials } = await phoneOf(t, house, 'boss', '1000');
    await dials(DIALLED);
    assert.match((await phone.event('CALL_CLOSED')).param, /486/);
    await busy?.done;
  });

  test('gets there while an administrator lets its user, and no longer', async (t) => {
    const house = await openPhoneHouse(t);
    const [carrier] = await carriers(t, house, answers);
    const { phone, dials } = await phoneOf(t, house, 'alice', '1001');
    const mayCall = (external_calls: boolean) =>
      house.ask('PATCH', '/../users/alice', { external_calls });
    const isRefused = async () => {
      await dials(DIALLED);
      assert.match((await phone.event('CALL_CLOSED')).param, /403/);
    };
    await isRefused();
    assert.equal((await mayCall(true)).status, 200);
    await dials(DIALLED);
    await phone.event('CALL_ESTABLISHED');
    await phone.command('hangup');
    await Promise.all([phone.event('CALL_CLOSED'), carrier?.done]);
    assert.equal((await mayCall(false)).status, 200);
    await isRefused();
  });

  test('is refused where its user may not, by a line in the audit; a colleague is reached all the same', async (t) => {
    const house = await openPhoneHouse(t);
    await carriers(t, house, answers);
    const { phone, dials } = await phoneOf(t, house, 'alice', '1001');
    await dials(DIALLED);
    assert.match((await phone.event('CALL_CLOSED')).param, /403/);
    const audit = await house.ask('GET', '/../audit?limit=50');
    assert.ok(JSON.stringify(audit.body).includes('external_calls_refused'));
    await house.token('bob');
    // An extension that the route would take too.
    await made(house.ask('POST', '/extensions', { number: '0123', user_id: 'bob' }));
    await dials('0123');
    await phone.event('CALL_RINGING');
    await phone.command('hangup');
  });
});
