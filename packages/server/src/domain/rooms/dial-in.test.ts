import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { userScope } from '../../../test/call-house.ts';
import { openRoomHouse, type RoomHouse } from '../../../test/room-house.ts';
import { AppError, type Scope } from '../../kernel/index.ts';
import type { CreateRoomInput } from './api.ts';
import type { Room } from './room.ts';

const MINUTE_MS = 60_000;
const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');
const outside: Scope = {
  org: 'default',
  principal: { kind: 'trunk', id: 'trunk_1', grants: new Set(['rooms:join']) },
  source: 'sip',
};

let house: RoomHouse;

beforeEach(async () => {
  house = await openRoomHouse();
});

afterEach(async () => {
  await house.stop();
});

function room(input: Partial<CreateRoomInput> = {}): Promise<Room> {
  return house.rooms.create(alice, { name: 'Réunion équipe', dialIn: true, ...input });
}

function pinOf({ dialInPin }: Room): string {
  assert.ok(dialInPin);
  return dialInPin;
}

function dial(pin: string, caller = '+33123', entrance = '8000') {
  return house.rooms.joinByPin(outside, { pin, from: { entrance, caller }, displayName: caller });
}

async function codeOf(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return undefined;
}

/** A PIN that no room has. */
function wrong(...rooms: readonly Room[]): string {
  const taken = rooms.map(pinOf);
  return ['00000000', '11111111', '22222222'].find((pin) => !taken.includes(pin)) ?? '';
}

