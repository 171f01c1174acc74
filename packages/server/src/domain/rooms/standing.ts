import type { Actor } from './command.ts';
import type { Participant, RoomState } from './room.ts';

/** The one seat or place of a member; publishers, viewers and telephones of theirs are further ones. */
export function placeOf(state: RoomState, memberId: string): Participant | undefined {
  for (const participant of state.participants.values()) {
    if (participant.userId === memberId && participant.kind === 'webrtc') return participant;
  }
  return undefined;
}

/** Everything that a member has, or has had, in the room. */
export function placesOf(state: RoomState, memberId: string): readonly Participant[] {
  return [...state.participants.values()].filter(({ userId }) => userId === memberId);
}

export function ringingIn({ participants }: RoomState): readonly Participant[] {
  return [...participants.values()].filter(({ status }) => status === 'ringing');
}

/** None of those of phones that ring, which are kept for them; below zero where a room was made smaller than it is full. */
export function freeSeats(state: RoomState): number {
  const { maxParticipants, participantCount } = state.room;
  return maxParticipants - participantCount - ringingIn(state).length;
}

/** Whether a member is many people, who have nothing to do with one another: those who call in over a trunk. */
export function isMany(memberId: string): boolean {
  return memberId.startsWith('trunk:');
}

/**
 * Who has been removed stays out by every way in, until a moderator invites them. Of a trunk's callers it is the PIN,
 * or the lock, that keeps somebody out.
 */
export function isKicked(state: RoomState, memberId: string): boolean {
  if (isMany(memberId)) return false;
  return placesOf(state, memberId).some(({ status }) => status === 'kicked');
}

/** Enters as a moderator: past lock, password and waiting room. */
export function isModerator(state: RoomState, { memberId, admin }: Actor): boolean {
  if (admin || memberId === state.room.createdBy) return true;
  return placeOf(state, memberId)?.role === 'moderator';
}

/** May moderate now: an administrator and the creator from anywhere, the others from their seat. */
export function mayModerate(state: RoomState, actor: Actor): boolean {
  if (actor.admin || actor.memberId === state.room.createdBy) return true;
  const place = placeOf(state, actor.memberId);
  return place?.role === 'moderator' && place.status === 'joined';
}

/** Whether a member knows of the room: its creator, and who is in it, was in it, or was asked in. */
export function isVisibleTo(state: RoomState, memberId: string): boolean {
  if (memberId === state.room.createdBy) return true;
  return !isKicked(state, memberId) && placesOf(state, memberId).some(knowsFrom);
}

/** Whether a place is reason enough to know of the room. */
export function knowsFrom(
  place: Pick<Participant, 'status' | 'kind' | 'invitedAtMs' | 'joinedAtMs'>,
): boolean {
  if (place.status === 'kicked') return false;
  if (place.kind !== 'webrtc' || place.status === 'waiting' || place.status === 'joined') {
    return true;
  }
  return place.invitedAtMs !== null || place.joinedAtMs !== null;
}
