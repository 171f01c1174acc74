import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  actor,
  after,
  commandOf,
  joinCommand,
  NOW,
  STATES,
  settings,
  told,
} from '../../../test/known-room.ts';
import type { PhoneCommand, RoomCommand } from './command.ts';
import type { RoomState } from './room.ts';
import { transition } from './transitions.ts';

const TIMEOUT_MS = 45_000;
const { open, full, locked, lobby, ended } = STATES;

/** `whom` null: a number outside. */
function dial(who: string, whom: string | null, id = `phone_${whom}`): RoomCommand {
  return {
    ...{ type: 'dial_out', by: actor(who), participantId: id, userId: whom },
    ...{ address: whom === null ? 'tel:+33123' : null, displayName: whom ?? '+33123' },
    timeoutMs: TIMEOUT_MS,
  };
}

function cancel(who: string, id: string): RoomCommand {
  return { type: 'cancel_dial_out', by: actor(who), participantId: id };
}

function phone(type: 'phone_answered' | 'phone_hung_up', participantId: string): PhoneCommand {
  return { type, participantId };
}

const what = (state: RoomState, command: RoomCommand, nowMs = NOW) =>
  told(transition(state, command, nowMs));

/** Why the phones that the command was about are not in the room, and who did it. */
function ends(state: RoomState, command: RoomCommand, nowMs = NOW) {
  const outcome = transition(state, command, nowMs);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.events.flatMap(({ type, participant, details, by }) =>
    type === 'room.participant_not_reached' ? [[participant?.id, details?.end_reason, by]] : [],
  );
}

