import {
  AppError,
  type Clock,
  DuplicateKey,
  type Journal,
  KeyedQueue,
  type NewEvent,
  type Page,
  type PageRequest,
  retryOnConflict,
  type Scope,
  type Write,
} from '../../kernel/index.ts';
import { isSelf, requireGrant, requireMayGive, requireUser } from '../access/index.ts';
import type { UserRepository } from './ports.ts';
import { changeUser, createUser, type NewUser, type UserChange } from './transitions.ts';
import type { User } from './user.ts';

/** What belongs to the same commit: a password, the receipt of an Idempotency-Key. */
export type Attached = (user: User) => {
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
};

/** Words of the API's addresses. */
const RESERVED_IDS: ReadonlySet<string> = new Set(['me']);

const nothingAttached: Attached = () => ({ writes: [], events: [] });

export interface UsersDependencies {
  readonly users: UserRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Writes that end every session of a user, committed together with disabling it. */
  readonly endSessions: (org: string, userId: string) => readonly Write[];
}

/** The organisation's people. */
export class Users {
  readonly #deps: UsersDependencies;
  /** "Not the last administrator" is a rule over all administrators: one change of it at a time. */
  readonly #adminChanges = new KeyedQueue();

  constructor(deps: UsersDependencies) {
    this.#deps = deps;
  }

  /** @throws AppError `scope_missing` | `user_not_found` */
  async get(scope: Scope, id: string): Promise<User> {
    if (!isSelf(scope, id)) requireGrant(scope, 'users:read');
    return this.#load(scope.org, id);
  }

  /** @throws AppError `forbidden` for an API key, which is no user. */
  async me(scope: Scope): Promise<User> {
    return this.#load(scope.org, requireUser(scope));
  }

  async list(
    scope: Scope,
    filter: { readonly search?: string },
    page: PageRequest,
  ): Promise<Page<User>> {
    requireGrant(scope, 'users:read');
    return this.#deps.users.list(scope.org, filter, page);
  }

  /**
   * @throws AppError `scope_missing` (an administrator is made only by one, the outside given only by who may
   * call there), `user_exists`
   */
  async create(scope: Scope, details: NewUser, attached = nothingAttached): Promise<User> {
    requireGrant(scope, 'users:write');
    if (details.role === 'admin') requireGrant(scope, 'voip:admin');
    if (details.externalCalls === true) requireMayGive(scope.principal, ['calls:external']);
    if (RESERVED_IDS.has(details.id)) throw userExists(details.id);
    const { user, events } = createUser(scope.org, details, this.#deps.clock.nowMs());
    const more = attached(user);
    const writes = [this.#deps.users.put(user), ...more.writes];
    try {
      await this.#deps.journal.commit({ scope, writes, events: [...events, ...more.events] });
    } catch (error) {
      throw await this.#explainDuplicate(error, user);
    }
    return user;
  }

  /** The user of that id, made active and with its id for a name when there is none yet. */
  async ensure(scope: Scope, id: string): Promise<User> {
    const existing = await this.#deps.users.find(scope.org, id);
    if (existing !== undefined) return existing;
    try {
      return await this.create(scope, { id, status: 'active' });
    } catch (error) {
      if (error instanceof AppError && error.code === 'user_exists') {
        return this.#load(scope.org, id);
      }
      throw error;
    }
  }

  /**
   * Users change their own name and address; `users:write` changes everybody's, and only an
   * administrator touches an administrator or a role. The outside is given by who may call there.
   * @throws AppError `scope_missing` | `user_not_found` | `last_admin`
   */
  async update(scope: Scope, id: string, change: UserChange): Promise<User> {
    if (!isSelf(scope, id) || changesRights(change)) requireGrant(scope, 'users:write');
    if (change.role === undefined && change.status === undefined) {
      return this.#change(scope, id, change);
    }
    return this.#adminChanges.run(scope.org, () => this.#change(scope, id, change));
  }

  /** @throws AppError as `update` */
  disable(scope: Scope, id: string): Promise<User> {
    return this.update(scope, id, { status: 'disabled' });
  }

  #change(scope: Scope, id: string, change: UserChange): Promise<User> {
    return retryOnConflict(async () => {
      const user = await this.#load(scope.org, id);
      const { user: next, events } = changeUser(user, change, this.#deps.clock.nowMs());
      if (events.length === 0) return user;
      const adminConcerned = user.role === 'admin' || next.role === 'admin';
      if (adminConcerned && !isSelf(scope, id)) requireGrant(scope, 'voip:admin');
      if (next.role === 'admin' && user.role !== 'admin') requireGrant(scope, 'voip:admin');
      if (next.externalCalls && !user.externalCalls) {
        requireMayGive(scope.principal, ['calls:external']);
      }
      await this.#keepOneAdmin(user, next);
      await this.#store(scope, next, events);
      return next;
    });
  }

  async #store(scope: Scope, next: User, events: readonly NewEvent[]): Promise<void> {
    const { users, journal, endSessions } = this.#deps;
    const ended = next.status === 'disabled' ? endSessions(scope.org, next.id) : [];
    await journal.commit({ scope, writes: [users.put(next), ...ended], events });
  }

  async #keepOneAdmin(user: User, next: User): Promise<void> {
    if (!isActiveAdmin(user) || isActiveAdmin(next)) return;
    const admins = await this.#deps.users.admins(user.org);
    if (!admins.some((other) => other.id !== user.id && isActiveAdmin(other))) {
      throw new AppError('last_admin', { params: { user: user.id } });
    }
  }

  async #load(org: string, id: string): Promise<User> {
    const user = await this.#deps.users.find(org, id);
    if (user === undefined) throw new AppError('user_not_found', { params: { user: id } });
    return user;
  }

  /** A duplicate may be the user, or a receipt that was committed with it. */
  async #explainDuplicate(error: unknown, user: User): Promise<unknown> {
    if (!(error instanceof DuplicateKey)) return error;
    const existing = await this.#deps.users.find(user.org, user.id);
    if (existing === undefined) return error;
    return userExists(user.id, error);
  }
}

function userExists(id: string, cause?: unknown): AppError {
  return new AppError('user_exists', { params: { user: id }, cause });
}

function changesRights({ role, status, externalCalls }: UserChange): boolean {
  return role !== undefined || status !== undefined || externalCalls !== undefined;
}

function isActiveAdmin(user: User): boolean {
  return user.role === 'admin' && user.status === 'active';
}
