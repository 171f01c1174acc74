import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { needs } from '../peers/needs.ts';
import {
  receive,
  receiveInvite,
  receiveWith,
  respond,
  respondReliably,
  respondToInvite,
  scenarioOf,
} from '../sip/scenario.ts';
import { refusing } from '../sip/scenarios.ts';
import { sippTakesCalls } from '../sip/sipp.ts';
import { made } from './desk.ts';
import { openPhoneHouse, type PhoneHouse } from './phone-house.ts';
import { notReached, openRoom, participantIs } from './rung-room.ts';

const NUMBER = '+33123456789';

/** A trunk to whoever listens on the port. */
async function trunk(house: PhoneHouse, name: string, port: number, more: object = {}) {
  await made(
    house.ask('POST', '/trunks', {
      ...{ name, auth: 'ip', uri: `sip:127.0.0.1:${port}`, source_ips: ['192.0.2.1'] },
      ...{ codecs: ['pcmu'], routes: [{ prefix: '+33' }], ...more },
    }),
  );
}

/** A room, and a trunk whose peer does as the scenario says. */
async function withTrunk(
  t: TestContext,
  {
    scenario,
    calls = 1,
    more,
  }: { readonly scenario: string; readonly calls?: number; readonly more?: object },
) {
  const house = await openPhoneHouse(t);
  const room = await openRoom(house);
  const callee = await sippTakesCalls(t, { scenario, calls });
  await trunk(house, 'provider', callee.port, more);
  const dial = (more: object = {}) =>
    house.ask('POST', `${room}/dial-out`, { to: NUMBER, ...more });
  return { house, callee, room, dial };
}

const ANSWERS = scenarioOf(
  'answers',
  receiveWith('INVITE', 'From', 'union'),
  respond(180),
  respondReliably(200, { session: 'sipp' }),
  receive('ACK'),
  receiveWith('BYE', 'Reason', 'completed'),
  respond(200, { within: true }),
);

for (const { status, reason } of [
  { status: 486, reason: 'busy' },
  { status: 603, reason: 'declined' },
  { status: 404, reason: 'unreachable' },
  { status: 480, reason: 'no_answer' },
]) {
  test(`a number that refuses with ${status} is ${reason}`, needs('sipp'), async (t) => {
    const { house, callee, room, dial } = await withTrunk(t, { scenario: refusing(status) });
    const { body } = await made(dial());
    assert.deepEqual([body.kind, body.user_id, body.display_name], ['sip', null, NUMBER]);
    assert.equal(await notReached(house, room), reason);
    await callee.done;
    assert.equal((await house.ask('GET', room)).body.participant_count, 0);
  });
}

test('a number that nobody answers is cancelled after its time', needs('sipp'), async (t) => {
  const scenario = scenarioOf(
    'rings',
    receiveInvite(),
    respond(180),
    receiveWith('CANCEL', 'Reason', 'cancelled'),
    respond(200, { within: true }),
    respondToInvite(487),
    receive('ACK'),
  );
  const { house, callee, room, dial } = await withTrunk(t, { scenario });
  await made(dial({ timeout_s: 5 }));
  assert.equal(await notReached(house, room), 'no_answer');
  await callee.done;
});

test(
  'a number that answers is in the room, by its name, until it hangs up',
  needs('sipp'),
  async (t) => {
    const { house, callee, room, dial } = await withTrunk(t, { scenario: ANSWERS });
    const { body } = await made(dial({ display_name: 'Notaire' }));
    await participantIs(house, room, body.id, 'joined');
    const { data } = (await house.ask('GET', `${room}/participants`)).body;
    assert.partialDeepStrictEqual(data, [{ display_name: 'Notaire', user_id: null, kind: 'sip' }]);
    const told = JSON.stringify((await house.ask('GET', `${room}/events`)).body);
    assert.doesNotMatch(told, /33123456789/);
    await house.ask('POST', `${room}/participants/${String(body.id)}/kick`, {});
    await callee.done;
  },
);

test('another trunk is tried where one fails before it rings', needs('sipp'), async (t) => {
  const second = { scenario: refusing(486), more: { priority: 2 } };
  const { house, callee, room, dial } = await withTrunk(t, second);
  const first = await sippTakesCalls(t, { scenario: refusing(503) });
  await trunk(house, 'first', first.port, { priority: 1 });
  await made(dial());
  assert.equal(await notReached(house, room), 'busy');
  await Promise.all([first.done, callee.done]);
});

test(
  'a trunk without a free channel is not rung, and has it back at the end',
  needs('sipp'),
  async (t) => {
    const more = { max_channels: 1 };
    const { house, callee, room, dial } = await withTrunk(t, { scenario: ANSWERS, calls: 2, more });
    for (const missed of [1, 2]) {
      const { body } = await made(dial());
      await participantIs(house, room, body.id, 'joined');
      await made(dial());
      assert.equal(await notReached(house, room, missed), 'unreachable');
      await house.ask('POST', `${room}/participants/${String(body.id)}/kick`, {});
    }
    await callee.done;
  },
);

test('no number is called to which no route leads, nor by who may not call outside', async (t) => {
  const house = await openPhoneHouse(t);
  const room = await openRoom(house);
  const refused = async (to: string, as?: string) => {
    const { status, body } = await house.ask('POST', `${room}/dial-out`, { to }, as);
    assert.deepEqual([status, body.code], [403, 'external_calls_refused'], to);
  };
  for (const to of [NUMBER, `tel:${NUMBER}`, `sip:${NUMBER}@127.0.0.1`]) await refused(to);
  await trunk(house, 'provider', 9);
  await refused('+44123456');
  await refused('sip:+33123@premium.example');
  const alice = await house.token('alice');
  await house.ask('POST', `${room}/join`, {}, alice);
  const moderators = await house.ask('POST', `${room}/dial-out`, { to: 'boss' }, alice);
  assert.deepEqual([moderators.status, moderators.body.code], [403, 'room_moderator_required']);
  await refused(NUMBER, alice);
  const { data } = (await house.ask('GET', `${room}/participants`)).body;
  assert.ok(Array.isArray(data));
  assert.deepEqual(
    data.map(({ user_id }) => user_id),
    ['alice'],
  );
});
