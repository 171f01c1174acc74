import type { BlockRepository, UserRepository } from './ports.ts';

/** Somebody who can be called, as the calls module's `Participants` port names them. */
export type CallableParticipant =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'external'; readonly uri: string; readonly dialable: boolean };

/** `sip:` and `tel:` URIs (RFC 3261 §19.1, RFC 3966); whether they may be called is the caller's matter. */
const EXTERNAL = /^(?:sips?|tel):[^\s]+$/i;

/** What people dial, without saying that it is a telephone number: no user id of letters becomes one. */
const NUMBER = /^\+?[0-9*#]{2,32}$/;

/** What the directory needs of telephony. */
export interface Numbers {
  /** The users behind extensions, by number; null where one leads elsewhere. */
  usersOf(org: string, numbers: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** Whether an outbound route leads to a `sip:` or `tel:` URI. */
  isDialable(org: string, uri: string): boolean;
}

/**
 * Who can be called, in the order in which an address is looked up: active users, extensions, the outside. A number that nothing here
 * has is one outside, dialable or not; one of somebody who is suspended, or of a room, is nobody's.
 */
export class DirectoryParticipants {
  readonly #users: UserRepository;
  readonly #blocks: BlockRepository;
  readonly #numbers: Numbers;

  constructor(users: UserRepository, blocks: BlockRepository, numbers: Numbers) {
    this.#users = users;
    this.#blocks = blocks;
    this.#numbers = numbers;
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
    const numbers = await this.#addExtensions(org, ids, known);
    const taken = new Set([...users.map(({ id }) => id), ...numbers]);
    for (const address of addresses) {
      const uri = NUMBER.test(address) ? `tel:${address}` : address;
      if (taken.has(address) || !EXTERNAL.test(uri)) continue;
      const dialable = this.#numbers.isDialable(org, uri);
      known.set(address, { kind: 'external', uri, dialable });
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

  /** @returns the numbers that are somebody's or something's here, whether they can be called or not */
  async #addExtensions(
    org: string,
    ids: readonly string[],
    known: Map<string, CallableParticipant>,
  ): Promise<readonly string[]> {
    const numbers = ids.filter((id) => !known.has(id));
    if (numbers.length === 0) return [];
    const owners = await this.#numbers.usersOf(org, numbers);
    const userIds = [...owners.values()].filter((userId) => userId !== null);
    const users = await this.#users.findMany(org, [...new Set(userIds)]);
    const active = new Set(users.filter(({ status }) => status === 'active').map(({ id }) => id));
    for (const [number, userId] of owners) {
      if (userId !== null && active.has(userId)) known.set(number, { kind: 'user', userId });
    }
    return [...owners.keys()];
  }

  blockers(
    org: string,
    callerId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return this.#blocks.blockers(org, callerId, userIds);
  }
}
