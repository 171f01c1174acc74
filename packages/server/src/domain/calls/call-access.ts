import { AppError, type AuditRecord, holds, type Journal, type Scope } from '../../kernel/index.ts';
import type { Call } from './call.ts';
import { actsAs, mayRead } from './members.ts';

/**
 * Who may see a call: its members, the key that made it, and `voip:admin`. A stranger's attempt and an
 * administrator's look at other people's call are audited.
 * @throws AppError `call_not_found`.
 */
export async function requireReader(
  journal: Journal,
  scope: Scope,
  call: Call,
  action: string,
): Promise<void> {
  if (actsAs(call, scope.principal) !== undefined || scope.principal.kind === 'system') return;
  const allowed = mayRead(call, scope.principal);
  const record: AuditRecord = {
    action: `call.${action}`,
    target: `call:${call.id}`,
    outcome: allowed ? 'allowed' : 'refused',
    ...(allowed ? {} : { reason: 'call_not_found' }),
  };
  await journal.commit({ scope, writes: [], events: [], audits: [record] });
  if (!allowed) throw new AppError('call_not_found');
}

/**
 * As whom a principal commands a call; null for an administrator who is no member.
 * @throws AppError `call_not_found`.
 */
export function commander(call: Call, scope: Scope): string | null {
  const member = actsAs(call, scope.principal);
  if (member !== undefined) return member;
  if (holds(scope.principal, 'voip:admin')) return null;
  throw new AppError('call_not_found');
}
