import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor, RoomCommand } from './command.ts';
import { createRoom, DEFAULT_SETTINGS } from './create-room.ts';
import type { Outcome } from './outcome.ts';
import type { RoomState } from './room.ts';
import { placeOf } from './standing.ts';
import { transition } from './transitions.ts';

/*
 * Alice has made a room of three seats, and sits in it. Mona moderates, Bob is a participant, Wanda waits, Kim was
 * kicked, Dan was denied, Lou has left, Ida was invited and has not come; Eve is a stranger, and Adam an
 * administrator. It is open, locked, asks for a password, full, or has ended.
 */
const NOW = 1_000_000;

function actor(memberId: string): Actor {
  return { memberId, admin: memberId === 'adam' };
}

function joinCommand(name: string, provenHash: string | null = null): RoomCommand {
  const participantId = `part_${name}`;
  const by = actor(name);
  return { type: 'join', by, kind: 'webrtc', participantId, displayName: name, provenHash };
}

function after(state: RoomState, ...commands: readonly RoomCommand[]): RoomState {
  return commands.reduce((current, command) => {
    const outcome = transition(current, command, NOW);
    assert.ok(outcome.ok, JSON.stringify([command, outcome]));
    return outcome.state;
  }, state);
}

const alice = actor('alice');
const about = (name: string) => ({ by: alice, participantId: `part_${name}` });
const invitee = (userId: string) => ({
  participantId: `part_${userId}`,
  userId,
  displayName: userId,
});

function settings(change: object): RoomCommand {
  return { type: 'update', by: alice, change: { settings: change } };
}

const made = createRoom(
  {
    ...{ id: 'room_1', org: 'default', name: 'Salle', createdBy: 'alice', maxParticipants: 4 },
    ...{ settings: DEFAULT_SETTINGS, passwordHash: null, dialInPin: null, metadata: {} },
  },
  NOW,
).state;
const open = after(
  made,
  ...['alice', 'mona', 'bob'].map((name) => joinCommand(name)),
  { type: 'set_role', role: 'moderator', ...about('mona') },
  ...['kim', 'lou'].map((name) => joinCommand(name)).slice(0, 1),
  { type: 'kick', ...about('kim') },
  joinCommand('lou'),
  { type: 'leave', by: actor('lou'), participantId: null },
  settings({ waitingRoom: true }),
  joinCommand('dan'),
  { type: 'deny', ...about('dan') },
  joinCommand('wanda'),
  { type: 'invite', by: alice, invitees: [invitee('ida')] },
  settings({ waitingRoom: false }),
);
const STATES = {
  open,
  lobby: after(open, settings({ waitingRoom: true })),
  locked: after(open, { type: 'lock', by: alice, locked: true }),
  password: after(open, { type: 'update', by: alice, change: { passwordHash: 'hash' } }),
  full: after(open, { type: 'update', by: alice, change: { maxParticipants: 3 } }),
  ended: after(open, { type: 'delete', by: alice }),
} as const;
const NAMES = ['open', 'lobby', 'locked', 'password', 'full', 'ended'] as const;

const SHORT: ReadonlyMap<string, string> = new Map([
  ['room_not_found', 'stranger'],
  ['room_moderator_required', 'no_moderator'],
  ['room_seat_required', 'no_seat'],
  ['room_participant_conflict', 'conflict'],
  ['room_participant_not_found', 'nobody'],
  ['room_creator_protected', 'creator'],
  ['room_password_required', 'password'],
  ['room_password_wrong', 'wrong'],
]);

function told(outcome: Outcome): string {
  if (!outcome.ok) return SHORT.get(outcome.code) ?? outcome.code.replace('room_', '');
  if (outcome.events.length === 0) return 'unchanged';
  return outcome.events
    .map(({ type, participant }) => {
      const name = type.slice('room.'.length).replace('participant_', '');
      return participant === undefined ? name : `${name} ${participant.userId}`;
    })
    .join(', ');
}

