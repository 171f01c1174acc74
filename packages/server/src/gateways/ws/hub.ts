import type { Connection } from './connection.ts';
import { Subscription } from './subscription.ts';

/** Who is connected, and who follows what. Everything is found by organisation first. */
export class Hub {
  readonly #connections = new Set<Connection>();
  /** org → member → connections. */
  readonly #members = new Map<string, Map<string, Set<Connection>>>();
  /** org → channel → subscriptions. */
  readonly #channels = new Map<string, Map<string, Set<Subscription>>>();

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    const { org } = connection.scope;
    put(this.#members, org, connection.memberId, connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    const { org } = connection.scope;
    take(this.#members, org, connection.memberId, connection);
    for (const subscription of connection.subscriptions.values()) {
      take(this.#channels, org, subscription.channel, subscription);
    }
    connection.subscriptions.clear();
  }

  connectionsOf(org: string, memberId: string): ReadonlySet<Connection> {
    return this.#members.get(org)?.get(memberId) ?? NOBODY;
  }

  /** Members of the organisation with a connection. */
  memberCount(org: string): number {
    return this.#members.get(org)?.size ?? 0;
  }

  connectionCount(org: string): number {
    let count = 0;
    for (const connections of this.#members.get(org)?.values() ?? []) count += connections.size;
    return count;
  }

  subscribers(org: string, channel: string): ReadonlySet<Subscription> {
    return this.#channels.get(org)?.get(channel) ?? NO_SUBSCRIPTIONS;
  }

  /** Makes the connection follow the channel; a following that is there already stays as it is. */
  follow(connection: Connection, channel: string): Subscription {
    const known = connection.subscriptions.get(channel);
    if (known !== undefined) return known;
    const subscription = new Subscription(connection, channel);
    connection.subscriptions.set(channel, subscription);
    put(this.#channels, connection.scope.org, channel, subscription);
    return subscription;
  }

  /** Takes it out for good. What is still held back for it will be pushed, unless it is muted. */
  unfollow(subscription: Subscription): void {
    const { connection, channel } = subscription;
    if (connection.subscriptions.get(channel) === subscription) {
      connection.subscriptions.delete(channel);
    }
    take(this.#channels, connection.scope.org, channel, subscription);
  }
}

const NOBODY: ReadonlySet<Connection> = new Set();
const NO_SUBSCRIPTIONS: ReadonlySet<Subscription> = new Set();

type Index<T> = Map<string, Map<string, Set<T>>>;

function put<T>(index: Index<T>, org: string, key: string, item: T): void {
  const keys = index.get(org) ?? new Map<string, Set<T>>();
  const items = keys.get(key) ?? new Set<T>();
  items.add(item);
  keys.set(key, items);
  index.set(org, keys);
}

function take<T>(index: Index<T>, org: string, key: string, item: T): void {
  const keys = index.get(org);
  const items = keys?.get(key);
  items?.delete(item);
  if (items?.size === 0) keys?.delete(key);
  if (keys?.size === 0) index.delete(org);
}
