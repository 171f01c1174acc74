import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { systemClock, systemScope } from '../../src/kernel/index.ts';
import { userScope } from '../call-house.ts';
import { openRoomsOn } from '../room-house.ts';
import type { Contract, TestDatabase } from './contract.ts';

const JOINER = new URL('joiner.ts', import.meta.url).pathname;
/** More than one process can take: the two have to contend. */
const SEATS = 60;
const COMERS = 100;

/** Other processes, in each of which half of the people join the room, from the same moment on. */
async function joinFromTwoProcesses(target: string, roomId: string): Promise<readonly string[]> {
  const children = [0, 1].map((half) => {
    const own = [JOINER, target, roomId, String((half * COMERS) / 2), String(COMERS / 2)];
    const args = ['--disable-warning=ExperimentalWarning', ...own];
    return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  });
  const exits = children.map((child) => once(child, 'exit'));
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const said = children.map((child) => text(child.stdout));
  for (const child of children) child.stdin.write('go\n');
  for (const exit of exits) assert.deepEqual(await exit, [0, null], 'a joiner failed');
  return (await Promise.all(said)).flatMap((lines) => lines.trim().split('\n'));
}

export const roomRaceContract: Contract = {
  'has sixty seats for a hundred who join through two processes at once': async (database) => {
    const { rooms, close } = await openRooms(database);
    const made = await rooms.create(userScope('alice'), { name: 'x', maxParticipants: SEATS });
    const outcomes = await joinFromTwoProcesses(database.target, made.id);
    const counts = Object.groupBy(outcomes, (outcome) => outcome);
    assert.deepEqual(
      [counts.joined?.length, counts.room_full?.length, outcomes.length],
      [SEATS, COMERS - SEATS, COMERS],
    );
    const storage = await database.open();
    const stored = await storage.rooms.find('default', made.id);
    const seated = [...(stored?.participants.values() ?? [])];
    assert.equal(seated.length, SEATS);
    assert.equal(stored?.room.participantCount, SEATS);
    assert.equal((await storage.verifyAudit('default')).ok, true);
    await close();
  },

  'take over what another server has decided': async (database) => {
    const [ours, theirs] = [await openRooms(database), await openRooms(database)];
    const [alice, bob] = [userScope('alice'), userScope('bob')];
    const made = await ours.rooms.create(alice, { name: 'x' });
    const { participant, ticket } = await theirs.rooms.join(bob, made.id, {});
    await ours.rooms.moderation.kick(alice, made.id, participant.id);
    await theirs.caughtUp();
    const token = ticket?.token.reveal() ?? '';
    await assert.rejects(theirs.rooms.tickets.verify(token), /room_token_invalid/);
    await assert.rejects(theirs.rooms.join(bob, made.id, {}), /room_kicked/);
    assert.equal(await theirs.rooms.seat('default', made.id, participant.id), undefined);
    await theirs.close();
    await ours.close();
  },
};

async function openRooms(database: TestDatabase) {
  const storage = await database.open();
  const { rooms, close } = await openRoomsOn(storage, systemClock);
  return {
    rooms,
    close,
    /** Resolves when everything that was committed by now has been heard here. */
    caughtUp: async () => {
      const mark = Promise.withResolvers<void>();
      const unsubscribe = storage.feed.subscribe(({ type }) => {
        if (type === 'test.mark') mark.resolve();
      });
      const events = [{ stream: 'org', type: 'test.mark', data: {} }];
      await storage.journal.commit({ scope: systemScope('default'), writes: [], events });
      await mark.promise;
      unsubscribe();
    },
  };
}
