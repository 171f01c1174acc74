import { AppError, holds, type Principal, type Scope } from '../../kernel/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import { memberIdOf } from '../calls/index.ts';
import type { Actor } from './command.ts';
import type { RoomState } from './room.ts';
import { isVisibleTo } from './standing.ts';

export function actorOf(principal: Principal): Actor {
  return { memberId: memberIdOf(principal), admin: holds(principal, 'voip:admin') };
}

/** Knows of the room, or may look at every one. */
export function isReader(state: RoomState, principal: Principal): boolean {
  const { memberId, admin } = actorOf(principal);
  return admin || isVisibleTo(state, memberId);
}

/**
 * Whoever does not know of a room is told that there is none. A stranger's attempt and an administrator's look
 * at other people's room are audited.
 * @throws AppError `room_not_found`.
 */
export function requireReader(
  trail: AuditTrail,
  scope: Scope,
  state: RoomState,
  action: string,
): void {
  const { principal } = scope;
  if (principal.kind === 'system' || isVisibleTo(state, memberIdOf(principal))) return;
  const about = { action: `room.${action}`, target: `room:${state.room.id}` };
  if (holds(principal, 'voip:admin')) {
    trail.record(scope, { ...about, outcome: 'allowed' });
    return;
  }
  trail.record(scope, { ...about, outcome: 'refused', reason: 'room_not_found' });
  throw new AppError('room_not_found');
}
