import type { Participant, Room } from './room.ts';

export type NewParticipant = Pick<
  Participant,
  'id' | 'userId' | 'kind' | 'displayName' | 'role' | 'status' | 'invitedAtMs'
>;

/** Somebody who has had nothing to do with the room yet. */
export function newParticipant(room: Room, who: NewParticipant, nowMs: number): Participant {
  return {
    ...who,
    roomId: room.id,
    org: room.org,
    muted: { audio: false, video: false, screen: false },
    seating: 0,
    mustWait: false,
    ringing: null,
    handRaisedAtMs: null,
    joinedAtMs: null,
    leftAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
