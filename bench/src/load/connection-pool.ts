import { HttpConnection } from './http-connection.ts';

/** Servers close connections that were idle for a minute or so; one that might be closing is not used again. */
const MAX_IDLE_MS = 20_000;

interface Idle {
  readonly connection: HttpConnection;
  readonly sinceMs: number;
}

/** Keep-alive connections, opened as the load needs them and used again. */
export class ConnectionPool {
  readonly #url: string;
  readonly #free: Idle[] = [];
  readonly #all: HttpConnection[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async use<T>(work: (connection: HttpConnection) => Promise<T>): Promise<T> {
    const connection = this.#fresh() ?? (await this.#open());
    const result = await work(connection);
    // Not given back after an error: its state is unknown.
    this.#free.push({ connection, sinceMs: performance.now() });
    return result;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  /** The one used last; when that is too long ago, all the others are older still. */
  #fresh(): HttpConnection | undefined {
    const last = this.#free.pop();
    if (last === undefined) return undefined;
    if (performance.now() - last.sinceMs < MAX_IDLE_MS) return last.connection;
    for (const { connection } of [last, ...this.#free.splice(0)]) connection.close();
    return undefined;
  }

  async #open(): Promise<HttpConnection> {
    const connection = await HttpConnection.open(this.#url);
    this.#all.push(connection);
    return connection;
  }
}
