import type { BlockRepository, UserRepository } from './ports.ts';

/** Somebody who can be called, as the calls module's `Participants` port names them. */
export type CallableParticipant =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'external'; readonly uri: string };

/** `sip:` and `tel:` URIs (RFC 3261 §19.1, RFC 3966); whether they may be called is the caller's matter. */
const EXTERNAL = /^(?:sips?|tel):[^\s]+$/i;

/** Who can be called: active users, and addresses outside. */
export class DirectoryParticipants {
  readonly #users: UserRepository;
  readonly #blocks: BlockRepository;

  constructor(users: UserRepository, blocks: BlockRepository) {
    this.#users = users;
    this.#blocks = blocks;
  }

  async resolve(
    org: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, CallableParticipant>> {
    const known = new Map<string, CallableParticipant>();
    const ids = addresses.filter((address) => !EXTERNAL.test(address));
    const users = ids.length === 0 ? [] : await this.#users.findMany(org, ids);
    for (const user of users) {
      if (user.status === 'active') known.set(user.id, { kind: 'user', userId: user.id });
    }
    for (const address of addresses) {
      if (EXTERNAL.test(address)) known.set(address, { kind: 'external', uri: address });
    }
    return known;
  }

  /** The names of those of `userIds` who are active users. */
  async displayNames(
    org: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const users = await this.#users.findMany(org, userIds);
    const active = users.filter(({ status }) => status === 'active');
    return new Map(active.map(({ id, displayName }) => [id, displayName]));
  }

  blockers(
    org: string,
    callerId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return this.#blocks.blockers(org, callerId, userIds);
  }
}