describe('a room that telephones come into', () => {
  it('has a PIN of eight digits, of its own and only while it is open', async () => {
    const [one, two, none] = [await room(), await room(), await room({ dialIn: false })];
    assert.match(pinOf(one), /^\d{8}$/);
    assert.notEqual(pinOf(one), pinOf(two));
    assert.equal(none.dialInPin, null);
    const { room: entered } = await dial(pinOf(one));
    assert.equal(entered.id, one.id);
    await house.rooms.moderation.delete(alice, one.id);
    assert.equal(await codeOf(dial(pinOf(one))), 'room_not_found');
  });

  it('keeps its PIN until it is renewed, and loses it when it is turned off', async () => {
    const made = await room({ dialIn: false });
    const { moderation } = house.rooms;
    const on = await moderation.update(alice, made.id, { dialIn: true });
    const still = await moderation.update(alice, made.id, { dialIn: true, name: 'Autre' });
    assert.equal(still.dialInPin, pinOf(on));
    const renewed = await moderation.renewPin(alice, made.id);
    assert.notEqual(pinOf(renewed), pinOf(on));
    assert.equal(await codeOf(dial(pinOf(on))), 'room_not_found');
    assert.equal((await dial(pinOf(renewed))).participant.status, 'joined');
    assert.equal(await codeOf(moderation.renewPin(bob, made.id)), 'room_not_found');
    const off = await moderation.update(alice, made.id, { dialIn: false });
    assert.equal(off.dialInPin, null);
    assert.equal(await codeOf(dial(pinOf(renewed))), 'room_not_found');
  });

  it('opens to the PIN as it would to its password, but is locked, full and waited for like any', async () => {
    const open = await room({ password: 'sesame', maxParticipants: 1 });
    const { moderation } = house.rooms;
    await moderation.lock(alice, open.id, true);
    assert.equal(await codeOf(dial(pinOf(open))), 'room_locked');
    await moderation.lock(alice, open.id, false);
    const { participant } = await dial(pinOf(open));
    assert.equal(participant.kind, 'sip');
    assert.equal(await codeOf(dial(pinOf(open))), 'room_full');
    const lobby = await room({ settings: { waitingRoom: true } });
    assert.equal((await dial(pinOf(lobby))).participant.status, 'waiting');
  });

  it('lets others of the same trunk in when one of them was removed', async () => {
    const open = await room();
    const { participant } = await dial(pinOf(open), '+331');
    await house.rooms.moderation.kick(alice, open.id, participant.id);
    const other = await dial(pinOf(open), '+332');
    assert.notEqual(other.participant.id, participant.id);
    assert.equal(other.participant.status, 'joined');
  });

  it('keeps the other callers of a trunk when one of them is removed or sent back', async () => {
    const open = await room({ settings: { waitingRoom: false } });
    const { moderation, reading } = house.rooms;
    const [first, second, third] = [
      (await dial(pinOf(open), '+331')).participant,
      (await dial(pinOf(open), '+332')).participant,
      (await dial(pinOf(open), '+333')).participant,
    ];
    await moderation.kick(alice, open.id, first.id);
    await moderation.sendBack(alice, open.id, second.id);
    const page = await reading.participants(alice, open.id, 'joined', { limit: 10 });
    assert.deepEqual(
      page.items.map(({ id }) => id),
      [third.id],
    );
    await moderation.raiseHand(outside, open.id, true, third.id);
    assert.equal((await house.rooms.leave(outside, open.id, third.id)).status, 'left');
  });

  it('gives the next caller of a trunk nothing of who had the place before', async () => {
    const open = await room({ settings: { participantsMayUnmute: false } });
    const { moderation } = house.rooms;
    const { participant } = await dial(pinOf(open), '+331');
    await moderation.mute(alice, open.id, participant.id, { audio: true });
    await moderation.setRole(alice, open.id, participant.id, 'moderator');
    await house.rooms.leave(outside, open.id, participant.id);
    const next = (await dial(pinOf(open), '+332')).participant;
    assert.deepEqual(
      [next.displayName, next.role, next.muted.audio],
      ['+332', 'participant', false],
    );
  });

  it('shows its PIN to moderators and who sits in it, and to nobody else', async () => {
    const open = await room({ settings: { waitingRoom: true } });
    const seen = async (scope: Scope) =>
      (await house.rooms.reading.pins(scope, [open])).get(open.id);
    await house.rooms.join(bob, open.id, {});
    assert.deepEqual(
      [await seen(alice), await seen(bob), await seen(carol)],
      [pinOf(open), undefined, undefined],
    );
    await house.rooms.moderation.admit(alice, open.id, undefined);
    assert.equal(await seen(bob), pinOf(open));
    await house.rooms.leave(bob, open.id);
    assert.equal(await seen(bob), undefined);
  });

  it('tells its PIN neither in events nor in the log', async () => {
    const open = await room();
    const renewed = await house.rooms.moderation.renewPin(alice, open.id);
    await dial(pinOf(renewed));
    const page = await house.rooms.reading.events(alice, open.id, { after: 0, limit: 100 });
    const told = JSON.stringify([page.items, house.logs]);
    assert.equal(page.items.length, 3);
    for (const one of [open, renewed]) assert.equal(told.includes(pinOf(one)), false);
  });

  it('has its hand raised by a telephone, and only by its own', async () => {
    const open = await room();
    const { participant } = await dial(pinOf(open));
    const { moderation } = house.rooms;
    const raised = await moderation.raiseHand(outside, open.id, true, participant.id);
    assert.equal(raised.handRaisedAtMs, house.clock.nowMs());
    await house.rooms.join(bob, open.id, {});
    const others = moderation.raiseHand(bob, open.id, false, participant.id);
    assert.equal(await codeOf(others), 'room_seat_required');
    const lowered = await moderation.raiseHand(outside, open.id, false, participant.id);
    assert.equal(lowered.handRaisedAtMs, null);
  });
});

describe('whoever guesses at PINs', () => {
  it('is held back for a while, by caller, and a right PIN clears what was wrong before', async () => {
    const open = await room();
    for (let i = 0; i < 8; i += 1) assert.equal(await codeOf(dial(wrong(open))), 'room_not_found');
    await dial(pinOf(open));
    for (let i = 0; i < 9; i += 1) assert.equal(await codeOf(dial(wrong(open))), 'room_not_found');
    assert.equal(await codeOf(dial(pinOf(open))), 'rate_limited');
    assert.equal((await dial(pinOf(open), '+33999')).room.id, open.id);
    house.clock.advance(15 * MINUTE_MS);
    assert.equal((await dial(pinOf(open))).room.id, open.id);
  });

  it('is held back at a number, too, whoever they say they are', async () => {
    const open = await room();
    for (let i = 0; i < 100; i += 1) await codeOf(dial(wrong(open), `+33${i}`));
    assert.equal(await codeOf(dial(pinOf(open), '+34')), 'rate_limited');
    assert.equal((await dial(pinOf(open), '+34', '8001')).room.id, open.id);
  });

  it('makes no hundred guesses at once', async () => {
    const open = await room();
    const all = Array.from({ length: 50 }, () => codeOf(dial(wrong(open))));
    const codes = await Promise.all(all);
    assert.equal(codes.filter((code) => code === 'room_not_found').length, 9);
  });
});