/** Command, who gives it, whom it is about; then what it comes to in each state of `NAMES`. */
const TABLE = `
join alice            | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join mona             | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join bob              | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join wanda            | joined wanda | unchanged | locked | joined wanda | full | ended
join kim              | kicked | kicked | kicked | kicked | kicked | ended
join dan              | denied | denied | denied | denied | denied | ended
join lou              | joined lou | waiting lou | locked | password | full | ended
join ida              | joined ida | waiting ida | locked | password | full | ended
join eve              | joined eve | waiting eve | locked | password | full | ended
join adam             | joined adam | joined adam | joined adam | joined adam | full | ended
prove eve             | joined eve | waiting eve | locked | joined eve | full | ended
stale eve             | joined eve | waiting eve | locked | wrong | full | ended
later dan             | joined dan | waiting dan | locked | password | full | ended
leave alice           | left alice | left alice | left alice | left alice | left alice | unchanged
leave bob             | left bob | left bob | left bob | left bob | left bob | unchanged
leave wanda           | left wanda | left wanda | left wanda | left wanda | left wanda | stranger
leave kim             | stranger | stranger | stranger | stranger | stranger | stranger
leave dan             | stranger | stranger | stranger | stranger | stranger | stranger
leave lou             | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
leave ida             | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
leave eve             | stranger | stranger | stranger | stranger | stranger | stranger
raise_hand bob        | hand_raised bob | hand_raised bob | hand_raised bob | hand_raised bob | hand_raised bob | ended
raise_hand wanda      | no_seat | no_seat | no_seat | no_seat | no_seat | stranger
raise_hand lou        | no_seat | no_seat | no_seat | no_seat | no_seat | ended
raise_hand adam       | no_seat | no_seat | no_seat | no_seat | no_seat | ended
raise_hand eve        | stranger | stranger | stranger | stranger | stranger | stranger
admit alice wanda     | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit mona wanda      | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit adam wanda      | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit bob wanda       | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
admit wanda wanda     | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | stranger
admit eve wanda       | stranger | stranger | stranger | stranger | stranger | stranger
admit alice bob       | unchanged | unchanged | unchanged | unchanged | unchanged | ended
admit alice lou       | conflict | conflict | conflict | conflict | conflict | ended
admit alice kim       | conflict | conflict | conflict | conflict | conflict | ended
admit alice nobody    | nobody | nobody | nobody | nobody | nobody | ended
admit alice all       | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
deny alice wanda      | denied wanda | denied wanda | denied wanda | denied wanda | denied wanda | ended
deny alice all        | denied wanda | denied wanda | denied wanda | denied wanda | denied wanda | ended
deny alice bob        | conflict | conflict | conflict | conflict | conflict | ended
deny alice dan        | unchanged | unchanged | unchanged | unchanged | unchanged | ended
deny bob all          | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
kick alice bob        | kicked bob | kicked bob | kicked bob | kicked bob | kicked bob | ended
kick mona alice       | creator | creator | creator | creator | creator | ended
kick adam alice       | creator | creator | creator | creator | creator | ended
kick mona bob         | kicked bob | kicked bob | kicked bob | kicked bob | kicked bob | ended
kick alice wanda      | kicked wanda | kicked wanda | kicked wanda | kicked wanda | kicked wanda | ended
kick alice lou        | kicked lou | kicked lou | kicked lou | kicked lou | kicked lou | ended
kick alice kim        | unchanged | unchanged | unchanged | unchanged | unchanged | ended
kick bob mona         | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
kick eve bob          | stranger | stranger | stranger | stranger | stranger | stranger
kick kim bob          | stranger | stranger | stranger | stranger | stranger | stranger
send_back alice bob   | sent_back bob | sent_back bob | sent_back bob | sent_back bob | sent_back bob | ended
send_back alice mona  | sent_back mona | sent_back mona | sent_back mona | sent_back mona | sent_back mona | ended
send_back mona alice  | creator | creator | creator | creator | creator | ended
send_back alice wanda | unchanged | unchanged | unchanged | unchanged | unchanged | ended
send_back alice lou   | conflict | conflict | conflict | conflict | conflict | ended
send_back bob mona    | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
set_role alice bob    | role_changed bob | role_changed bob | role_changed bob | role_changed bob | role_changed bob | ended
set_role alice mona   | unchanged | unchanged | unchanged | unchanged | unchanged | ended
set_role alice kim    | conflict | conflict | conflict | conflict | conflict | ended
set_role bob bob      | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
demote mona alice     | creator | creator | creator | creator | creator | ended
demote mona mona      | role_changed mona | role_changed mona | role_changed mona | role_changed mona | role_changed mona | ended
mute alice bob        | muted bob | muted bob | muted bob | muted bob | muted bob | ended
mute mona alice       | muted alice | muted alice | muted alice | muted alice | muted alice | ended
mute bob bob          | muted bob | muted bob | muted bob | muted bob | muted bob | ended
mute bob mona         | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
mute alice wanda      | conflict | conflict | conflict | conflict | conflict | ended
mute alice nobody     | nobody | nobody | nobody | nobody | nobody | ended
unmute alice bob      | unchanged | unchanged | unchanged | unchanged | unchanged | ended
lock alice            | locked | locked | unchanged | locked | locked | ended
lock bob              | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
lock lou              | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
lock eve              | stranger | stranger | stranger | stranger | stranger | stranger
unlock mona           | unchanged | unchanged | unlocked | unchanged | unchanged | ended
invite alice eve      | invited | invited | invited | invited | invited | ended
invite alice kim      | invited | invited | invited | invited | invited | ended
invite bob eve        | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
update mona           | updated | updated | updated | updated | updated | ended
update bob            | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
delete mona           | ended | ended | ended | ended | ended | unchanged
delete adam           | ended | ended | ended | ended | ended | unchanged
delete bob            | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | unchanged
lost bob              | left bob | left bob | left bob | left bob | left bob | unchanged
lost wanda            | left wanda | left wanda | left wanda | left wanda | left wanda | unchanged
lost lou              | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
lost nobody           | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
close idle            | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
close time_limit      | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
`;

