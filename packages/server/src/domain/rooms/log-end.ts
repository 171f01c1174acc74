import type { Logger, Scope } from '../../kernel/index.ts';
import type { Room } from './room.ts';

/** One line for a room's end, which no request line may tell of. */
export function logEnd(logger: Logger, scope: Scope, room: Room): void {
  if (room.status !== 'ended') return;
  const heldMs = room.startedAtMs === null ? 0 : (room.endedAtMs ?? 0) - room.startedAtMs;
  logger.info(
    {
      area: 'voip',
      room_id: room.id,
      org: room.org,
      created_by: room.createdBy,
      actor: scope.principal.id,
      end_reason: room.endReason,
      held_ms: heldMs,
      trace_id: scope.traceId,
    },
    'room ended',
  );
}
