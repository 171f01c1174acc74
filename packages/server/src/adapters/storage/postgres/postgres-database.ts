import pg from 'pg';
import { AppError, type Logger, type Secret } from '../../../kernel/index.ts';
import type { Row, SqlReader, SqlValue } from '../sql/executor.ts';
import { isUnstorableText, postgresFailure } from './postgres-failure.ts';

const READ_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** The server gives up on a statement before the client gives up on the server. */
const STATEMENT_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 20_000;

/** Whatever the installation's default: an acknowledged commit is on the disk. */
const REQUIRE_DURABILITY = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;

export interface QueryResult {
  readonly rows: readonly Row[];
  readonly touched: number;
  /** The command as the server carried it out; ROLLBACK answers a COMMIT of a failed transaction. */
  readonly command: string;
}

/** Sends at once; results come in the order of sending. Rejects with DuplicateKey, AppError `unavailable`, or what the server says. */
export type Send = (text: string, params?: readonly unknown[]) => Promise<QueryResult>;

/** Connections for reading, and one for the journal that sends ahead without waiting for answers. */
export class PostgresDatabase implements SqlReader {
  readonly #reads: pg.Pool;
  readonly #writer: pg.Pool;
  readonly #names = new Map<string, string>();

  constructor(url: Secret, logger: Logger) {
    const config = connectionConfig(url);
    this.#reads = new pg.Pool({ ...config, max: READ_CONNECTIONS });
    this.#writer = new pg.Pool({ ...config, max: 1, pipeline: true });
    for (const pool of [this.#reads, this.#writer]) {
      // Without a listener, an idle connection that the server cuts would end the process.
      pool.on('error', (error) => {
        logger.warn({ area: 'storage', error }, 'a connection to PostgreSQL was lost');
      });
    }
    this.#writer.on('connect', (client) => {
      client.query(REQUIRE_DURABILITY).catch(() => undefined);
    });
  }

  /** Asks again, once, when the connection turns out to have been cut while nobody used it. */
  async all(text: string, params: readonly SqlValue[]): Promise<readonly Row[]> {
    try {
      return await this.#read(text, params);
    } catch (error) {
      if (error instanceof AppError) return this.#read(text, params);
      throw error;
    }
  }

  /**
   * Gives `work` the writer's connection. When it rejects, the connection is closed, so that the
   * server rolls back whatever is open on it, and the next caller gets a fresh one.
   */
  async withWriter<T>(work: (send: Send) => Promise<T>): Promise<T> {
    const client = await this.#connectWriter();
    const ignore = () => undefined;
    // The statements under way report the loss.
    client.on('error', ignore);
    let broken = true;
    try {
      const result = await work((text, params = []) => this.#send(client, text, params));
      broken = false;
      return result;
    } finally {
      client.removeListener('error', ignore);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#reads.end(), this.#writer.end()]);
  }

  async #read(text: string, params: readonly SqlValue[]): Promise<readonly Row[]> {
    try {
      const result = await this.#reads.query({ name: this.#name(text), text, values: [...params] });
      return result.rows;
    } catch (error) {
      if (isUnstorableText(error)) return [];
      throw postgresFailure(error);
    }
  }

  async #connectWriter(): Promise<pg.PoolClient> {
    try {
      return await this.#writer.connect();
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  async #send(
    client: pg.PoolClient,
    text: string,
    params: readonly unknown[],
  ): Promise<QueryResult> {
    const query = { name: this.#name(text), text, values: [...params] };
    try {
      const { rows, rowCount, command } = await client.query(query);
      return { rows, touched: rowCount ?? 0, command };
    } catch (error) {
      throw postgresFailure(error);
    }
  }

  /** A name makes the server keep the plan; names are given in the order of first use. */
  #name(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `s${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }
}

export function connectionConfig(url: Secret): pg.ClientConfig {
  return {
    connectionString: url.reveal(),
    application_name: 'sky-genesis',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  };
}