function commandOf(text: string): { readonly command: RoomCommand; readonly nowMs: number } {
  const [word = '', who = '', whom = ''] = text.split(' ');
  const at = (command: RoomCommand, nowMs = NOW + 1) => ({ command, nowMs });
  const by = actor(who);
  const participantId = `part_${whom}`;
  switch (word) {
    case 'join':
      return at(joinCommand(who));
    case 'prove':
      return at(joinCommand(who, 'hash'));
    case 'stale':
      return at(joinCommand(who, 'old'));
    case 'later':
      return at(joinCommand(who), NOW + 60_000);
    case 'leave':
      return at({ type: 'leave', by, participantId: null });
    case 'raise_hand':
      return at({ type: 'raise_hand', by, raised: true, participantId: null });
    case 'admit':
    case 'deny':
      return at({ type: word, by, participantId: whom === 'all' ? null : participantId });
    case 'kick':
    case 'send_back':
      return at({ type: word, by, participantId });
    case 'set_role':
      return at({ type: 'set_role', by, participantId, role: 'moderator' });
    case 'demote':
      return at({ type: 'set_role', by, participantId, role: 'participant' });
    case 'mute':
    case 'unmute':
      return at({ type: 'mute', by, participantId, media: { audio: word === 'mute' } });
    case 'lock':
    case 'unlock':
      return at({ type: 'lock', by, locked: word === 'lock' });
    case 'invite':
      return at({ type: 'invite', by, invitees: [invitee(whom)] });
    case 'update':
      return at({ type: 'update', by, change: { name: 'Autre' } });
    case 'delete':
      return at({ type: 'delete', by });
    case 'lost':
      return at({ type: 'lost', participantId: `part_${who}` });
    default:
      return at({ type: 'close', reason: who === 'idle' ? 'idle' : 'time_limit' });
  }
}

const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('what a command makes of a room', () => {
  for (const [what = '', ...expected] of ROWS) {
    const { command, nowMs } = commandOf(what);
    for (const [index, name] of NAMES.entries()) {
      it(`${what} while ${name}: ${expected[index]}`, () => {
        const before = STATES[name];
        const outcome = transition(before, command, nowMs);
        assert.equal(told(outcome), expected[index]);
        if (!outcome.ok) return;
        const changed = outcome.events.length > 0;
        const { version } = before.room;
        assert.equal(outcome.state.room.version, changed ? version + 1 : version);
        assert.equal(outcome.state === before, !changed);
      });
    }
  }

  it('is told for every command', () => {
    const commands = {
      join: 13,
      leave: 8,
      raise_hand: 5,
      admit: 11,
      deny: 5,
      send_back: 6,
      kick: 10,
      set_role: 6,
      mute: 7,
      lock: 5,
      invite: 3,
      update: 2,
      delete: 3,
      lost: 4,
      close: 2,
    } satisfies Record<RoomCommand['type'], number>;
    const rows = Object.groupBy(ROWS, ([what = '']) => commandOf(what).command.type);
    const counts = Object.entries(rows).map(([type, list]) => [type, list.length]);
    assert.deepEqual(Object.fromEntries(counts), commands);
  });
});

