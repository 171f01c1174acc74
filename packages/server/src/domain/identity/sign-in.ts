import {
  AppError,
  type AuditRecord,
  type Journal,
  type Scope,
  type Secret,
  type Write,
} from '../../kernel/index.ts';
import { grantsOfUser } from '../access/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { User, UserRepository } from '../directory/index.ts';
import type { Passwords } from './passwords.ts';
import type { NewSession, Sessions } from './sessions.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface SignInDependencies {
  readonly users: UserRepository;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly throttle: SignInThrottle;
  readonly journal: Journal;
  readonly trail: AuditTrail;
}

export interface SignedIn {
  readonly user: User;
  readonly session: NewSession;
}

/** Opens console sessions, and writes down who tried. */
export class SignIn {
  readonly #deps: SignInDependencies;

  constructor(deps: SignInDependencies) {
    this.#deps = deps;
  }

  /**
   * @param scope the organisation; its principal is nobody yet
   * @throws AppError `credentials_invalid` | `user_disabled` (said only to who knows the password) |
   * `rate_limited` with the seconds to wait
   */
  async byPassword(
    scope: Scope,
    attempt: { readonly userId: string; readonly password: Secret; readonly ip: string },
  ): Promise<SignedIn> {
    const { userId, password, ip } = attempt;
    const giveBack = this.#deps.throttle.admit(scope.org, userId, ip);
    const user = await this.#deps.users.find(scope.org, userId);
    const matches = await this.#deps.passwords.matches(scope.org, userId, password);
    if (user === undefined || !matches) {
      throw this.refused(scope, userId, new AppError('credentials_invalid'));
    }
    giveBack();
    return this.begin(scope, user, 'password', []);
  }

  /**
   * The session of a user who has proved who they are, committed with `writes`.
   * @throws AppError `user_disabled`
   */
  async begin(
    scope: Scope,
    user: User,
    by: 'password' | 'passkey',
    writes: readonly Write[],
  ): Promise<SignedIn> {
    if (user.status === 'disabled') {
      throw this.refused(scope, user.id, new AppError('user_disabled'));
    }
    const session = this.#deps.sessions.begin(user.org, user.id);
    const audit: AuditRecord = {
      action: 'signin',
      target: `user:${user.id}`,
      outcome: 'allowed',
      reason: by,
    };
    const actor = scopeOfUser(scope, user);
    const all = [...writes, session.write];
    await this.#deps.journal.commit({ scope: actor, writes: all, events: [], audits: [audit] });
    return { user, session };
  }

  /** Writes a refusal down and gives its error back. */
  refused(scope: Scope, userId: string, error: AppError): AppError {
    const target = `user:${userId}`;
    const { code: reason } = error;
    this.#deps.trail.record(scope, { action: 'signin', target, outcome: 'refused', reason });
    return error;
  }
}

/** The same request, once it is known who makes it. */
export function scopeOfUser(scope: Scope, user: User): Scope {
  const grants = new Set(grantsOfUser(user));
  return { ...scope, org: user.org, principal: { kind: 'user', id: user.id, grants } };
}
