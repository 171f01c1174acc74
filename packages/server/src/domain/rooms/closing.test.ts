import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { userScope } from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { openRoomHouse, type RoomHouse } from '../../../test/room-house.ts';
import type { RecordedEvent } from '../../kernel/index.ts';
import type { CreateRoomInput } from './api.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const HOUR_MS = 3_600_000;

let house: RoomHouse;

beforeEach(async () => {
  house = await openRoomHouse();
});

afterEach(async () => {
  await house.stop();
});

async function room(input: Partial<CreateRoomInput> = {}): Promise<string> {
  return (await house.rooms.create(alice, { name: 'Salle', ...input })).id;
}

/** Resolves with the next event of this type. Ask before what makes it happen. */
function next(type: string): Promise<RecordedEvent> {
  return new Promise((resolve) => {
    const unsubscribe = house.storage.feed.subscribe((event) => {
      if (event.type !== type) return;
      unsubscribe();
      resolve(event);
    });
  });
}

/** Types of what has happened in the room. */
async function history(id: string): Promise<readonly string[]> {
  const events = await house.storage.eventLog.readStream('default', `room:${id}`, {
    after: 0,
    limit: 100,
  });
  return events.map(({ type }) => type);
}

describe('a seat', () => {
  it('is given up when nobody has come to it within a minute', async () => {
    const id = await room();
    await house.rooms.join(bob, id, {});
    house.clock.advance(59_000);
    assert.equal((await house.rooms.get(bob, id)).participantCount, 1);
    const left = next('room.participant_left');
    house.clock.advance(5_000);
    const { data, actor } = await left;
    assert.deepEqual([data.reason, actor], ['lost', 'system']);
  });

  it('is kept by media or by a WebSocket, and given up ten seconds after the last of them', async () => {
    const id = await room();
    const { participant } = await house.rooms.join(bob, id, {});
    house.rooms.mediaConnected(participant.id);
    house.clock.advance(10 * 60_000);
    house.presence.attach('default', 'bob', 'con_1');
    house.rooms.mediaLost(participant.id);
    house.clock.advance(10 * 60_000);
    house.presence.detach('default', 'bob', 'con_1');
    house.clock.advance(8_000);
    assert.equal((await house.rooms.get(bob, id)).participantCount, 1);
    const left = next('room.participant_left');
    house.clock.advance(2_000);
    await left;
    assert.equal((await house.rooms.get(bob, id)).participantCount, 0);
  });

  it('is, for who has just heard of a change, as the change has made it', async () => {
    const id = await room();
    const { participant } = await house.rooms.join(bob, id, {});
    const heard = Promise.withResolvers<boolean | undefined>();
    house.storage.feed.subscribe(({ type }) => {
      if (type !== 'room.participant_muted') return;
      const seat = house.rooms.seat('default', id, participant.id);
      heard.resolve(seat.then((found) => found?.participant.muted.audio));
    });
    await house.rooms.moderation.mute(alice, id, participant.id, { audio: true });
    assert.equal(await heard.promise, true);
  });

  it('survives a page that is loaded again within that time', async () => {
    const id = await room();
    const { participant } = await house.rooms.join(bob, id, {});
    house.rooms.mediaConnected(participant.id);
    house.rooms.mediaLost(participant.id);
    house.clock.advance(8_000);
    const again = await house.rooms.join(bob, id, {});
    house.clock.advance(30_000);
    house.rooms.mediaConnected(again.participant.id);
    house.clock.advance(60_000);
    assert.deepEqual(await history(id), ['room.created', 'room.participant_joined']);
  });

  it('of before a restart is given up when its holder does not come back', async () => {
    const id = await room();
    await house.rooms.join(alice, id, {});
    await house.rooms.join(bob, id, {});
    house.rooms.stop();
    const second = house.restarted();
    await second.start();
    house.presence.attach('default', 'alice', 'con_1');
    const left = next('room.participant_left');
    house.clock.advance(10_000);
    assert.match(JSON.stringify((await left).data), /"userId":"bob"/);
    assert.equal((await second.get(alice, id)).participantCount, 1);
    second.stop();
  });

  it('is kept no longer by what moderators do about its holder', async () => {
    const id = await room();
    const { participant } = await house.rooms.join(bob, id, {});
    house.clock.advance(55_000);
    await house.rooms.moderation.mute(alice, id, participant.id, { audio: true });
    const left = next('room.participant_left');
    house.clock.advance(6_000);
    await left;
  });

  it('before the door is given up as well', async () => {
    const id = await room({ settings: { waitingRoom: true } });
    await house.rooms.join(bob, id, {});
    const left = next('room.participant_left');
    house.clock.advance(61_000);
    await left;
    assert.equal((await house.rooms.get(alice, id)).waitingCount, 0);
  });

  it('that a moderator gives has a minute for its holder to come', async () => {
    const id = await room({ settings: { waitingRoom: true } });
    house.presence.attach('default', 'bob', 'con_1');
    await house.rooms.join(bob, id, {});
    house.clock.advance(10 * 60_000);
    await house.rooms.moderation.admit(alice, id, undefined);
    house.presence.detach('default', 'bob', 'con_1');
    house.clock.advance(45_000);
    assert.ok((await house.rooms.join(bob, id, {})).ticket);
    assert.equal((await history(id)).includes('room.participant_left'), false);
  });
});

