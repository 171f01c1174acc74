import {
  AppError,
  type Grant,
  holds,
  type Principal,
  type Scope,
  USER_GRANTS,
} from '../../kernel/index.ts';

/** What an administrator's own session holds on top of `USER_GRANTS`. */
const ADMIN_GRANTS: readonly Grant[] = [
  ...USER_GRANTS,
  'calls:external',
  'users:write',
  'keys:write',
  'tokens:issue',
  'presence:write:any',
  'notify:write',
  'events:read',
  'metrics:read',
  'voip:admin',
];

/** What of a user says what they may do. */
interface Rights {
  readonly role: 'user' | 'admin';
  readonly externalCalls: boolean;
}

/** What a user's token holds unless it names fewer, or an administrator's names more. Administrators call from pages, too. */
export function ordinaryGrants({ role, externalCalls }: Rights): readonly Grant[] {
  return externalCalls || role === 'admin' ? [...USER_GRANTS, 'calls:external'] : USER_GRANTS;
}

/** The most that a user's own sessions, tokens and phones may hold. */
export function grantsOfUser(user: Rights): readonly Grant[] {
  return user.role === 'admin' ? ADMIN_GRANTS : ordinaryGrants(user);
}

/** @throws AppError `scope_missing`, naming the grant. */
export function requireGrant(scope: Scope, grant: Grant): void {
  if (!holds(scope.principal, grant)) throw scopeMissing(grant);
}

/** @throws AppError `scope_missing`, naming the first grant that `principal` could not give away. */
export function requireMayGive(principal: Principal, grants: readonly Grant[]): void {
  const lacking = grants.find((grant) => !holds(principal, grant));
  if (lacking !== undefined) throw scopeMissing(lacking);
}

export function scopeMissing(grant: Grant): AppError {
  return new AppError('scope_missing', { params: { scope: grant } });
}

export function isSelf(scope: Scope, userId: string): boolean {
  return scope.principal.kind === 'user' && scope.principal.id === userId;
}

/**
 * The acting user's id, for what belongs to a person (blocks, passkeys, a password).
 * @throws AppError `forbidden` for an API key.
 */
export function requireUser(scope: Scope): string {
  if (scope.principal.kind !== 'user') throw new AppError('forbidden');
  return scope.principal.id;
}
