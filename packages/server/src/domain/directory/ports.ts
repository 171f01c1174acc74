import type { Page, PageRequest, Write } from '../../kernel/index.ts';
import type { User } from './user.ts';

export interface UserRepository {
  find(org: string, id: string): Promise<User | undefined>;
  findMany(org: string, ids: readonly string[]): Promise<readonly User[]>;
  /** By id, ascending. `search` matches the start of id, display name or e-mail, any case. */
  list(org: string, filter: { readonly search?: string }, page: PageRequest): Promise<Page<User>>;
  count(org: string): Promise<number>;
  /** Every user with the role `admin` who is not disabled, in order of id. */
  admins(org: string): Promise<readonly User[]>;
  /** Version rule as in `CallRepository.put`; a new user with a taken id is a DuplicateKey. */
  put(user: User): Write;
}

export interface BlockRepository {
  /** Users whom `userId` has blocked, in order of id. */
  blockedBy(org: string, userId: string): Promise<readonly string[]>;
  /** Those of `userIds` who have blocked `blockedId`. */
  blockers(
    org: string,
    blockedId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>>;
  add(org: string, userId: string, blockedId: string): Write;
  remove(org: string, userId: string, blockedId: string): Write;
}
