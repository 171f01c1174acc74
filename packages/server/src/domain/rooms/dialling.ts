import { changedOne, seated, withChange } from './change.ts';
import type { CommandOf, DialOutCommand, PhoneCommand } from './command.ts';
import { leave, raiseHand } from './joining.ts';
import { MAX_PEOPLE, muteOwn } from './moderating.ts';
import { newParticipant } from './new-participant.ts';
import { type Outcome, type Refusal, refuse, unchanged } from './outcome.ts';
import { notReached, ringsOver } from './ringing.ts';
import type { Participant, RoomState } from './room.ts';
import { freeSeats, isKicked, isModerator, mayModerate, placeOf, placesOf } from './standing.ts';

/** Rings somebody’s phone, and keeps a seat for it: whoever answers finds it free. */
export function dialOut(state: RoomState, command: DialOutCommand, nowMs: number): Outcome {
  const refusal = dialRefusal(state, command);
  if (refusal !== undefined) return refusal;
  const { by, address, timeoutMs } = command;
  const ringing = { by: by.memberId, untilMs: nowMs + timeoutMs };
  const place = withChange(
    phonePlace(state, command, nowMs),
    { status: 'ringing', ringing, leftAtMs: null },
    nowMs,
  );
  const event = { type: 'room.participant_ringing', by: by.memberId } as const;
  return changedOne(state, place, nowMs, address === null ? event : { ...event, address });
}

function dialRefusal(state: RoomState, { by, userId }: DialOutCommand): Refusal | undefined {
  if (!mayModerate(state, by)) {
    if (userId !== by.memberId) return refuse('room_moderator_required');
    if (placeOf(state, by.memberId)?.status !== 'joined') return refuse('room_seat_required');
  }
  if (userId !== null && isKicked(state, userId)) {
    return refuse('room_participant_conflict', { status: 'kicked' });
  }
  // Their phones ring together, and once at a time.
  if (userId !== null && placesOf(state, userId).some(({ status }) => status === 'ringing')) {
    return refuse('room_participant_conflict', { status: 'ringing' });
  }
  if (state.participants.size >= MAX_PEOPLE) {
    return refuse('too_many_participants', { limit: MAX_PEOPLE });
  }
  return freeSeats(state) > 0
    ? undefined
    : refuse('room_full', { limit: state.room.maxParticipants });
}

function phonePlace(
  state: RoomState,
  { userId, participantId, displayName }: DialOutCommand,
  nowMs: number,
): Participant {
  const moderator = userId !== null && isModerator(state, { memberId: userId, admin: false });
  const role = moderator ? 'moderator' : 'participant';
  const places = userId === null ? [] : placesOf(state, userId);
  const known = places.find(({ kind, status }) => kind === 'sip' && status === 'left');
  if (known !== undefined) return withChange(known, { displayName, role }, nowMs);
  const who = { id: participantId, userId, kind: 'sip', displayName, role } as const;
  return newParticipant(state.room, { ...who, status: 'left', invitedAtMs: null }, nowMs);
}

/** By a moderator, by who has asked for it, or by whose phone it is. */
export function cancelDialOut(
  state: RoomState,
  { by, participantId }: CommandOf<'cancel_dial_out'>,
  nowMs: number,
): Outcome {
  const place = state.participants.get(participantId);
  const own = place?.userId === by.memberId || place?.ringing?.by === by.memberId;
  if (!own && !mayModerate(state, by)) return refuse('room_moderator_required');
  if (place?.kind !== 'sip') return refuse('room_participant_not_found');
  if (place.status === 'left') return unchanged(state);
  if (place.status !== 'ringing') {
    return refuse('room_participant_conflict', { status: place.status });
  }
  return notReached(state, [place], 'cancelled', nowMs, by.memberId);
}

/** What happens to a phone, as the gateway tells it; what is no longer so changes nothing. */
export function byPhone(state: RoomState, command: PhoneCommand, nowMs: number): Outcome {
  if (state.room.status === 'ended') return unchanged(state);
  if (command.type === 'rings_over') return ringsOver(state, nowMs);
  const place = state.participants.get(command.participantId);
  if (place?.kind !== 'sip') return unchanged(state);
  switch (command.type) {
    case 'phone_answered':
      return place.status === 'ringing' ? answered(state, place, nowMs) : unchanged(state);
    case 'phone_failed':
      return notReached(state, [place], command.reason, nowMs);
    case 'phone_hung_up':
      return leave(state, place, 'left', nowMs);
    case 'phone_muted':
      return muteOwn(state, place, { audio: command.muted }, nowMs);
    case 'phone_hand':
      return raiseHand(state, place, command.raised, nowMs);
    default:
      return command satisfies never;
  }
}

function answered(state: RoomState, place: Participant, nowMs: number): Outcome {
  return changedOne(state, seated(place, nowMs), nowMs, { type: 'room.participant_joined' });
}
