import type { PresenceState, PresenceStatusFrame, Static } from '@sky-genesis/protocol';
import type { Connection } from './connection.ts';
import type { Presence } from './types.ts';

type Wire = Static<typeof PresenceStatusFrame>;

/** Presence of those who are watched, as last heard. Subscriptions survive reconnects. */
export class PresenceCache {
  readonly #connection: Connection;
  readonly #changed: (presence: Presence) => void;
  readonly #known = new Map<string, Presence>();
  readonly #watchers = new Map<string, number>();
  #own: { readonly status: PresenceState; readonly message: string | null } | undefined;
  #userId: string | undefined;

  constructor(connection: Connection, changed: (presence: Presence) => void) {
    this.#connection = connection;
    this.#changed = changed;
    connection.on('hello', (hello) => this.#resubscribe(hello.user_id));
    connection.on('frame', (frame) => {
      if (frame.type === 'PresenceStatus') this.#heard(frame);
    });
  }

  get(userId: string): Presence | undefined {
    return this.#known.get(userId);
  }

  /** Counted: the subscription ends when everyone who watches has let go. */
  watch(userId: string): () => void {
    const watchers = this.#watchers.get(userId) ?? 0;
    this.#watchers.set(userId, watchers + 1);
    if (watchers === 0) this.#tell('Subscribe', userId);
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#unwatch(userId);
    };
  }

  /** Kept and told again after a reconnect, since presence ends with its connection. */
  async set(status: PresenceState, message: string | null): Promise<void> {
    this.#own = { status, message };
    if (this.#userId !== undefined) await this.#publish(this.#userId);
  }

  #unwatch(userId: string): void {
    const left = (this.#watchers.get(userId) ?? 1) - 1;
    if (left > 0) {
      this.#watchers.set(userId, left);
      return;
    }
    this.#watchers.delete(userId);
    this.#known.delete(userId);
    this.#tell('Unsubscribe', userId);
  }

  #heard(frame: Wire): void {
    const presence: Presence = {
      userId: frame.user_id,
      status: frame.status,
      statusMessage: frame.status_message,
      since: new Date(frame.timestamp * 1000),
    };
    this.#known.set(presence.userId, presence);
    this.#changed(presence);
  }

  #resubscribe(userId: string): void {
    this.#userId = userId;
    for (const watched of this.#watchers.keys()) this.#tell('Subscribe', watched);
    if (this.#own !== undefined) this.#publish(userId).catch(ignored);
  }

  #tell(type: 'Subscribe' | 'Unsubscribe', userId: string): void {
    if (this.#userId === undefined) return;
    this.#connection.request({ type, channel: `presence:${userId}` }).catch(ignored);
  }

  async #publish(userId: string): Promise<void> {
    if (this.#own === undefined) return;
    const { status, message } = this.#own;
    await this.#connection.request({
      type: 'PresenceUpdate',
      user_id: userId,
      status,
      status_message: message,
    });
  }
}

/** Disconnected: the next Hello subscribes again. Refused: there is nothing to show. */
function ignored(): void {}