describe('a room’s settings', () => {
  const off = after(open, settings({ moderatorControls: false }));

  it('without moderator controls keep moderators from silencing and removing people', () => {
    for (const what of ['kick mona bob', 'send_back mona bob', 'mute mona bob']) {
      assert.equal(told(transition(off, commandOf(what).command, NOW)), 'moderation_off', what);
    }
    assert.equal(told(transition(off, commandOf('admit mona wanda').command, NOW)), 'joined wanda');
  });

  it('keep somebody who was silenced from lifting it, where they may not', () => {
    const strict = after(open, settings({ participantsMayUnmute: false }));
    const silenced = after(strict, commandOf('mute mona bob').command);
    const lift = (who: string) =>
      told(transition(silenced, commandOf(`unmute ${who} bob`).command, NOW));
    assert.deepEqual([lift('bob'), lift('mona')], ['no_moderator', 'muted bob']);
    const free = after(silenced, settings({ participantsMayUnmute: true }));
    assert.equal(told(transition(free, commandOf('unmute bob bob').command, NOW)), 'muted bob');
  });

  it('count the time limit from the first join, and end the room then', () => {
    const limited = after(made, settings({ timeLimitMinutes: 1 }));
    const close: RoomCommand = { type: 'close', reason: 'time_limit' };
    assert.equal(told(transition(limited, close, NOW + 90_000)), 'unchanged');
    const begun = after(limited, joinCommand('alice'));
    assert.equal(told(transition(begun, close, NOW + 59_999)), 'unchanged');
    const outcome = transition(begun, close, NOW + 60_000);
    assert.ok(outcome.ok);
    assert.equal(outcome.state.room.endReason, 'time_limit');
    assert.equal(placeOf(outcome.state, 'alice')?.status, 'left');
  });

  it('remove a person with all they have brought, by whichever of it', () => {
    const whip = (id: string): RoomCommand => ({
      ...{ type: 'join', by: actor('bob'), kind: 'whip', participantId: id },
      ...{ displayName: 'OBS', provenHash: null },
    });
    const both = after(open, whip('part_obs'));
    for (const target of ['bob', 'obs']) {
      const out = after(both, commandOf(`kick mona ${target}`).command);
      assert.equal(out.room.participantCount, 2);
      assert.equal(told(transition(out, whip('part_new'), NOW)), 'kicked');
      assert.equal(told(transition(out, joinCommand('bob'), NOW)), 'kicked');
      const asked = after(out, commandOf('invite mona bob').command);
      assert.equal(told(transition(asked, whip('part_new'), NOW)), 'joined bob');
      assert.equal(after(asked, whip('part_new')).participants.has('part_new'), false);
    }
  });

  it('hold back who was sent back, and whoever they brought, until a moderator decides', () => {
    const whip: RoomCommand = {
      ...{ type: 'join', by: actor('bob'), kind: 'whip', participantId: 'part_obs' },
      ...{ displayName: 'OBS', provenHash: null },
    };
    const both = after(open, whip);
    assert.equal(both.room.participantCount, 4);
    const out = after(both, commandOf('send_back mona bob').command);
    assert.deepEqual([out.room.participantCount, out.room.waitingCount], [2, 2]);
    assert.equal(told(transition(out, joinCommand('bob'), NOW)), 'unchanged');
    assert.equal(told(transition(out, whip, NOW)), 'waiting bob');
    const gone = after(out, commandOf('leave bob').command);
    assert.equal(told(transition(gone, joinCommand('bob'), NOW)), 'waiting bob');
    const back = after(out, commandOf('admit mona bob').command, commandOf('leave bob').command);
    assert.equal(told(transition(back, joinCommand('bob'), NOW)), 'joined bob');
  });
});
