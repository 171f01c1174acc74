import { changed, changedOne, gone, withChange } from './change.ts';
import type { Actor, Invitee } from './command.ts';
import { newParticipant } from './new-participant.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';
import type {
  ModeratedMedia,
  Participant,
  ParticipantStatus,
  RoomRole,
  RoomState,
} from './room.ts';
import { isKicked, isMany, mayModerate, placeOf, placesOf } from './standing.ts';

/** People of one room, those who have gone and those who were only asked included. */
export const MAX_PEOPLE = 5000;

/** Out of the room with whatever they have in it, and not back in until a moderator asks them in by name. */
export function kick(state: RoomState, target: Participant, by: string, nowMs: number): Outcome {
  if (target.userId === state.room.createdBy) return refuse('room_creator_protected');
  if (target.status === 'kicked') return unchanged(state);
  const places = [target, ...otherPlaces(state, target)].filter(
    ({ kind, status }) => status !== 'kicked' && (kind === 'webrtc' || isPresent(status)),
  );
  const out = { role: 'participant', invitedAtMs: null } as const;
  const touched = (places.length === 0 ? [target] : places).map((place) =>
    withChange(gone(place, 'kicked', nowMs), out, nowMs),
  );
  const type = 'room.participant_kicked';
  const events = touched.map((participant) => ({ type, participant, by }) as const);
  return changed(state, {}, touched, nowMs, events);
}

/** Back before the door, without what else they have in the room. Frees the seats. */
export function sendBack(
  state: RoomState,
  target: Participant,
  by: string,
  nowMs: number,
): Outcome {
  if (target.userId === state.room.createdBy) return refuse('room_creator_protected');
  if (target.status === 'waiting') return unchanged(state);
  if (target.status !== 'joined') return conflict(target);
  const places = [target, ...otherPlaces(state, target)].filter(({ status }) => isPresent(status));
  const person = places.find(({ kind }) => kind === 'webrtc') ?? target;
  const back = withChange(
    person,
    { status: 'waiting', mustWait: true, role: 'participant', handRaisedAtMs: null },
    nowMs,
  );
  const left = places
    .filter((place) => place !== person)
    .map((place) => gone(place, 'left', nowMs));
  const details = { reason: 'sent_back' };
  const events = left.map(
    (participant) => ({ type: 'room.participant_left', participant, by, details }) as const,
  );
  const sent = { type: 'room.participant_sent_back', participant: back, by } as const;
  return changed(state, {}, [back, ...left], nowMs, [sent, ...events]);
}

/** What else the same person has, or has had, in the room. */
function otherPlaces(state: RoomState, target: Participant): readonly Participant[] {
  if (target.userId === null || isMany(target.userId)) return [];
  return placesOf(state, target.userId).filter(({ id }) => id !== target.id);
}

/** Holds a seat or a place, or has one kept. */
export function isPresent(status: ParticipantStatus): boolean {
  return status === 'joined' || status === 'waiting' || status === 'ringing';
}

export function setRole(
  state: RoomState,
  target: Participant,
  role: RoomRole,
  by: string,
  nowMs: number,
): Outcome {
  if (target.status === 'kicked' || target.status === 'denied') return conflict(target);
  // A telephone that has left keeps its place when its user is kicked.
  if (target.userId !== null && isKicked(state, target.userId)) {
    return conflict({ ...target, status: 'kicked' });
  }
  if (target.role === role) return unchanged(state);
  if (target.userId === state.room.createdBy) return refuse('room_creator_protected');
  return changedOne(state, withChange(target, { role }, nowMs), nowMs, {
    type: 'room.role_changed',
    by,
  });
}

/** True silences, false lifts. By a moderator; by oneself where the room allows it. */
export function mute(
  state: RoomState,
  target: Participant,
  media: Partial<ModeratedMedia>,
  by: Actor,
  nowMs: number,
): Outcome {
  const refusal = muteRefusal(state, target, media, by);
  return refusal ?? silence(state, target, media, by.memberId, nowMs);
}

/** By oneself, whoever that is: somebody outside gives no other commands. */
export function muteOwn(
  state: RoomState,
  target: Participant,
  media: Partial<ModeratedMedia>,
  nowMs: number,
): Outcome {
  if (!mayMuteSelf(state, media, target.role === 'moderator')) {
    return refuse('room_moderator_required');
  }
  return silence(state, target, media, target.userId ?? target.id, nowMs);
}

function silence(
  state: RoomState,
  target: Participant,
  media: Partial<ModeratedMedia>,
  by: string,
  nowMs: number,
): Outcome {
  if (target.status !== 'joined') return conflict(target);
  const muted = { ...target.muted, ...media };
  const { audio, video, screen } = target.muted;
  if (muted.audio === audio && muted.video === video && muted.screen === screen) {
    return unchanged(state);
  }
  return changedOne(state, withChange(target, { muted }, nowMs), nowMs, {
    type: 'room.participant_muted',
    by,
  });
}

function muteRefusal(
  state: RoomState,
  target: Participant,
  media: Partial<ModeratedMedia>,
  by: Actor,
) {
  const moderator = mayModerate(state, by);
  if (target.userId === by.memberId) {
    return mayMuteSelf(state, media, moderator) ? undefined : refuse('room_moderator_required');
  }
  if (!moderator) return refuse('room_moderator_required');
  return state.room.settings.moderatorControls ? undefined : refuse('room_moderation_off');
}

function mayMuteSelf(
  { room }: RoomState,
  media: Partial<ModeratedMedia>,
  moderator: boolean,
): boolean {
  const lifts = Object.values(media).some((silenced) => silenced === false);
  return moderator || room.settings.participantsMayUnmute || !lifts;
}

export function lock(state: RoomState, locked: boolean, nowMs: number): Outcome {
  if (state.room.locked === locked) return unchanged(state);
  return changed(state, { locked }, [], nowMs, [
    { type: locked ? 'room.locked' : 'room.unlocked' },
  ]);
}

/** Lets people know of the room, and takes back that they were kicked or denied. */
export function invite(
  state: RoomState,
  invitees: readonly Invitee[],
  by: string,
  nowMs: number,
): Outcome {
  const touched: Participant[] = [];
  for (const invitee of invitees) {
    const known = placeOf(state, invitee.userId);
    if (known === undefined) touched.push(invited(state, invitee, nowMs));
    else if (known.status === 'kicked' || known.status === 'denied') {
      touched.push(withChange(known, { status: 'invited', invitedAtMs: nowMs }, nowMs));
    } else touched.push(withChange(known, { invitedAtMs: nowMs }, nowMs));
    const kicked = placesOf(state, invitee.userId).filter(
      ({ kind, status }) => kind !== 'webrtc' && status === 'kicked',
    );
    touched.push(...kicked.map((place) => withChange(place, { status: 'left' }, nowMs)));
  }
  const people = new Set([...state.participants.keys(), ...touched.map(({ id }) => id)]);
  if (people.size > MAX_PEOPLE) return refuse('too_many_participants', { limit: MAX_PEOPLE });
  const details = { user_ids: invitees.map(({ userId }) => userId) };
  return changed(state, {}, touched, nowMs, [{ type: 'room.invited', by, details }]);
}

function invited({ room }: RoomState, invitee: Invitee, nowMs: number): Participant {
  const { participantId: id, userId, displayName } = invitee;
  const who = { id, userId, kind: 'webrtc', displayName, role: 'participant' } as const;
  return newParticipant(room, { ...who, status: 'invited', invitedAtMs: nowMs }, nowMs);
}

function conflict(target: Participant) {
  return refuse('room_participant_conflict', { status: target.status });
}