describe('a room', () => {
  it('ends when its time is over, also after a restart', async () => {
    const id = await room({ settings: { timeLimitMinutes: 60 } });
    await house.rooms.join(alice, id, {});
    house.presence.attach('default', 'alice', 'con_1');
    house.clock.advance(30 * 60_000);
    house.rooms.stop();
    const second = house.restarted();
    await second.start();
    house.clock.advance(29 * 60_000);
    assert.equal((await second.get(alice, id)).status, 'open');
    const ended = next('room.ended');
    house.clock.advance(60_000);
    assert.equal((await ended).actor, 'system');
    const { status, endReason, participantCount } = await second.get(alice, id);
    assert.deepEqual([status, endReason, participantCount], ['ended', 'time_limit', 0]);
    await assert.rejects(second.join(alice, id, {}), refusal('room_ended'));
    second.stop();
  });

  it('ends later when its time is made longer, and at once when it is made too short', async () => {
    const id = await room({ settings: { timeLimitMinutes: 10 } });
    house.presence.attach('default', 'alice', 'con_1');
    await house.rooms.join(alice, id, {});
    house.clock.advance(9 * 60_000);
    await house.rooms.moderation.update(alice, id, { settings: { timeLimitMinutes: 30 } });
    house.clock.advance(15 * 60_000);
    assert.equal((await house.rooms.get(alice, id)).status, 'open');
    const ended = next('room.ended');
    await house.rooms.moderation.update(alice, id, { settings: { timeLimitMinutes: 20 } });
    house.clock.advance(1);
    await ended;
  });

  it('ends on time by a clock that is put back while it runs', async () => {
    const id = await room({ settings: { timeLimitMinutes: 60 } });
    house.presence.attach('default', 'alice', 'con_1');
    await house.rooms.join(alice, id, {});
    house.clock.putBack(60_000);
    house.clock.advance(HOUR_MS);
    // After what the timer has begun.
    await house.rooms.reading.view(alice, id);
    assert.equal((await house.rooms.get(alice, id)).status, 'open');
    const ended = next('room.ended');
    house.clock.advance(60_000);
    await ended;
  });

  it('ends when nobody has been in it for its two hours', async () => {
    const id = await room();
    house.clock.advance(HOUR_MS);
    house.presence.attach('default', 'bob', 'con_1');
    await house.rooms.join(bob, id, {});
    house.clock.advance(3 * HOUR_MS);
    await house.rooms.leave(bob, id);
    house.clock.advance(1.9 * HOUR_MS);
    assert.equal((await house.rooms.get(bob, id)).status, 'open');
    const ended = next('room.ended');
    house.clock.advance(0.1 * HOUR_MS);
    await ended;
    assert.equal((await house.rooms.get(bob, id)).endReason, 'idle');
  });

  it('is not ended by a timer that could not be heard the first time', async () => {
    const id = await room();
    house.rooms.stop();
    house.clock.advance(2.5 * HOUR_MS);
    const ended = next('room.ended');
    const second = house.restarted();
    await second.start();
    house.clock.advance(1);
    await ended;
    assert.equal((await second.get(alice, id)).endReason, 'idle');
    second.stop();
  });

  it('leaves no timer behind when it ends', async () => {
    const before = house.clock.pending;
    const id = await room({ settings: { timeLimitMinutes: 5 } });
    await house.rooms.join(alice, id, {});
    assert.ok(house.clock.pending > before);
    await house.rooms.moderation.delete(alice, id);
    assert.equal(house.clock.pending, before);
  });
});
