import { type ServerFrame, ServerFrame as ServerFrameSchema } from '@sky-genesis/protocol';
import { Check } from 'typebox/value';
import { WebSocket } from 'ws';

export interface WsClientOptions {
  readonly token?: string;
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: T }>;

/** A real WebSocket client that keeps what it is sent until the test asks for it. */
export class WsClient {
  readonly socket: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** Every frame that has come, in order. */
  readonly received: ServerFrame[] = [];
  #taken = 0;
  #waiting: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => {
        resolve(code);
        this.#waiting?.();
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const frame: unknown = JSON.parse(data.toString());
      if (!Check(ServerFrameSchema, frame)) throw new Error(`not in the protocol: ${data}`);
      this.received.push(frame);
      this.#waiting?.();
    });
  }

  static open(url: string, options: WsClientOptions = {}): WsClient {
    const target = new URL(options.path ?? '/ws/auth', url);
    if (options.token !== undefined) target.searchParams.set('token', options.token);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      target.searchParams.set(name, value);
    }
    const headers = { ...options.headers };
    return new WsClient(new WebSocket(target, [...(options.protocols ?? [])], { headers }));
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame not yet taken, which must be of this type. */
  async next<T extends ServerFrame['type']>(type: T): Promise<FrameOf<T>> {
    while (this.received.length === this.#taken) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed before a ${type}`);
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    const frame = this.received[this.#taken];
    this.#taken += 1;
    if (!isOf(frame, type)) throw new Error(`wanted ${type}, got ${JSON.stringify(frame)}`);
    return frame;
  }

  /** Sends a frame with an id and takes its Ack. */
  async ask(frame: Readonly<Record<string, unknown>>): Promise<FrameOf<'Ack'>> {
    this.send({ id: 'ask', ...frame });
    return await this.next('Ack');
  }

  /** Takes what has come until the answer to a Ping sent now: everything the server had sent before it. */
  async untilPong(): Promise<readonly ServerFrame[]> {
    const id = `pong-${this.received.length}`;
    this.send({ type: 'Ping', id });
    const frames: ServerFrame[] = [];
    for (;;) {
      const isPong = (frame: ServerFrame) => frame.type === 'Pong' && frame.id === id;
      const end = this.received.findIndex(isPong);
      if (end >= 0) {
        frames.push(...this.received.slice(this.#taken, end));
        this.#taken = end + 1;
        return frames;
      }
      await this.nextMessage();
    }
  }

  /** Once something more has been received. @throws when nothing more can be */
  async nextMessage(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) throw new Error('closed while waiting');
    const received = new Promise((resolve) => {
      this.socket.once('message', () => setImmediate(resolve));
    });
    await Promise.race([received, this.closed]);
  }
}

function isOf<T extends ServerFrame['type']>(
  frame: ServerFrame | undefined,
  type: T,
): frame is FrameOf<T> {
  return frame?.type === type;
}
