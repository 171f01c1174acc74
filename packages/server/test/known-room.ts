import assert from 'node:assert/strict';
import type { Actor, RoomCommand } from '../src/domain/rooms/command.ts';
import { createRoom, DEFAULT_SETTINGS } from '../src/domain/rooms/create-room.ts';
import type { Outcome } from '../src/domain/rooms/outcome.ts';
import type { RoomState } from '../src/domain/rooms/room.ts';
import { transition } from '../src/domain/rooms/transitions.ts';

/*
 * Alice has made a room of three seats, and sits in it. Mona moderates, Bob is a participant, Wanda waits, Kim was
 * kicked, Dan was denied, Lou has left, Ida was invited and has not come; Eve is a stranger, and Adam an
 * administrator. It is open, locked, asks for a password, full, or has ended.
 */
export const NOW = 1_000_000;

export function actor(memberId: string): Actor {
  return { memberId, admin: memberId === 'adam' };
}

export function joinCommand(name: string, provenHash: string | null = null): RoomCommand {
  const participantId = `part_${name}`;
  const by = actor(name);
  return { type: 'join', by, kind: 'webrtc', participantId, displayName: name, provenHash };
}

export function after(state: RoomState, ...commands: readonly RoomCommand[]): RoomState {
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

export function settings(change: object): RoomCommand {
  return { type: 'update', by: alice, change: { settings: change } };
}

export const made = createRoom(
  {
    ...{ id: 'room_1', org: 'default', name: 'Salle', createdBy: 'alice', maxParticipants: 4 },
    ...{ settings: DEFAULT_SETTINGS, passwordHash: null, dialInPin: null, metadata: {} },
  },
  NOW,
).state;
export const open = after(
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
export const STATES = {
  open,
  lobby: after(open, settings({ waitingRoom: true })),
  locked: after(open, { type: 'lock', by: alice, locked: true }),
  password: after(open, { type: 'update', by: alice, change: { passwordHash: 'hash' } }),
  full: after(open, { type: 'update', by: alice, change: { maxParticipants: 3 } }),
  ended: after(open, { type: 'delete', by: alice }),
} as const;
export const NAMES = ['open', 'lobby', 'locked', 'password', 'full', 'ended'] as const;

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

export function told(outcome: Outcome): string {
  if (!outcome.ok) return SHORT.get(outcome.code) ?? outcome.code.replace('room_', '');
  if (outcome.events.length === 0) return 'unchanged';
  return outcome.events
    .map(({ type, participant }) => {
      const name = type.slice('room.'.length).replace('participant_', '');
      return participant === undefined ? name : `${name} ${participant.userId}`;
    })
    .join(', ');
}

/** `<word> <who> <whom>`, as the tables have it. */
export function commandOf(text: string): { readonly command: RoomCommand; readonly nowMs: number } {
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
