import assert from 'node:assert/strict';
import type { Participant, Room, RoomWrite } from '../../src/domain/rooms/index.ts';
import { DuplicateKey } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { AT_MS, commit } from './samples.ts';

function roomId(number: number): string {
  return `room_${String(number).padStart(26, '0')}`;
}

function room(changes: Partial<Room> = {}): Room {
  return {
    id: roomId(1),
    org: 'default',
    version: 1,
    name: 'Réunion équipe',
    status: 'open',
    endReason: null,
    createdBy: 'alice',
    maxParticipants: 10,
    settings: {
      allowRecording: true,
      moderatorControls: true,
      waitingRoom: false,
      allowScreenShare: true,
      participantsMayUnmute: false,
      timeLimitMinutes: null,
    },
    passwordHash: null,
    dialInPin: null,
    locked: false,
    metadata: { topic: 'réunion', tags: ['a'] },
    participantCount: 0,
    waitingCount: 0,
    startedAtMs: null,
    emptySinceMs: AT_MS,
    endedAtMs: null,
    createdAtMs: AT_MS,
    updatedAtMs: AT_MS,
    ...changes,
  };
}

function person(userId: string | null, changes: Partial<Participant> = {}): Participant {
  return {
    id: `part_${userId}`,
    roomId: roomId(1),
    org: 'default',
    userId,
    kind: 'webrtc',
    displayName: `${userId} le Grand`,
    role: 'participant',
    status: 'joined',
    muted: { audio: true, video: false, screen: false },
    seating: 1,
    mustWait: false,
    invitedAtMs: null,
    ringing: null,
    handRaisedAtMs: AT_MS,
    joinedAtMs: AT_MS,
    leftAtMs: null,
    createdAtMs: AT_MS,
    updatedAtMs: AT_MS,
    ...changes,
  };
}

function write(changes: Partial<Room>, more: Partial<RoomWrite> = {}): RoomWrite {
  return { room: room(changes), touched: [], visible: new Map(), ...more };
}

