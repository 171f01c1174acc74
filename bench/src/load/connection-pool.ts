import { HttpConnection } from './http-connection.ts';

/** Keep-alive connections, opened as the load needs them and used again. */
export class ConnectionPool {
  readonly #url: string;
  readonly #free: HttpConnection[] = [];
  readonly #all: HttpConnection[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async use<T>(work: (connection: HttpConnection) => Promise<T>): Promise<T> {
    const connection = this.#free.pop() ?? (await this.#open());
    const result = await work(connection);
    // Not given back after an error: its state is unknown.
    this.#free.push(connection);
    return result;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  async #open(): Promise<HttpConnection> {
    const connection = await HttpConnection.open(this.#url);
    this.#all.push(connection);
    return connection;
  }
}
