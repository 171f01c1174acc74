import assert from 'node:assert/strict';
import test from 'node:test';
import type { Room, RoomMessage, RoomParticipant } from '@sky-genesis/protocol';
import type { RoomEvent } from './room-event.ts';
import {
  afterEvent,
  afterReading,
  endOfRoom,
  enteredRoom,
  ringingIn,
  seatedIn,
  waitingAt,
} from './room-state.ts';

const at = (second: number) => `2026-01-31T09:30:${String(second).padStart(2, '0')}.000Z`;

const room: Room = {
  id: 'room_06h0eaz655yr97788nye5fprq8',
  name: 'Réunion',
  status: 'open',
  end_reason: null,
  created_by: 'anna',
  max_participants: 10,
  settings: {
    allow_recording: false,
    moderator_controls: true,
    waiting_room: false,
    allow_screen_share: true,
    participants_may_unmute: true,
    time_limit_minutes: null,
    dial_in: false,
    has_password: false,
  },
  dial_in: null,
  locked: false,
  participant_count: 1,
  waiting_count: 0,
  metadata: { topic: 'budget' },
  start_time: at(0),
  closes_at: null,
  end_time: null,
  created_at: at(0),
  updated_at: at(0),
};

function participant(id: string, change: Partial<RoomParticipant> = {}): RoomParticipant {
  return {
    id,
    room_id: room.id,
    user_id: id,
    kind: 'webrtc',
    display_name: id.toUpperCase(),
    role: 'participant',
    status: 'joined',
    muted: { audio: false, video: false, screen: false },
    hand_raised_at: null,
    joined_at: at(1),
    left_at: null,
    created_at: at(1),
    updated_at: at(1),
    ...change,
  };
}

function event(change: Partial<RoomEvent>): RoomEvent {
  return {
    type: 'room.participant_joined',
    roomId: room.id,
    room: undefined,
    participant: undefined,
    message: undefined,
    ringEnd: undefined,
    reason: undefined,
    changed: [],
    invited: [],
    ...change,
  };
}

function message(seq: number): RoomMessage {
  return {
    id: `evt_${seq}`,
    room_id: room.id,
    seq,
    participant_id: 'ben',
    user_id: 'ben',
    display_name: 'BEN',
    message: `number ${seq}`,
    created_at: at(seq),
  };
}

const ids = (people: readonly RoomParticipant[]) => people.map(({ id }) => id);

test('oneself comes first, the others by arrival; who has no seat is not there', () => {
  const others = [
    participant('zoe', { joined_at: at(0) }),
    participant('ben', { joined_at: at(2) }),
    participant('cleo', { status: 'left' }),
  ];
  const state = afterReading(enteredRoom(room, participant('anna', { joined_at: at(3) })), others);
  assert.deepEqual(ids(seatedIn(state)), ['anna', 'zoe', 'ben']);
});

test('who waits is shown to moderators only, in the order of knocking', () => {
  const waiting = [
    participant('ben', { status: 'waiting', updated_at: at(9) }),
    participant('cleo', { status: 'waiting', updated_at: at(5) }),
  ];
  const mine = participant('anna');
  assert.deepEqual(waitingAt(afterReading(enteredRoom(room, mine), waiting)), []);
  const moderator = participant('anna', { role: 'moderator' });
  const state = afterReading(enteredRoom(room, moderator), waiting);
  assert.deepEqual(ids(waitingAt(state)), ['cleo', 'ben']);
});

test('phones that ring are no members, and are shown to everybody', () => {
  const told = [
    participant('ben', { kind: 'sip', status: 'ringing', updated_at: at(9) }),
    participant('cleo', { kind: 'sip', status: 'ringing', updated_at: at(5) }),
  ];
  const state = afterReading(enteredRoom(room, participant('anna')), told);
  const ids = (list: readonly RoomParticipant[]) => list.map(({ id }) => id);
  assert.deepEqual(ids(ringingIn(state)), ['cleo', 'ben']);
  assert.deepEqual(ids(seatedIn(state)), ['anna']);
});

test('what is older than what is known changes nothing', () => {
  const known = enteredRoom(
    { ...room, updated_at: at(5), locked: true },
    participant('anna', { updated_at: at(5), role: 'moderator' }),
  );
  const stale = event({ room, participant: participant('anna') });
  const state = afterEvent(known, stale);
  assert.equal(state.room.locked, true);
  assert.equal(state.me.role, 'moderator');
});

test('an event that leaves out names and metadata keeps those known', () => {
  const known = enteredRoom(room, participant('anna'));
  const state = afterEvent(
    known,
    event({
      room: { ...room, name: '', metadata: {}, locked: true, updated_at: at(6) },
      participant: participant('anna', { display_name: '', role: 'moderator', updated_at: at(6) }),
    }),
  );
  assert.equal(state.room.name, 'Réunion');
  assert.deepEqual(state.room.metadata, { topic: 'budget' });
  assert.equal(state.room.locked, true);
  assert.deepEqual([state.me.display_name, state.me.role], ['ANNA', 'moderator']);
});

test('messages are kept in order, each once, from events and from reading', () => {
  const entered = enteredRoom(room, participant('anna'));
  const live = afterEvent(entered, event({ type: 'room.message', message: message(3) }));
  const read = afterReading(live, [], [message(1), message(2), message(3)]);
  assert.deepEqual(
    read.messages.map(({ seq }) => seq),
    [1, 2, 3],
  );
});

test('coming back keeps what was known of the others', () => {
  const before = afterReading(enteredRoom(room, participant('anna')), [participant('ben')]);
  const state = enteredRoom(room, participant('anna', { updated_at: at(8) }), before);
  assert.deepEqual(ids(seatedIn(state)), ['anna', 'ben']);
});

test('it ends by what became of the room or of oneself', () => {
  const end = (ofRoom: Partial<Room>, ofMe: Partial<RoomParticipant>) =>
    endOfRoom(enteredRoom({ ...room, ...ofRoom }, participant('anna', ofMe)));
  assert.equal(end({}, {}), null);
  assert.equal(end({}, { status: 'waiting' }), null);
  assert.equal(end({}, { status: 'kicked' }), 'kicked');
  assert.equal(end({}, { status: 'denied' }), 'denied');
  assert.equal(end({}, { status: 'left' }), 'left');
  assert.equal(end({ status: 'ended', end_reason: 'deleted' }, { status: 'left' }), 'deleted');
  assert.equal(end({ status: 'ended', end_reason: 'time_limit' }, {}), 'time_limit');
});
