import { HttpConnection } from './http-connection.ts';

/** Servers close connections that were idle for a minute or so; one that might be closing is not used again. */
const MAX_IDLE_MS = 20_000;

/** Below a server's listen queue (511): a server that stands still does not reset who cannot be queued. */
const MAX_CONNECTIONS = 400;

interface Idle {
  readonly connection: HttpConnection;
  readonly sinceMs: number;
}

/** Keep-alive connections, opened as the load needs them and used again. */
export class ConnectionPool {
  readonly #url: string;
  readonly #free: Idle[] = [];
  readonly #all: HttpConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  #inUse = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async use<T>(work: (connection: HttpConnection) => Promise<T>): Promise<T> {
    if (this.#inUse >= MAX_CONNECTIONS) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#inUse += 1;
    const connection = this.#fresh() ?? (await this.#open());
    const result = await work(connection);
    // Not given back after an error: its state is unknown.
    this.#free.push({ connection, sinceMs: performance.now() });
    // Whoever waits takes the place over.
    const next = this.#waiting.shift();
    if (next === undefined) this.#inUse -= 1;
    else next();
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
