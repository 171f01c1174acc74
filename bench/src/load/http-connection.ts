import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
}

const HEAD_END = '\r\n\r\n';

/**
 * One keep-alive HTTP/1.1 connection with one request at a time. Node's own clients cost more than the
 * server under test; this one knows only what the benchmark's servers answer: a Content-Length.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #received = '';
  #waiting: Waiting | undefined;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    // Bodies of the benchmark are ASCII, so that a character is a byte.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', (cause) => this.#fail(new Error(`${host} broke the connection`, { cause })));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static open(url: string): Promise<HttpConnection> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket, host));
      });
    });
  }

  /** @throws Error when the connection ends before the answer is whole. */
  request(method: string, path: string, token: string, body?: string): Promise<HttpAnswer> {
    const entity =
      body === undefined
        ? 'Content-Length: 0\r\n\r\n'
        : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      if (this.#waiting !== undefined) throw new Error('one request at a time');
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAuthorization: Bearer ${token}\r\n${entity}`,
      );
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const bodyStart = headEnd + HEAD_END.length;
    if (this.#received.length < bodyStart + length) return;
    const answer = {
      status: Number(head.slice(9, 12)),
      body: this.#received.slice(bodyStart, bodyStart + length),
    };
    this.#received = this.#received.slice(bodyStart + length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