export const roomContract: Contract = {
  'come back as they were put, with their people, version after version': async (database) => {
    const storage = await database.open();
    const [alice, phone] = [person('alice'), person(null, { id: 'part_b', kind: 'sip' })];
    await commit(storage, { writes: [storage.rooms.put(write({}))] });
    assert.deepEqual(await storage.rooms.find('default', roomId(1)), {
      room: room(),
      participants: new Map(),
    });
    const second = room({
      ...{ version: 2, name: 'Autre', status: 'ended', endReason: 'time_limit', locked: true },
      ...{ maxParticipants: 3, settings: { ...room().settings, timeLimitMinutes: 5 } },
      ...{ passwordHash: '$argon2id$x', metadata: {}, participantCount: 2, waitingCount: 1 },
      ...{ startedAtMs: AT_MS + 1, emptySinceMs: null, endedAtMs: AT_MS + 2 },
      ...{ updatedAtMs: AT_MS + 3, dialInPin: '40718263' },
    });
    const put = storage.rooms.put({ room: second, touched: [alice, phone], visible: new Map() });
    await commit(storage, { writes: [put] });
    const gone = person('alice', { displayName: 'A.', status: 'left', leftAtMs: AT_MS + 9 });
    const third = { ...second, version: 3 };
    const last = storage.rooms.put({ room: third, touched: [gone], visible: new Map() });
    await commit(storage, { writes: [last] });
    const found = await storage.rooms.find('default', roomId(1));
    assert.deepEqual(found?.room, third);
    assert.deepEqual([...(found?.participants.values() ?? [])], [gone, phone].sort(byId));
    assert.equal(await storage.rooms.find('other', roomId(1)), undefined);
    assert.equal(await storage.rooms.find('default', roomId(2)), undefined);
  },

  'are found by their PIN, which only one of an organisation has': async (database) => {
    const storage = await database.open();
    const dialInPin = '40718263';
    const foreign = { id: roomId(2), org: 'other', dialInPin };
    const puts = [{ dialInPin }, foreign].map((one) => storage.rooms.put(write(one)));
    await commit(storage, { writes: puts });
    assert.equal(await storage.rooms.findByPin('default', dialInPin), roomId(1));
    assert.equal(await storage.rooms.findByPin('other', dialInPin), roomId(2));
    assert.equal(await storage.rooms.findByPin('default', '40718264'), undefined);
    const again = storage.rooms.put(write({ id: roomId(3), dialInPin }));
    await assert.rejects(commit(storage, { writes: [again] }), DuplicateKey);
    const ended = storage.rooms.put(write({ version: 2, dialInPin: null }));
    await commit(storage, { writes: [ended] });
    await commit(storage, { writes: [storage.rooms.put(write({ id: roomId(3), dialInPin }))] });
    assert.equal(await storage.rooms.findByPin('default', dialInPin), roomId(3));
  },

  'are listed newest first, in pages, to whom they are visible': async (database) => {
    const storage = await database.open();
    const visible = new Map([
      ['alice', true],
      ['bob', true],
    ]);
    const puts = [1, 2, 3, 4].map((n) =>
      storage.rooms.put(write({ id: roomId(n), status: n === 2 ? 'ended' : 'open' }, { visible })),
    );
    await commit(storage, { writes: puts });
    const page = async (status: Room['status'], memberId: string | null, after?: string) => {
      const filter = memberId === null ? { status } : { status, memberId };
      const request = after === undefined ? { limit: 2 } : { limit: 2, after };
      const { items, next } = await storage.rooms.list('default', filter, request);
      return { ids: items.map(({ id }) => id), next };
    };
    for (const member of ['alice', 'bob', null]) {
      assert.deepEqual(await page('open', member), {
        ids: [roomId(4), roomId(3)],
        next: roomId(3),
      });
      assert.deepEqual(await page('open', member, roomId(3)), { ids: [roomId(1)], next: null });
      assert.deepEqual((await page('ended', member)).ids, [roomId(2)]);
    }
    assert.deepEqual(await page('open', 'carol'), { ids: [], next: null });
    const hidden = new Map([['bob', false]]);
    const out = storage.rooms.put(write({ id: roomId(4), version: 2 }, { visible: hidden }));
    await commit(storage, { writes: [out] });
    assert.deepEqual((await page('open', 'bob')).ids, [roomId(3), roomId(1)]);
    assert.deepEqual((await page('open', 'alice')).ids, [roomId(4), roomId(3)]);
  },

  'that are open in any organisation are found again after a start': async (database) => {
    const first = await database.open();
    const bob = person('bob', { roomId: roomId(3), org: 'other' });
    const puts = [
      write({ id: roomId(1) }, { touched: [person('alice'), person('zoe')] }),
      write({ id: roomId(2), status: 'ended', endReason: 'idle' }),
      write({ id: roomId(3), org: 'other' }, { touched: [bob] }),
    ].map((one) => first.rooms.put(one));
    await commit(first, { writes: puts });
    await first.close();
    const second = await database.open();
    assert.deepEqual(
      (await second.rooms.listAllOpen()).map((state) => [
        state.room.org,
        state.room.id,
        [...state.participants.keys()],
      ]),
      [
        ['default', roomId(1), ['part_alice', 'part_zoe']],
        ['other', roomId(3), ['part_bob']],
      ],
    );
  },

  'have each version from one server only': async (database) => {
    const [ours, theirs] = [await database.open(), await database.open()];
    await commit(ours, { writes: [ours.rooms.put(write({}))] });
    const outcomes = await Promise.allSettled(
      [ours, theirs].map((storage, index) => {
        const touched = [person(`p${index}`)];
        return commit(storage, { writes: [storage.rooms.put(write({ version: 2 }, { touched }))] });
      }),
    );
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    // Nothing of the one that lost is left.
    assert.equal((await theirs.rooms.find('default', roomId(1)))?.participants.size, 1);
  },
};

function byId(a: Participant, b: Participant): number {
  return a.id < b.id ? -1 : 1;
}
