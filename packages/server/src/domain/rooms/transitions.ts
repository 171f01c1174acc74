import type { Actor, CommandOf, RoomCommand } from './command.ts';
import { byPhone, cancelDialOut, dialOut } from './dialling.ts';
import { admit, deny, join, leave, raiseHand } from './joining.ts';
import { invite, kick, lock, mute, sendBack, setRole } from './moderating.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';
import { withoutOrphans } from './ringing.ts';
import { closesAtMs, type Participant, type RoomState } from './room.ts';
import { isVisibleTo, mayModerate, placeOf } from './standing.ts';
import { end, update } from './updating.ts';

/**
 * What a command makes of a room. Pure. To somebody who does not know of the room it is `room_not_found`, but
 * that they may join or knock; on an ended room leaving, deleting and what the server does by itself change
 * nothing, and everything else is `room_ended`. Who leaves takes along the phones that ring at their wish.
 */
export function transition(state: RoomState, command: RoomCommand, nowMs: number): Outcome {
  return withoutOrphans(state, decide(state, command, nowMs), nowMs);
}

function decide(state: RoomState, command: RoomCommand, nowMs: number): Outcome {
  switch (command.type) {
    case 'join':
      return join(state, command, nowMs);
    case 'lost':
      return lost(state, command.participantId, nowMs);
    case 'close':
      return close(state, command, nowMs);
    case 'phone_answered':
    case 'phone_failed':
    case 'phone_hung_up':
    case 'phone_muted':
    case 'phone_hand':
    case 'rings_over':
      return byPhone(state, command, nowMs);
    default:
      break;
  }
  const { by } = command;
  if (!by.admin && !isVisibleTo(state, by.memberId)) return refuse('room_not_found');
  if (command.type === 'leave') return leaveAs(state, command, nowMs);
  if (state.room.status === 'ended') return onEnded(state, command);
  if (command.type === 'raise_hand') {
    const place = ownPlace(state, by, command.participantId);
    if (place === undefined) return refuse('room_seat_required');
    return raiseHand(state, place, command.raised, nowMs);
  }
  if (command.type === 'mute') return muteOne(state, command, nowMs);
  if (command.type === 'dial_out') return dialOut(state, command, nowMs);
  if (command.type === 'cancel_dial_out') return cancelDialOut(state, command, nowMs);
  return moderate(state, command, nowMs);
}

function lost(state: RoomState, participantId: string, nowMs: number): Outcome {
  const place = state.participants.get(participantId);
  return place === undefined ? unchanged(state) : leave(state, place, 'lost', nowMs);
}

/** A time limit that was lengthened, or a room that somebody has come into, is not closed. */
function close(state: RoomState, { reason }: CommandOf<'close'>, nowMs: number): Outcome {
  const { room } = state;
  if (room.status === 'ended') return unchanged(state);
  const dueMs = closesAtMs(room);
  const due = reason === 'idle' ? room.emptySinceMs !== null : dueMs !== null && dueMs <= nowMs;
  return due ? end(state, reason, nowMs) : unchanged(state);
}

function leaveAs(state: RoomState, command: CommandOf<'leave'>, nowMs: number): Outcome {
  const { by, participantId } = command;
  if (participantId === null) {
    const own = placeOf(state, by.memberId);
    return own === undefined ? unchanged(state) : leave(state, own, 'left', nowMs);
  }
  const place = state.participants.get(participantId);
  if (place?.userId !== by.memberId) return refuse('room_participant_not_found');
  return leave(state, place, 'left', nowMs);
}

/** One's own place: the one that one has as a person, or a further one. */
function ownPlace(
  state: RoomState,
  { memberId }: Actor,
  participantId: string | null,
): Participant | undefined {
  if (participantId === null) return placeOf(state, memberId);
  const place = state.participants.get(participantId);
  return place?.userId === memberId ? place : undefined;
}

function onEnded(state: RoomState, command: RoomCommand): Outcome {
  if (command.type === 'delete') return unchanged(state);
  return refuse('room_ended', { reason: state.room.endReason ?? 'deleted' });
}

/** By a moderator, or of oneself. */
function muteOne(state: RoomState, command: CommandOf<'mute'>, nowMs: number): Outcome {
  const { by, media, participantId } = command;
  const target = state.participants.get(participantId);
  if (target !== undefined) return mute(state, target, media, by, nowMs);
  return refuse(mayModerate(state, by) ? 'room_participant_not_found' : 'room_moderator_required');
}

type ModeratorCommand = CommandOf<
  'lock' | 'invite' | 'update' | 'delete' | 'admit' | 'deny' | 'send_back' | 'kick' | 'set_role'
>;

function moderate(state: RoomState, command: ModeratorCommand, nowMs: number): Outcome {
  const { by } = command;
  if (!mayModerate(state, by)) return refuse('room_moderator_required');
  switch (command.type) {
    case 'lock':
      return lock(state, command.locked, nowMs);
    case 'invite':
      return invite(state, command.invitees, by.memberId, nowMs);
    case 'update':
      return update(state, command.change, by.memberId, nowMs);
    case 'delete':
      return end(state, 'deleted', nowMs, by.memberId);
    case 'admit':
    case 'deny':
      return decideOnWaiting(state, command, nowMs);
    default:
      return aboutOne(state, command, nowMs);
  }
}

function decideOnWaiting(
  state: RoomState,
  { type, by, participantId }: CommandOf<'admit' | 'deny'>,
  nowMs: number,
): Outcome {
  const rule = type === 'admit' ? admit : deny;
  if (participantId === null) {
    const waiting = [...state.participants.values()]
      .filter(({ status }) => status === 'waiting')
      .sort((a, b) => a.updatedAtMs - b.updatedAtMs);
    return rule(state, waiting, by.memberId, nowMs);
  }
  const target = state.participants.get(participantId);
  if (target === undefined) return refuse('room_participant_not_found');
  const done = type === 'admit' ? 'joined' : 'denied';
  if (target.status === done) return unchanged(state);
  if (target.status !== 'waiting') {
    return refuse('room_participant_conflict', { status: target.status });
  }
  return rule(state, [target], by.memberId, nowMs);
}

function aboutOne(
  state: RoomState,
  command: CommandOf<'send_back' | 'kick' | 'set_role'>,
  nowMs: number,
): Outcome {
  const target = state.participants.get(command.participantId);
  if (target === undefined) return refuse('room_participant_not_found');
  if (command.type === 'set_role') {
    return setRole(state, target, command.role, command.by.memberId, nowMs);
  }
  return remove(state, target, command, nowMs);
}

function remove(
  state: RoomState,
  target: Participant,
  { type, by }: { readonly type: 'send_back' | 'kick'; readonly by: Actor },
  nowMs: number,
): Outcome {
  if (!state.room.settings.moderatorControls) return refuse('room_moderation_off');
  const rule = type === 'kick' ? kick : sendBack;
  return rule(state, target, by.memberId, nowMs);
}
