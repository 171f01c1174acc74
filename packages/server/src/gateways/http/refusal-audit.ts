import { AppError, type AuditRecord, type ErrorCode, type Scope } from '../../kernel/index.ts';
import type { Exchange } from './exchange.ts';

/** Takes what is to be written down, beside the answer. */
export type RefusalSink = (scope: Scope, refused: AuditRecord) => void;

/** Refusals about who somebody is or what they may do; a typing mistake is no business of the audit. */
const AUDITED: ReadonlySet<ErrorCode> = new Set([
  'forbidden',
  'scope_missing',
  'origin_refused',
  'on_behalf_refused',
  'participant_blocked',
  'external_calls_refused',
  'presence_foreign_user',
  'last_admin',
  'room_kicked',
  'room_denied',
  'room_locked',
  'room_password_wrong',
  'room_seat_required',
  'room_moderator_required',
]);

/**
 * Hands a refusal on to the audit stream if it concerns what an authenticated principal may do.
 * Who has shown no valid credential is nobody, and is counted by address instead.
 */
export function auditRefusal(sink: RefusalSink, exchange: Exchange, error: unknown): void {
  const { principal, org, route, traceId } = exchange;
  if (!(error instanceof AppError) || !AUDITED.has(error.code)) return;
  if (principal === undefined || org === undefined) return;
  const { scope: grant } = error.params;
  sink(
    { org, principal, source: 'http', traceId },
    {
      action: 'request.refused',
      target: `${exchange.request.method} ${route}`,
      outcome: 'refused',
      reason: grant === undefined ? error.code : `${error.code} ${grant}`,
    },
  );
}
