import { requireGrant } from '../../domain/access/index.ts';
import { isCallChannel, readCallOf } from './call-channel.ts';
import type { Connection } from './connection.ts';
import { refusal } from './error-frame.ts';
import type { Hub } from './hub.ts';
import type { WsServices } from './ports.ts';
import { presenceFrame } from './presence-frame.ts';
import { isRoomChannel, viewRoomOf } from './room-channel.ts';
import type { Subscription } from './subscription.ts';

const PRESENCE = 'presence:';

/** Lets a connection follow channels, each by its own rule of who may. */
export class Following {
  readonly #hub: Hub;
  readonly #services: WsServices;

  constructor(hub: Hub, services: WsServices) {
    this.#hub = hub;
    this.#services = services;
  }

  /**
   * Follows `channel` from now on. Presence is shown at once; a numbered channel's subscription tells
   * after which number its events come. The caller holds the connection meanwhile.
   * @throws AppError `channel_unknown` | `scope_missing` | `too_many_subscriptions`.
   */
  async follow(connection: Connection, channel: string): Promise<Subscription> {
    this.#requireRoom(connection, channel);
    if (channel.startsWith(PRESENCE)) return this.#followPresence(connection, channel);
    if (isCallChannel(channel)) return await this.#followCall(connection, channel);
    if (isRoomChannel(channel)) return await this.#followRoom(connection, channel);
    if (channel === 'system') return this.#hub.follow(connection, channel);
    if (channel === `user:${connection.userId ?? ''}`) return await this.#followOwn(connection);
    throw refusal('channel_unknown');
  }

  unfollow(connection: Connection, channel: string): void {
    const subscription = connection.subscriptions.get(channel);
    if (subscription === undefined) return;
    subscription.muted = true;
    // They stay, muted: otherwise their next event would make the member follow them again.
    if (!isCallChannel(channel) && !isRoomChannel(channel)) this.#hub.unfollow(subscription);
  }

  isNumbered(channel: string): boolean {
    return channel !== 'system' && !channel.startsWith(PRESENCE);
  }

  #requireRoom(connection: Connection, channel: string): void {
    const limit = this.#services.limits.subscriptions;
    const { subscriptions } = connection;
    if (subscriptions.size >= limit && !subscriptions.has(channel)) {
      throw refusal('too_many_subscriptions', { limit });
    }
  }

  #followPresence(connection: Connection, channel: string): Subscription {
    const userId = channel.slice(PRESENCE.length);
    const presence = this.#services.presence.get(connection.scope, userId);
    const subscription = this.#hub.follow(connection, channel);
    connection.send(presenceFrame(presence));
    return subscription;
  }

  async #followOwn(connection: Connection): Promise<Subscription> {
    return await this.#followFromHead(connection, `user:${connection.userId ?? ''}`);
  }

  async #followCall(connection: Connection, channel: string): Promise<Subscription> {
    requireGrant(connection.scope, 'calls:read');
    const known = connection.subscriptions.get(channel);
    if (known !== undefined && !known.muted) return known;
    await readCallOf(this.#services, connection, channel);
    const subscription = await this.#followFromHead(connection, channel);
    // Read again: what has changed since the first look was either an event, which is held back, or is here.
    const call = await readCallOf(this.#services, connection, channel);
    subscription.see(call);
    if (call.status === 'ended') this.#hub.unfollow(subscription);
    return subscription;
  }

  async #followRoom(connection: Connection, channel: string): Promise<Subscription> {
    const known = connection.subscriptions.get(channel);
    if (known !== undefined && !known.muted) return known;
    await viewRoomOf(this.#services, connection, channel);
    const subscription = await this.#followFromHead(connection, channel);
    try {
      subscription.seeRoom(await viewRoomOf(this.#services, connection, channel));
    } catch (cause) {
      subscription.muted = true;
      this.#hub.unfollow(subscription);
      throw cause;
    }
    return subscription;
  }

  /** First followed, then read: an event in between is held back and falls away below the head. */
  async #followFromHead(connection: Connection, channel: string): Promise<Subscription> {
    const known = connection.subscriptions.get(channel);
    if (known !== undefined && !known.muted) return known;
    if (known !== undefined) this.#hub.unfollow(known);
    const subscription = this.#hub.follow(connection, channel);
    try {
      subscription.startAt(await this.#services.eventLog.head(connection.scope.org, channel));
    } catch (cause) {
      subscription.muted = true;
      this.#hub.unfollow(subscription);
      throw cause;
    }
    return subscription;
  }
}
