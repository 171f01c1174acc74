import type { Logger, Scope } from '../../kernel/index.ts';
import type { Call } from './call.ts';

/** One line for each state of a call that no request line tells of, and for its end. */
export function logState(logger: Logger, scope: Scope, call: Call): void {
  if (call.status !== 'ended') return;
  const talkedMs = call.answeredAtMs === null ? 0 : (call.endedAtMs ?? 0) - call.answeredAtMs;
  logger.info(
    {
      area: 'voip',
      call_id: call.id,
      org: call.org,
      caller_id: call.callerId,
      actor: scope.principal.id,
      end_reason: call.endReason,
      talked_ms: talkedMs,
      trace_id: scope.traceId,
    },
    'call ended',
  );
}
