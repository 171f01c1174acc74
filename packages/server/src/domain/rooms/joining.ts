import { changed, changedOne, gone, seated, withChange } from './change.ts';
import type { JoinCommand } from './command.ts';
import { newParticipant } from './new-participant.ts';
import { type Outcome, type Refusal, refuse, unchanged } from './outcome.ts';
import { notReached } from './ringing.ts';
import type { Participant, RoomState } from './room.ts';
import { freeSeats, isKicked, isMany, isModerator, placeOf, placesOf } from './standing.ts';

/** Whoever was denied may knock again after this long. */
const DENIED_MS = 60_000;
/** People before one door. */
const MAX_WAITING = 1000;

/**
 * Takes a seat, or a place before the door. Who has one keeps it. Whether there is room is decided here, with
 * the seat, so no two can have the last one.
 */
export function join(state: RoomState, command: JoinCommand, nowMs: number): Outcome {
  const { room } = state;
  if (room.status === 'ended') return refuse('room_ended', { reason: room.endReason ?? 'deleted' });
  const { by, kind } = command;
  const own = placeOf(state, by.memberId);
  if (isKicked(state, by.memberId)) return refuse('room_kicked');
  if (kind === 'webrtc' && own?.status === 'joined') return unchanged(state);
  const moderator = isModerator(state, by);
  // Further seats of somebody inside, such as what their studio software sends, pass the same door.
  const inside = moderator || own?.status === 'joined';
  const mustWait = !inside && (room.settings.waitingRoom || own?.mustWait === true);
  if (mustWait && kind === 'webrtc' && own?.status === 'waiting') return unchanged(state);
  const barred = inside ? undefined : doorRefusal(state, own, command, nowMs);
  if (barred !== undefined) return barred;
  const known = kind === 'webrtc' ? own : formerPlace(state, command);
  const place = arriving(state, known, command, moderator, nowMs);
  if (mustWait) return wait(state, place, nowMs);
  if (freeSeats(state) <= 0) {
    return refuse('room_full', { limit: room.maxParticipants });
  }
  return changedOne(state, seated(place, nowMs), nowMs, { type: 'room.participant_joined' });
}

/** What was used before is used again: a studio that reconnects for weeks is one participant. */
function formerPlace(state: RoomState, { by, kind }: JoinCommand): Participant | undefined {
  return placesOf(state, by.memberId).find((one) => one.kind === kind && one.status === 'left');
}

/** What keeps somebody out who is neither inside nor a moderator. */
function doorRefusal(
  { room }: RoomState,
  own: Participant | undefined,
  { provenHash, provenPin }: JoinCommand,
  nowMs: number,
): Refusal | undefined {
  if (own?.status === 'denied' && own.leftAtMs !== null) {
    const waitMs = own.leftAtMs + DENIED_MS - nowMs;
    if (waitMs > 0) return refuse('room_denied', { seconds: Math.ceil(waitMs / 1000) });
  }
  if (room.locked) return refuse('room_locked');
  if (provenPin !== undefined) {
    // It was the room's until a moment ago, or there is nothing more to prove.
    return provenPin === room.dialInPin ? undefined : refuse('room_not_found');
  }
  if (room.passwordHash === null || own?.status === 'waiting') return undefined;
  if (provenHash === null) return refuse('room_password_required');
  // It was right for a password that has been changed meanwhile.
  return provenHash === room.passwordHash ? undefined : refuse('room_password_wrong');
}

function arriving(
  { room }: RoomState,
  known: Participant | undefined,
  { by, kind, participantId, displayName }: JoinCommand,
  moderator: boolean,
  nowMs: number,
): Participant {
  if (known !== undefined && !isMany(by.memberId)) {
    const role = moderator ? 'moderator' : known.role;
    return withChange(known, { displayName, role }, nowMs);
  }
  const role = moderator ? 'moderator' : 'participant';
  const who = { id: participantId, userId: by.memberId, kind, displayName, role } as const;
  const stranger = newParticipant(room, { ...who, status: 'left', invitedAtMs: null }, nowMs);
  if (known === undefined) return stranger;
  // Another of a trunk's callers takes the place, and nothing of who had it.
  const { id, seating, createdAtMs } = known;
  return { ...stranger, id, seating, createdAtMs };
}

function wait(state: RoomState, place: Participant, nowMs: number): Outcome {
  if (state.room.waitingCount >= MAX_WAITING) return refuse('room_full', { limit: MAX_WAITING });
  const waiting = withChange(place, { status: 'waiting', leftAtMs: null }, nowMs);
  return changedOne(state, waiting, nowMs, { type: 'room.participant_waiting' });
}

/** Gives up a seat, a place before the door or the ringing of one’s phone; done already, it changes nothing. */
export function leave(
  state: RoomState,
  place: Participant,
  reason: 'left' | 'lost',
  nowMs: number,
): Outcome {
  if (place.status === 'ringing') return notReached(state, [place], 'cancelled', nowMs);
  if (place.status !== 'joined' && place.status !== 'waiting') return unchanged(state);
  return changedOne(state, gone(place, 'left', nowMs), nowMs, {
    type: 'room.participant_left',
    details: { reason },
  });
}

/** Raises or lowers one's own hand. */
export function raiseHand(state: RoomState, place: Participant, raised: boolean, nowMs: number) {
  if (place.status !== 'joined') return refuse('room_seat_required');
  if (raised === (place.handRaisedAtMs !== null)) return unchanged(state);
  const next = withChange(place, { handRaisedAtMs: raised ? nowMs : null }, nowMs);
  return changedOne(state, next, nowMs, {
    type: raised ? 'room.hand_raised' : 'room.hand_lowered',
  });
}

/** Lets people in from before the door, in the order of their coming, as far as there is room. */
export function admit(
  state: RoomState,
  waiting: readonly Participant[],
  by: string,
  nowMs: number,
): Outcome {
  const admitted = waiting.slice(0, Math.max(0, freeSeats(state)));
  if (waiting.length > 0 && admitted.length === 0) {
    return refuse('room_full', { limit: state.room.maxParticipants });
  }
  if (admitted.length === 0) return unchanged(state);
  const touched = admitted.map((place) => seated(place, nowMs));
  const events = touched.map((participant) => ({
    type: 'room.participant_joined' as const,
    participant,
    by,
  }));
  return changed(state, {}, touched, nowMs, events);
}

export function deny(
  state: RoomState,
  waiting: readonly Participant[],
  by: string,
  nowMs: number,
): Outcome {
  if (waiting.length === 0) return unchanged(state);
  const touched = waiting.map((place) =>
    withChange(gone(place, 'denied', nowMs), { role: 'participant' }, nowMs),
  );
  const events = touched.map((participant) => ({
    type: 'room.participant_denied' as const,
    participant,
    by,
  }));
  return changed(state, {}, touched, nowMs, events);
}
