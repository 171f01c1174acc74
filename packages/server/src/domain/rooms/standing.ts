import type { Actor } from './command.ts';
import type { Participant, RoomState } from './room.ts';

/** The one seat or place of a member; publishers, viewers and telephones of theirs are further ones. */
export function placeOf(state: RoomState, memberId: string): Participant | undefined {
  for (const participant of state.participants.values()) {
    if (participant.userId === memberId && participant.kind === 'webrtc') return participant;
  }
  return undefined;
}

/** Every seat and place of a member. */
export function placesOf(state: RoomState, memberId: string): readonly Participant[] {
  return [...state.participants.values()].filter(({ userId }) => userId === memberId);
}

export function isSeated(state: RoomState, memberId: string): boolean {
  return placeOf(state, memberId)?.status === 'joined';
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
  const place = placeOf(state, memberId);
  if (place === undefined || place.status === 'kicked') return false;
  if (place.status === 'waiting' || place.status === 'joined') return true;
  return place.invitedAtMs !== null || place.joinedAtMs !== null;
}

/**
 * How much of what happens in a room is for a member: `moderator` and `seated` hear what is said and who
 * comes and goes, a moderator also who waits; `outside` (invited, waiting, gone) hears of the room itself and
 * of his own place; `stranger` nothing.
 */
export type Standing = 'moderator' | 'seated' | 'outside' | 'stranger';

export function standingOf(state: RoomState, memberId: string): Standing {
  if (!isVisibleTo(state, memberId)) return 'stranger';
  return standingAs(state.room.createdBy, memberId, placeOf(state, memberId));
}

/** The same of somebody to whom the room is visible. */
export function standingAs(
  createdBy: string,
  memberId: string,
  place: Pick<Participant, 'status' | 'role'> | undefined,
): Standing {
  if (memberId === createdBy) return 'moderator';
  if (place?.status !== 'joined') return 'outside';
  return place.role === 'moderator' ? 'moderator' : 'seated';
}
