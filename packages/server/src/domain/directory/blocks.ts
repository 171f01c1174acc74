import {
  AppError,
  type Journal,
  type Page,
  type PageRequest,
  type Scope,
} from '../../kernel/index.ts';
import { requireUser } from '../access/index.ts';
import type { BlockRepository, UserRepository } from './ports.ts';
import { userEvent } from './transitions.ts';

export interface BlocksDependencies {
  readonly blocks: BlockRepository;
  readonly users: UserRepository;
  readonly journal: Journal;
}

/** Whom a user does not want to hear from. Only a call that is refused tells the blocked. */
export class Blocks {
  readonly #deps: BlocksDependencies;

  constructor(deps: BlocksDependencies) {
    this.#deps = deps;
  }

  /** Ids of the users whom the acting user has blocked. @throws AppError `forbidden` for an API key. */
  async list(scope: Scope, page: PageRequest): Promise<Page<string>> {
    const after = page.after ?? '';
    const ids = await this.#deps.blocks.blockedBy(scope.org, requireUser(scope));
    const following = ids.filter((id) => id > after);
    const items = following.slice(0, page.limit);
    const next = following.length > items.length ? items.at(-1) : undefined;
    return { items, next: next ?? null };
  }

  /** Blocking twice changes nothing. @throws AppError `forbidden` | `bad_request` | `user_not_found` */
  async block(scope: Scope, blockedId: string): Promise<void> {
    const userId = requireUser(scope);
    if (blockedId === userId) throw new AppError('bad_request');
    const blocked = await this.#deps.users.find(scope.org, blockedId);
    if (blocked === undefined)
      throw new AppError('user_not_found', { params: { user: blockedId } });
    if (await this.#isBlocked(scope.org, userId, blockedId)) return;
    await this.#deps.journal.commit({
      scope,
      writes: [this.#deps.blocks.add(scope.org, userId, blockedId)],
      events: [userEvent(userId, 'user.blocked', { user_id: userId, blocked_id: blockedId })],
    });
  }

  /** Unblocking who is not blocked changes nothing. @throws AppError `forbidden` for an API key. */
  async unblock(scope: Scope, blockedId: string): Promise<void> {
    const userId = requireUser(scope);
    if (!(await this.#isBlocked(scope.org, userId, blockedId))) return;
    await this.#deps.journal.commit({
      scope,
      writes: [this.#deps.blocks.remove(scope.org, userId, blockedId)],
      events: [userEvent(userId, 'user.unblocked', { user_id: userId, blocked_id: blockedId })],
    });
  }

  async #isBlocked(org: string, userId: string, blockedId: string): Promise<boolean> {
    return (await this.#deps.blocks.blockers(org, blockedId, [userId])).has(userId);
  }
}
