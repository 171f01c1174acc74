import type { ErrorCode, JsonObject } from '../../kernel/index.ts';
import type { Participant, RoomState } from './room.ts';

export type RoomEventType =
  | 'room.created'
  | 'room.updated'
  | 'room.locked'
  | 'room.unlocked'
  | 'room.invited'
  | 'room.ended'
  | 'room.participant_waiting'
  | 'room.participant_ringing'
  | 'room.participant_not_reached'
  | 'room.participant_joined'
  | 'room.participant_denied'
  | 'room.participant_sent_back'
  | 'room.participant_left'
  | 'room.participant_kicked'
  | 'room.role_changed'
  | 'room.participant_muted'
  | 'room.hand_raised'
  | 'room.hand_lowered';

export interface RoomEvent {
  readonly type: RoomEventType;
  /** Whom it is about, as they are after it. */
  readonly participant?: Participant;
  /** Who did it, where that is somebody else. */
  readonly by?: string;
  /** What is dialled to reach them. */
  readonly address?: string;
  /** What more there is to say: `user_ids`, `reason`, `changed`. */
  readonly details?: JsonObject;
}

export interface Changed {
  readonly ok: true;
  readonly state: RoomState;
  /** Those that differ from before. */
  readonly touched: readonly Participant[];
  /** Empty: the command asks for what is so already, and nothing is to be stored. */
  readonly events: readonly RoomEvent[];
}

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export type Outcome = Changed | Refusal;

export function refuse(code: ErrorCode, params: Refusal['params'] = {}): Refusal {
  return { ok: false, code, params };
}

export function unchanged(state: RoomState): Changed {
  return { ok: true, state, touched: [], events: [] };
}
