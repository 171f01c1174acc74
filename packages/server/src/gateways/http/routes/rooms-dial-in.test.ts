import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { JoinedRoom, parseAs, Room } from '@sky-genesis/protocol';
import { type AskAs, asPeople } from '../../../../test/as-people.ts';
import { openRoomServer, type RoomServer } from '../../../../test/open-room-server.ts';

const ROOMS = '/api/v1/voip/rooms';

describe('number and PIN of a room over HTTP', () => {
  let s: RoomServer;
  let ask: AskAs;

  before(async () => {
    s = await openRoomServer();
    ask = await asPeople(s, 'user123', 'user456', 'user789');
  });
  after(() => s.close());

  async function created(settings: object, headers = {}): Promise<Room> {
    const body = { name: 'Réunion équipe', settings };
    const made = parseAs(Room, (await ask('user123', 'POST', ROOMS, { body, headers })).body);
    assert.ok(made);
    return made;
  }

  function dialIn(room: Room) {
    assert.ok(room.dial_in);
    return room.dial_in;
  }

  it('come with the room that is made, the same where it is asked for again', async () => {
    const key = { 'idempotency-key': 'dial-in-1' };
    const made = await created({ dial_in: true }, key);
    assert.equal(made.settings.dial_in, true);
    assert.deepEqual(dialIn(made).numbers, [{ number: '8000', language: 'fr' }]);
    assert.deepEqual(await created({ dial_in: true }, key), made);
    const without = await created({});
    assert.deepEqual([without.settings.dial_in, without.dial_in], [false, null]);
  });

  it('are for who moderates and who has joined: in the room, the list and the answer of join', async () => {
    const { id, dial_in } = await created({ dial_in: true, waiting_room: true });
    const path = `${ROOMS}/${id}`;
    const waiting = parseAs(JoinedRoom, (await ask('user456', 'POST', `${path}/join`)).body);
    assert.deepEqual([waiting?.participant.status, waiting?.room.dial_in], ['waiting', null]);
    assert.equal((await ask('user456', 'GET', path)).body.dial_in, null);
    await ask('user123', 'POST', `${path}/admit`, { body: {} });
    const joined = parseAs(JoinedRoom, (await ask('user456', 'POST', `${path}/join`)).body);
    assert.deepEqual([joined?.participant.status, joined?.room.dial_in], ['joined', dial_in]);
    for (const who of ['user123', 'user456']) {
      assert.deepEqual((await ask(who, 'GET', path)).body.dial_in, dial_in);
      const { data } = (await ask(who, 'GET', ROOMS)).body;
      assert.ok(Array.isArray(data));
      assert.deepEqual(data.find((room) => room.id === id)?.dial_in, dial_in);
    }
    assert.equal((await ask('user789', 'GET', path)).status, 404);
  });

  it('are given, renewed and taken away by moderators', async () => {
    const { id } = await created({});
    const path = `${ROOMS}/${id}`;
    const change = async (dial_in: boolean) => {
      const answer = await ask('user123', 'PATCH', path, { body: { settings: { dial_in } } });
      return parseAs(Room, answer.body);
    };
    const on = await change(true);
    assert.ok(on);
    const renewed = parseAs(Room, (await ask('user123', 'POST', `${path}/dial-in`)).body);
    assert.ok(renewed);
    assert.notEqual(dialIn(renewed).pin, dialIn(on).pin);
    await ask('user456', 'POST', `${path}/join`);
    assert.equal((await ask('user456', 'POST', `${path}/dial-in`)).status, 403);
    assert.equal((await change(false))?.dial_in, null);
  });
});
