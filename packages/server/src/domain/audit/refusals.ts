import { AppError, type AuditRecord, type ErrorCode, type Scope } from '../../kernel/index.ts';

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

/** Hands a refusal on to the audit stream if it concerns what the principal of `scope` may do. */
export function auditRefusal(
  sink: RefusalSink,
  scope: Scope,
  target: string,
  error: unknown,
): void {
  if (!(error instanceof AppError) || !AUDITED.has(error.code)) return;
  const { scope: grant } = error.params;
  const reason = grant === undefined ? error.code : `${error.code} ${grant}`;
  sink(scope, { action: 'request.refused', target, outcome: 'refused', reason });
}
