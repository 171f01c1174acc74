import {
  AppError,
  type Clock,
  type Journal,
  type NewEvent,
  type Scope,
  type Secret,
  type Write,
} from '../../kernel/index.ts';
import { requireUser } from '../access/index.ts';
import { tokensVoided, userEvent } from '../directory/index.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-policy.ts';
import type { CredentialRepository } from './ports.ts';
import type { NewSession, Sessions } from './sessions.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface PasswordsDependencies {
  readonly credentials: CredentialRepository;
  readonly sessions: Sessions;
  readonly hasher: PasswordHasher;
  readonly throttle: SignInThrottle;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** What sets a password, to commit with whatever it is part of. */
export interface PreparedPassword {
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

/** The passwords of the organisation's users. */
export class Passwords {
  readonly #deps: PasswordsDependencies;

  constructor(deps: PasswordsDependencies) {
    this.#deps = deps;
  }

  /**
   * A user's first password, or a new one in its place: that ends all sessions and voids all tokens.
   * @throws AppError `password_too_weak` | `rate_limited`
   */
  async prepare(org: string, userId: string, password: Secret): Promise<PreparedPassword> {
    requireStrongPassword(password.reveal(), userId);
    const replaced = (await this.#stored(org, userId)) !== undefined;
    const phc = await this.#deps.hasher.hash(password);
    const { credentials, sessions, clock } = this.#deps;
    const id = `cred_password_${userId}`;
    const createdAtMs = clock.nowMs();
    const stored = { id, org, userId, createdAtMs, credential: { kind: 'password', phc } } as const;
    const set = userEvent(userId, 'user.password_changed', { user_id: userId });
    return {
      writes: [
        credentials.remove(org, id),
        credentials.put(stored),
        ...(replaced ? [sessions.endAll(org, userId)] : []),
      ],
      events: replaced ? [set, tokensVoided(userId, 'password_changed')] : [set],
    };
  }

  /** Takes as long for a user without a password, or for none at all. @throws AppError `rate_limited` */
  async matches(org: string, userId: string, password: Secret): Promise<boolean> {
    return this.#deps.hasher.verify(await this.#stored(org, userId), password);
  }

  /**
   * Sets the acting user's own password. `current` is needed where there is one.
   * @returns the session that goes on; every other has ended.
   * @throws AppError `credentials_invalid` | `password_too_weak` | `rate_limited` | `forbidden`
   */
  async change(
    scope: Scope,
    change: { readonly current: Secret | undefined; readonly next: Secret; readonly ip: string },
  ): Promise<NewSession> {
    const userId = requireUser(scope);
    await this.#requireCurrent(scope.org, userId, change.current, change.ip);
    const prepared = await this.prepare(scope.org, userId, change.next);
    const session = this.#deps.sessions.begin(scope.org, userId);
    const ended = this.#deps.sessions.endAll(scope.org, userId);
    const writes = [...prepared.writes, ended, session.write];
    await this.#deps.journal.commit({ scope, writes, events: prepared.events });
    return session;
  }

  async #requireCurrent(
    org: string,
    userId: string,
    current: Secret | undefined,
    ip: string,
  ): Promise<void> {
    const phc = await this.#stored(org, userId);
    if (phc === undefined) return;
    if (current === undefined) throw new AppError('credentials_invalid');
    const giveBack = this.#deps.throttle.admit(org, userId, ip);
    if (!(await this.#deps.hasher.verify(phc, current))) throw new AppError('credentials_invalid');
    giveBack();
  }

  async #stored(org: string, userId: string): Promise<string | undefined> {
    for (const { credential } of await this.#deps.credentials.ofUser(org, userId)) {
      if (credential.kind === 'password') return credential.phc;
    }
    return undefined;
  }
}
