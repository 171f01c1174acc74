import { changed, changedOne, gone, withChange } from './change.ts';
import type { Actor, Invitee } from './command.ts';
import { type Outcome, refuse, unchanged } from './outcome.ts';
import type { ModeratedMedia, Participant, RoomRole, RoomState } from './room.ts';
import { mayModerate, placeOf } from './standing.ts';

/** People of one room, those who have gone and those who were only asked included. */
const MAX_PEOPLE = 5000;

/** Out of the room, and not back in until a moderator asks them in by name. */
export function kick(state: RoomState, target: Participant, by: string, nowMs: number): Outcome {
  if (target.userId === state.room.createdBy) return refuse('room_creator_protected');
  if (target.status === 'kicked') return unchanged(state);
  const others = furtherSeats(state, target).map((place) => gone(place, 'kicked', nowMs));
  const out = { role: 'participant', invitedAtMs: null } as const;
  const kicked = withChange(gone(target, 'kicked', nowMs), out, nowMs);
  const touched = [kicked, ...others];
  return changed(
    state,
    {},
    touched,
    nowMs,
    touched.map((participant) => ({ type: 'room.participant_kicked', participant, by })),
  );
}

/** Back before the door. Frees the seat. */
export function sendBack(
  state: RoomState,
  target: Participant,
  by: string,
  nowMs: number,
): Outcome {
  if (target.userId === state.room.createdBy) return refuse('room_creator_protected');
  if (target.status === 'waiting') return unchanged(state);
  if (target.status !== 'joined') return conflict(target);
  const others = furtherSeats(state, target).map((place) => gone(place, 'left', nowMs));
  const back = withChange(
    target,
    { status: 'waiting', mustWait: true, role: 'participant', handRaisedAtMs: null },
    nowMs,
  );
  const sent = { type: 'room.participant_sent_back', participant: back, by } as const;
  const left = others.map((participant) => ({
    type: 'room.participant_left' as const,
    participant,
    by,
    details: { reason: 'sent_back' },
  }));
  return changed(state, {}, [back, ...others], nowMs, [sent, ...left]);
}

/** What else the same person holds in the room: out of their own seat, they keep none of it. */
function furtherSeats(state: RoomState, target: Participant): readonly Participant[] {
  if (target.userId === null || target.kind !== 'webrtc') return [];
  return [...state.participants.values()].filter(
    ({ id, userId, status }) =>
      id !== target.id && userId === target.userId && (status === 'joined' || status === 'waiting'),
  );
}

export function setRole(
  state: RoomState,
  target: Participant,
  role: RoomRole,
  by: string,
  nowMs: number,
): Outcome {
  if (target.status === 'kicked' || target.status === 'denied') return conflict(target);
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
  if (refusal !== undefined) return refusal;
  if (target.status !== 'joined') return conflict(target);
  const muted = { ...target.muted, ...media };
  const { audio, video, screen } = target.muted;
  if (muted.audio === audio && muted.video === video && muted.screen === screen) {
    return unchanged(state);
  }
  return changedOne(state, withChange(target, { muted }, nowMs), nowMs, {
    type: 'room.participant_muted',
    by: by.memberId,
  });
}

function muteRefusal(
  state: RoomState,
  target: Participant,
  media: Partial<ModeratedMedia>,
  by: Actor,
) {
  const { moderatorControls, participantsMayUnmute } = state.room.settings;
  const moderator = mayModerate(state, by);
  if (target.userId === by.memberId) {
    const lifts = Object.values(media).some((silenced) => silenced === false);
    const may = moderator || participantsMayUnmute || !lifts;
    return may ? undefined : refuse('room_moderator_required');
  }
  if (!moderator) return refuse('room_moderator_required');
  return moderatorControls ? undefined : refuse('room_moderation_off');
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
  }
  const people = new Set([...state.participants.keys(), ...touched.map(({ id }) => id)]);
  if (people.size > MAX_PEOPLE) return refuse('too_many_participants', { limit: MAX_PEOPLE });
  const details = { user_ids: invitees.map(({ userId }) => userId) };
  return changed(state, {}, touched, nowMs, [{ type: 'room.invited', by, details }]);
}

function invited({ room }: RoomState, invitee: Invitee, nowMs: number): Participant {
  return {
    id: invitee.participantId,
    roomId: room.id,
    org: room.org,
    userId: invitee.userId,
    kind: 'webrtc',
    displayName: invitee.displayName,
    role: 'participant',
    status: 'invited',
    muted: { audio: false, video: false, screen: false },
    seating: 0,
    mustWait: false,
    invitedAtMs: nowMs,
    handRaisedAtMs: null,
    joinedAtMs: null,
    leftAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

function conflict(target: Participant) {
  return refuse('room_participant_conflict', { status: target.status });
}
