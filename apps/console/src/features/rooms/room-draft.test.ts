import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Room } from '@sky-genesis/protocol';
import { changeOf, creationOf, draftOf, emptyRoom } from './room-draft.ts';

const at = '2026-01-31T09:30:00.000Z';
const room: Room = {
  id: 'room_06h0eaz655yr97788nye5fprq8',
  name: 'Team meeting',
  status: 'open',
  end_reason: null,
  created_by: 'amelie',
  max_participants: 10,
  settings: {
    allow_recording: false,
    moderator_controls: true,
    waiting_room: true,
    allow_screen_share: true,
    participants_may_unmute: true,
    time_limit_minutes: 60,
    dial_in: false,
    has_password: true,
  },
  dial_in: null,
  locked: false,
  participant_count: 0,
  waiting_count: 0,
  metadata: {},
  start_time: null,
  closes_at: null,
  end_time: null,
  created_at: at,
  updated_at: at,
};

describe('a new room', () => {
  it('leaves to the server what was left empty', () => {
    assert.deepEqual(creationOf({ ...emptyRoom, name: '  Team meeting ' }), {
      name: 'Team meeting',
      settings: {
        waiting_room: false,
        allow_screen_share: true,
        participants_may_unmute: true,
        time_limit_minutes: null,
        dial_in: false,
      },
    });
  });

  it('is sent with the seats and the password that were entered', () => {
    const made = creationOf({ ...emptyRoom, name: 'x', seats: 5, password: 'secret' });
    assert.equal(made.max_participants, 5);
    assert.equal(made.settings?.password, 'secret');
  });
});

describe('changed settings of a room', () => {
  it('are none while nothing was changed', () => {
    assert.equal(changeOf(room, draftOf(room)), null);
  });

  it('name only what differs', () => {
    const draft = { ...draftOf(room), waitingRoom: false, limitMinutes: null, seats: 12 };
    assert.deepEqual(changeOf(room, draft), {
      max_participants: 12,
      settings: { waiting_room: false, time_limit_minutes: null },
    });
  });

  it('keep the password unless another is entered or it is taken away', () => {
    assert.deepEqual(changeOf(room, { ...draftOf(room), password: 'new' }), {
      settings: { password: 'new' },
    });
    assert.deepEqual(changeOf(room, { ...draftOf(room), passwordOff: true }), {
      settings: { password: null },
    });
  });
});
