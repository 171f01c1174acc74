import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import type { WsClient } from '../../../test/ws-client.ts';
import type { RoomSettings } from '../../domain/rooms/index.ts';

let house: RealtimeHouse;

beforeEach(async () => {
  house = await openRealtimeHouse();
});

afterEach(async () => {
  await house.stop();
});

async function room(settings: Partial<RoomSettings> = {}): Promise<string> {
  const made = await house.rooms.create(house.scopeOf('alice'), { name: 'Salle', settings });
  return made.id;
}

const join = (user: string, id: string) => house.rooms.join(house.scopeOf(user), id, {});

/** Types of the events that have come so far. */
async function heard(client: WsClient): Promise<readonly string[]> {
  const frames = await client.untilPong();
  return frames.flatMap((frame) => (frame.type === 'Event' ? [frame.event.type] : []));
}

describe('a room’s channel', () => {
  it('is followed by who makes the room, and by who comes in, without asking', async () => {
    const [alice, bob, carol] = [
      await house.connect('alice'),
      await house.connect('bob'),
      await house.connect('carol'),
    ];
    const id = await room();
    await join('bob', id);
    const { event } = await alice.next('Event');
    assert.equal(event.type, 'room.created');
    assert.equal(event.channel, `room:${id}`);
    assert.deepEqual(await heard(alice), ['room.participant_joined']);
    assert.deepEqual(await heard(bob), ['room.participant_joined']);
    assert.deepEqual(await heard(carol), []);
  });

  it('tells what was said, by name, to who is in the room alone', async () => {
    const id = await room({ waitingRoom: true });
    await join('alice', id);
    await join('bob', id);
    const [alice, bob] = [await house.connect('alice'), await house.connect('bob')];
    await house.rooms.chat.send(house.scopeOf('alice'), id, 'Bonjour');
    const { event } = await alice.next('Event');
    const { message } = event.data;
    assert.ok(typeof message === 'object' && message !== null);
    const { text, by } = {
      text: 'message' in message ? message.message : '',
      by: 'display_name' in message ? message.display_name : '',
    };
    assert.deepEqual([text, by], ['Bonjour', 'alice']);
    assert.deepEqual(await heard(bob), []);
    await house.rooms.moderation.admit(house.scopeOf('alice'), id, undefined);
    await house.rooms.chat.send(house.scopeOf('alice'), id, 'Entrez');
    assert.deepEqual(await heard(bob), ['room.participant_joined', 'room.message']);
  });

  it('tells moderators alone who waits', async () => {
    const id = await room();
    await join('alice', id);
    await join('bob', id);
    await house.rooms.moderation.update(house.scopeOf('alice'), id, {
      settings: { waitingRoom: true },
    });
    const [alice, bob, carol] = [
      await house.connect('alice'),
      await house.connect('bob'),
      await house.connect('carol'),
    ];
    await join('carol', id);
    await house.rooms.moderation.deny(house.scopeOf('alice'), id, undefined);
    const door = ['room.participant_waiting', 'room.participant_denied'];
    assert.deepEqual(await heard(alice), door);
    assert.deepEqual(await heard(bob), []);
    assert.deepEqual(await heard(carol), door);
  });

  it('is over for who is kicked, and begins again with an invitation', async () => {
    const id = await room();
    await join('alice', id);
    const { participant } = await join('bob', id);
    const bob = await house.connect('bob');
    const alice = house.scopeOf('alice');
    await house.rooms.moderation.kick(alice, id, participant.id);
    await house.rooms.chat.send(alice, id, 'parti');
    await house.rooms.moderation.lock(alice, id, true);
    assert.deepEqual(await heard(bob), ['room.participant_kicked']);
    bob.send({ type: 'Subscribe', id: 1, channel: `room:${id}` });
    assert.equal((await bob.next('Error')).code, 'channel_unknown');
    await house.rooms.moderation.invite(alice, id, ['bob']);
    const { event } = await bob.next('Event');
    assert.equal(event.type, 'room.invited');
    assert.deepEqual(event.data.user_ids, ['bob']);
  });

  it('is silent on what is said for who was sent back before the door', async () => {
    const id = await room();
    await join('alice', id);
    const { participant } = await join('bob', id);
    const bob = await house.connect('bob');
    const alice = house.scopeOf('alice');
    await house.rooms.moderation.sendBack(alice, id, participant.id);
    await house.rooms.chat.send(alice, id, 'entre nous');
    await house.rooms.moderation.lock(alice, id, true);
    assert.deepEqual(await heard(bob), ['room.participant_sent_back', 'room.locked']);
  });

  it('is not for strangers, nor for whom the token does not allow it', async () => {
    const id = await room();
    const [stranger, limited, elsewhere, nowhere] = [
      await house.connect('carol'),
      await house.connect('alice', { grants: ['calls:read'] }),
      await house.connect('eve', { org: 'other', grants: ['rooms:read', 'voip:admin'] }),
      await house.connect('alice'),
    ];
    const channel = `room:${id}`;
    for (const [client, code] of [
      [stranger, 'channel_unknown'],
      [limited, 'scope_missing'],
      [elsewhere, 'channel_unknown'],
    ] as const) {
      client.send({ type: 'Subscribe', id: 1, channel });
      assert.equal((await client.next('Error')).code, code);
    }
    nowhere.send({ type: 'Subscribe', id: 1, channel: 'room:room_none' });
    assert.equal((await nowhere.next('Error')).code, 'channel_unknown');
  });

  it('shows everything to an administrator who asks', async () => {
    const id = await room({ waitingRoom: true });
    await join('alice', id);
    const admin = await house.connect('root', { grants: ['rooms:read', 'voip:admin'] });
    admin.send({ type: 'Subscribe', id: 1, channel: `room:${id}` });
    assert.equal((await admin.next('Ack')).position, 2);
    await join('bob', id);
    await house.rooms.chat.send(house.scopeOf('alice'), id, 'Bonjour');
    assert.deepEqual(await heard(admin), ['room.participant_waiting', 'room.message']);
  });

  it('is resumed where it was left, without what was not for them', async () => {
    const id = await room({ waitingRoom: true });
    await join('alice', id);
    await join('bob', id);
    await house.rooms.chat.send(house.scopeOf('alice'), id, 'sans Bob');
    const { epoch } = house.storage.eventLog;
    const bob = await house.connect('bob', { query: { resume: '1' } });
    bob.send({ type: 'Resume', epoch, positions: { [`room:${id}`]: 2 } });
    assert.deepEqual(await heard(bob), ['room.participant_waiting']);
    assert.ok(bob.received.some((frame) => frame.type === 'Resumed' && frame.recovered));
  });

  it('has its people shown as busy while they are in the room', async () => {
    const id = await room();
    const carol = await house.connect('carol');
    await house.connect('bob');
    carol.send({ type: 'Subscribe', channel: 'presence:bob' });
    const status = async () => (await carol.next('PresenceStatus')).status;
    assert.equal(await status(), 'online');
    await join('bob', id);
    assert.equal(await status(), 'busy');
    await house.rooms.leave(house.scopeOf('bob'), id);
    assert.equal(await status(), 'online');
    await join('bob', id);
    assert.equal(await status(), 'busy');
    await house.rooms.moderation.delete(house.scopeOf('alice'), id);
    assert.equal(await status(), 'online');
  });

  it('ends with the room', async () => {
    const id = await room();
    await join('bob', id);
    const bob = await house.connect('bob');
    await house.rooms.moderation.delete(house.scopeOf('alice'), id);
    assert.deepEqual(await heard(bob), ['room.ended']);
  });
});
