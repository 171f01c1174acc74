import { AppError, holds, type Scope } from '../../kernel/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Call } from './call.ts';
import { actsAs } from './members.ts';

/**
 * Who may see a call: its members, the key that made it, and `voip:admin`. A stranger's attempt and an
 * administrator's look at other people's call are audited.
 * @throws AppError `call_not_found`.
 */
export function requireReader(trail: AuditTrail, scope: Scope, call: Call, action: string): void {
  const { principal } = scope;
  if (principal.kind === 'system' || actsAs(call, principal) !== undefined) return;
  const about = { action: `call.${action}`, target: `call:${call.id}` };
  if (holds(principal, 'voip:admin')) {
    trail.record(scope, { ...about, outcome: 'allowed' });
    return;
  }
  trail.record(scope, { ...about, outcome: 'refused', reason: 'call_not_found' });
  throw new AppError('call_not_found');
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
