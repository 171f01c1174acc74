import pg from 'pg';
import type { Clock, Logger, Secret } from '../../../kernel/index.ts';
import { CHANNEL } from './postgres-committer.ts';
import { connectionConfig } from './postgres-database.ts';

/** Also the fallback while the listening connection is away. */
const POLL_MS = 1_000;

/**
 * Tells of events that other servers have committed: by LISTEN as they come, and by a poll in case
 * a notification or the connection is lost.
 */
export class EventListener {
  readonly #url: Secret;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onEvents: () => void;
  readonly #isNew: (position: number) => boolean;
  #client: pg.Client | null = null;
  #lost = false;
  #stopped = false;
  #cancelPoll: () => void = () => undefined;

  /** @param isNew false for a position that was delivered already, as our own are. */
  constructor(options: {
    readonly url: Secret;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly onEvents: () => void;
    readonly isNew: (position: number) => boolean;
  }) {
    this.#url = options.url;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#onEvents = options.onEvents;
    this.#isNew = options.isNew;
  }

  async start(): Promise<void> {
    await this.#connect();
    this.#cancelPoll = this.#clock.schedule(POLL_MS, () => this.#poll());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelPoll();
    await this.#client?.end().catch(() => undefined);
  }

  #poll(): void {
    if (this.#client === null) void this.#connect();
    this.#onEvents();
    this.#cancelPoll = this.#clock.schedule(POLL_MS, () => this.#poll());
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(connectionConfig(this.#url));
    this.#client = client;
    client.on('error', (error) => this.#drop(client, error));
    client.on('end', () => this.#drop(client));
    client.on('notification', ({ payload }) => {
      if (this.#isNew(Number(payload))) this.#onEvents();
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (this.#lost) this.#logger.info({ area: 'storage' }, 'PostgreSQL is back');
      this.#lost = false;
    } catch (error) {
      this.#drop(client, error instanceof Error ? error : undefined);
    }
  }

  #drop(client: pg.Client, error?: Error): void {
    if (this.#client !== client || this.#stopped) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (this.#lost) return;
    this.#lost = true;
    this.#logger.warn({ area: 'storage', error }, 'PostgreSQL does not answer; trying on');
  }
}
