import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { furnish, made } from './desk.ts';
import type { PhoneHouse } from './phone-house.ts';
import { notReached, openRoom, participantIs } from './rung-room.ts';
import type { TonePhone } from './tone-phone.ts';
import { openTwoDesks, type TwoDesks } from './two-desks.ts';

suite('phones that a room rings', needs('baresip'), () => {
  let desks: TwoDesks;
  let house: PhoneHouse;
  let alice: TonePhone;
  let bob: TonePhone;
  let asAlice: string;

  before(async () => {
    desks = await openTwoDesks();
    ({ house, alice, bob } = desks);
    asAlice = await house.token('alice');
  });
  after(() => desks.close());

  /** A room in which alice has called herself and a moderator has rung bob: both have answered. */
  async function both(): Promise<{ readonly room: string; readonly ids: readonly string[] }> {
    const room = await openRoom(house, { max_participants: 3 });
    await house.ask('POST', `${room}/join`, {}, asAlice);
    const mine = await made(house.ask('POST', `${room}/dial-out`, { to: 'alice' }, asAlice));
    await alice.phone.event('CALL_INCOMING');
    // What becomes of the room meanwhile takes no line from a phone that rings, and no door stands before it.
    await house.ask('POST', `${room}/lock`, {});
    await house.until(room, ({ locked }) => locked === true);
    await alice.phone.command('accept');
    await participantIs(house, room, mine.body.id, 'joined');
    const theirs = await made(house.ask('POST', `${room}/dial-out`, { to: '1002' }));
    await bob.answers();
    await Promise.all([alice.hears(1000), bob.hears(440)]);
    return { room, ids: [String(mine.body.id), String(theirs.body.id)] };
  }

  test('are in it once they answer: named, counted, and heard by all but themselves', async () => {
    const { room, ids } = await both();
    const { body } = await house.ask('GET', `${room}/participants`);
    const seated = Array.isArray(body.data) ? body.data : [];
    assert.deepEqual(
      seated.map(({ user_id, kind, display_name, status }) => [
        ...[user_id, kind, display_name, status],
      ]),
      [
        ['alice', 'webrtc', 'alice', 'joined'],
        ['alice', 'sip', 'alice', 'joined'],
        ['bob', 'sip', 'bob', 'joined'],
      ],
    );
    await alice.presses('*6');
    await house.until(`${room}/participants`, ({ data }) => {
      return Array.isArray(data) && data.some(({ id, muted }) => id === ids[0] && muted.audio);
    });
    await alice.presses('*6');
    await bob.hears(440);
    await alice.presses('*5');
    await house.until(`${room}/participants`, ({ data }) => {
      return Array.isArray(data) && data.some((one) => one.id === ids[0] && one.hand_raised_at);
    });
    await alice.hangsUp();
    await participantIs(house, room, ids[0], 'left');
    const { body: events } = await house.ask('GET', `${room}/events`);
    const left = Array.isArray(events.data) ? events.data.at(-1) : undefined;
    assert.deepEqual([left?.type, left?.data.reason], ['room.participant_left', 'left']);
    await house.ask('POST', `${room}/participants/${ids[1]}/kick`, {});
    await Promise.all([alice.isLeft(), bob.isLeft()]);
    assert.equal((await house.ask('GET', room)).body.participant_count, 1);
    await house.ask('DELETE', room);
  });

  test('hear that the room has ended', async () => {
    const { room } = await both();
    await house.ask('DELETE', room);
    await Promise.all([alice.isLeft(), bob.isLeft()]);
  });

  for (const { title, end, reason } of [
    {
      title: 'it is taken back',
      end: (room: string, id: string) => house.ask('DELETE', `${room}/dial-out/${id}`),
      reason: 'cancelled',
    },
    {
      title: 'the room ends',
      end: (room: string) => house.ask('DELETE', room),
      reason: undefined,
    },
    {
      title: 'whoever asked for it leaves',
      end: (room: string) => house.ask('POST', `${room}/leave`, {}),
      reason: 'cancelled',
    },
  ]) {
    test(`ring no more when ${title}`, async () => {
      const room = await openRoom(house);
      await house.ask('POST', `${room}/join`, {});
      const { body } = await made(house.ask('POST', `${room}/dial-out`, { to: 'bob' }));
      await bob.phone.event('CALL_INCOMING');
      await end(room, String(body.id));
      await bob.isLeft();
      if (reason !== undefined) assert.equal(await notReached(house, room), reason);
      await house.ask('DELETE', room);
    });
  }

  test('that hang up, or are not there, are told so', async () => {
    const room = await openRoom(house);
    await made(house.ask('POST', `${room}/dial-out`, { to: 'bob' }));
    await bob.phone.event('CALL_INCOMING');
    await bob.hangsUp();
    await bob.isLeft();
    assert.equal(await notReached(house, room), 'busy');
    await house.token('carol');
    await made(house.ask('POST', `${room}/dial-out`, { to: 'carol' }));
    assert.equal(await notReached(house, room, 2), 'unreachable');
    await house.ask('DELETE', room);
  });

  test('of one user: who answers first is in, and the other rings no more', async () => {
    const second = await furnish(house, {
      ...{ user: 'bob', toneHz: 1800, number: '1003', device: 'bob-other' },
    });
    try {
      const room = await openRoom(house);
      const { body } = await made(house.ask('POST', `${room}/dial-out`, { to: 'bob' }));
      await bob.phone.event('CALL_INCOMING');
      await second.answers();
      await participantIs(house, room, body.id, 'joined');
      await bob.isLeft();
      assert.equal((await house.ask('GET', room)).body.participant_count, 1);
      await house.ask('DELETE', room);
      await second.isLeft();
    } finally {
      await second.stop();
    }
  });
});