describe('dialling out of a room', () => {
  it('is for moderators, and for oneself from one’s seat', () => {
    assert.equal(what(open, dial('alice', null)), 'ringing null');
    assert.equal(what(open, dial('mona', 'eve')), 'ringing eve');
    assert.equal(what(open, dial('adam', null)), 'ringing null');
    assert.equal(what(open, dial('bob', 'bob')), 'ringing bob');
    assert.equal(what(open, dial('bob', null)), 'no_moderator');
    assert.equal(what(open, dial('bob', 'eve')), 'no_moderator');
    assert.equal(what(open, dial('wanda', 'wanda')), 'no_seat');
    assert.equal(what(open, dial('lou', 'lou')), 'no_seat');
    assert.equal(what(open, dial('eve', 'eve')), 'stranger');
    assert.equal(what(ended, dial('alice', null)), 'ended');
  });

  it('goes past the lock and the waiting room, as whoever asks for it is inside', () => {
    for (const state of [locked, lobby]) {
      assert.equal(what(state, dial('alice', null)), 'ringing null');
      assert.equal(what(state, dial('bob', 'bob')), 'ringing bob');
      const rung = after(state, dial('bob', 'bob'));
      assert.equal(what(rung, phone('phone_answered', 'phone_bob')), 'joined bob');
    }
  });

  it('rings nobody twice at once, nor who was removed', () => {
    const rung = after(open, dial('alice', 'eve'));
    assert.equal(what(rung, dial('mona', 'eve', 'phone_2')), 'conflict');
    assert.equal(what(rung, dial('mona', null)), 'full');
    assert.equal(what(open, dial('alice', 'kim')), 'conflict');
  });

  it('keeps a seat for who is rung: the last is refused to everybody else, and free again at the end', () => {
    assert.equal(what(full, dial('alice', null)), 'full');
    const rung = after(open, dial('alice', null));
    assert.equal(rung.room.participantCount, 3);
    assert.equal(what(rung, joinCommand('eve')), 'full');
    assert.equal(what(rung, commandOf('admit alice wanda').command), 'full');
    assert.equal(what(rung, dial('alice', 'lou')), 'full');
    const answered = after(rung, phone('phone_answered', 'phone_null'));
    assert.equal(answered.room.participantCount, 4);
    const given = after(rung, cancel('alice', 'phone_null'));
    assert.equal(what(given, joinCommand('eve')), 'joined eve');
  });

  it('seats who answers first, by the role of whose phone it is', () => {
    const rung = after(open, dial('mona', 'mona'));
    const answered = after(rung, phone('phone_answered', 'phone_mona'));
    assert.equal(what(answered, phone('phone_answered', 'phone_mona')), 'unchanged');
    const seat = answered.participants.get('phone_mona');
    assert.deepEqual(
      [seat?.status, seat?.kind, seat?.role, seat?.displayName, seat?.ringing],
      ['joined', 'sip', 'moderator', 'mona', null],
    );
    const failed = { type: 'phone_failed', participantId: 'phone_mona', reason: 'busy' } as const;
    assert.equal(what(answered, failed), 'unchanged');
  });

  it('ends with its reason, and whoever is rung again is the same participant', () => {
    const rung = after(open, dial('alice', 'eve'));
    for (const reason of ['busy', 'declined', 'no_answer', 'unreachable', 'failed'] as const) {
      const failed = { type: 'phone_failed', participantId: 'phone_eve', reason } as const;
      assert.deepEqual(ends(rung, failed), [['phone_eve', reason, undefined]]);
      assert.equal(what(after(rung, failed), phone('phone_answered', 'phone_eve')), 'unchanged');
      const again = after(rung, failed, dial('alice', 'eve', 'phone_new'));
      assert.equal(again.participants.has('phone_new'), false);
      assert.equal(again.participants.get('phone_eve')?.status, 'ringing');
    }
  });

  it('is over when nobody has answered in time, and not before', () => {
    const rung = after(open, dial('alice', 'eve'));
    const over: RoomCommand = { type: 'rings_over' };
    assert.equal(what(rung, over, NOW + TIMEOUT_MS - 1), 'unchanged');
    assert.deepEqual(ends(rung, over, NOW + TIMEOUT_MS), [['phone_eve', 'no_answer', undefined]]);
  });

  it('is cancelled by moderators, by who has asked for it and by whose phone it is', () => {
    const rung = after(open, dial('alice', 'eve'));
    for (const who of ['alice', 'mona', 'adam', 'eve']) {
      assert.deepEqual(ends(rung, cancel(who, 'phone_eve')), [['phone_eve', 'cancelled', who]]);
    }
    assert.equal(what(rung, cancel('bob', 'phone_eve')), 'no_moderator');
    assert.equal(what(rung, cancel('alice', 'part_bob')), 'nobody');
    assert.equal(
      what(after(rung, cancel('eve', 'phone_eve')), cancel('alice', 'phone_eve')),
      'unchanged',
    );
    const answered = after(rung, phone('phone_answered', 'phone_eve'));
    assert.equal(what(answered, cancel('alice', 'phone_eve')), 'conflict');
    const theirs = after(open, dial('mona', null), commandOf('demote mona mona').command);
    assert.deepEqual(ends(theirs, cancel('mona', 'phone_null')), [
      ['phone_null', 'cancelled', 'mona'],
    ]);
    const own = after(open, dial('bob', 'bob'));
    assert.deepEqual(ends(own, cancel('bob', 'phone_bob')), [['phone_bob', 'cancelled', 'bob']]);
  });

  it('ends with the stay of who has asked for it, in one step', () => {
    const rung = after(open, dial('mona', null));
    for (const command of [
      commandOf('leave mona').command,
      commandOf('lost mona').command,
      commandOf('kick alice mona').command,
      commandOf('send_back alice mona').command,
    ]) {
      assert.deepEqual(ends(rung, command), [['phone_null', 'cancelled', undefined]]);
      const state = after(rung, command);
      assert.equal(state.room.version, rung.room.version + 1);
      assert.equal(state.participants.get('phone_null')?.status, 'left');
    }
    assert.deepEqual(ends(rung, commandOf('leave bob').command), []);
    const own = after(open, dial('bob', 'bob'));
    assert.equal(what(own, commandOf('leave alice').command), 'left alice');
    assert.equal(what(own, commandOf('leave bob').command), 'left bob, not_reached bob');
  });

  it('ends with the room, and with the removal of whose phone it is', () => {
    const rung = after(open, dial('alice', 'bob'));
    const out = after(rung, commandOf('kick alice bob').command);
    assert.equal(out.participants.get('phone_bob')?.status, 'kicked');
    assert.equal(what(out, phone('phone_answered', 'phone_bob')), 'unchanged');
    const over = after(rung, commandOf('delete alice').command);
    assert.equal(over.participants.get('phone_bob')?.status, 'left');
    assert.equal(what(over, phone('phone_answered', 'phone_bob')), 'unchanged');
  });

  it('lets the phone mute itself, and lift it where participants may', () => {
    const answered = after(open, dial('alice', null), phone('phone_answered', 'phone_null'));
    const muted = (is: boolean): RoomCommand => {
      return { type: 'phone_muted', participantId: 'phone_null', muted: is };
    };
    assert.equal(what(answered, muted(true)), 'muted null');
    assert.equal(what(after(answered, muted(true)), muted(false)), 'muted null');
    const strict = after(answered, settings({ participantsMayUnmute: false }), muted(true));
    assert.equal(what(strict, muted(false)), 'no_moderator');
    assert.equal(what(answered, phone('phone_hung_up', 'phone_null')), 'left null');
  });

  it('lets the phone raise its hand and lower it, once it has its seat', () => {
    const rung = after(open, dial('alice', null));
    const hand = (raised: boolean): RoomCommand => {
      return { type: 'phone_hand', participantId: 'phone_null', raised };
    };
    assert.equal(what(rung, hand(true)), 'no_seat');
    const answered = after(rung, phone('phone_answered', 'phone_null'));
    assert.equal(what(answered, hand(true)), 'hand_raised null');
    assert.equal(what(after(answered, hand(true)), hand(true)), 'unchanged');
    assert.equal(what(after(answered, hand(true)), hand(false)), 'hand_lowered null');
  });
});
