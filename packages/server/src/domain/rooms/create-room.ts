import type { Changed } from './outcome.ts';
import type { Room, RoomSettings } from './room.ts';

/** What is so unless said otherwise. */
export const DEFAULT_SETTINGS: RoomSettings = {
  allowRecording: false,
  moderatorControls: true,
  waitingRoom: false,
  allowScreenShare: true,
  participantsMayUnmute: true,
  timeLimitMinutes: null,
};

export type NewRoom = Pick<
  Room,
  | 'id'
  | 'org'
  | 'name'
  | 'createdBy'
  | 'maxParticipants'
  | 'settings'
  | 'passwordHash'
  | 'dialInPin'
  | 'metadata'
>;

/** A new room: open, and with nobody in it. */
export function createRoom(input: NewRoom, nowMs: number): Changed {
  const room: Room = {
    ...input,
    version: 1,
    status: 'open',
    endReason: null,
    locked: false,
    participantCount: 0,
    waitingCount: 0,
    startedAtMs: null,
    emptySinceMs: nowMs,
    endedAtMs: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const state = { room, participants: new Map() };
  return { ok: true, state, touched: [], events: [{ type: 'room.created' }] };
}
