import {
  type AckFrame,
  type CLIENT_MEDIA_FRAMES,
  CLOSE_CODES,
  type ClientFrame,
  type HelloFrame,
  type Static,
} from '@sky-genesis/protocol';
import { type IdleLimits, IdleWatch } from './idle-watch.ts';
import { parseServerFrame, type ServerFrame } from './server-frame.ts';
import { NetworkError, SgeError } from './sge-error.ts';

type Hello = Static<typeof HelloFrame>;
type Ack = Static<typeof AckFrame>;
type WithoutId<F> = F extends unknown ? Omit<F, 'id'> : never;
type SentFrame = ClientFrame | Static<(typeof CLIENT_MEDIA_FRAMES)[number]>;
export type Request = WithoutId<SentFrame>;

export interface SocketOptions {
  readonly url: string;
  readonly token: string;
  readonly idle: IdleLimits;
  /** How long the server may take to say Hello, in milliseconds. */
  readonly helloWithinMs: number;
  readonly onHello: (hello: Hello) => void;
  /** Every frame but `Hello`, `Pong`, and the `Ack` or `Error` of a request. */
  readonly onFrame: (frame: ServerFrame) => void;
  /** Once. `greeted`: the server has said Hello before. */
  readonly onClose: (closed: { readonly code: number; readonly greeted: boolean }) => void;
}

interface Pending {
  readonly resolve: (ack: Ack) => void;
  readonly reject: (error: Error) => void;
}

/** One WebSocket from its opening to its end. It does not reconnect: `Connection` does. */
export class Socket {
  readonly #options: SocketOptions;
  readonly #ws: WebSocket;
  readonly #watch: IdleWatch;
  readonly #pending = new Map<string, Pending>();
  readonly #helloTimer: ReturnType<typeof setTimeout>;
  #nextId = 1;
  #greeted = false;
  #ended = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#ws = new WebSocket(options.url, ['sge.v1', options.token]);
    this.#watch = new IdleWatch(options.idle, {
      probe: () => this.#write({ type: 'Ping' }),
      dead: () => this.#end(CLOSE_CODES.heartbeatLost),
    });
    this.#helloTimer = setTimeout(() => this.#end(1006), options.helloWithinMs);
    this.#ws.addEventListener('message', (event) => this.#read(event.data));
    this.#ws.addEventListener('close', (event) => this.#end(event.code));
    this.#ws.addEventListener('error', () => this.#end(1006));
  }

  /**
   * @returns the server's `Ack`
   * @throws SgeError it has refused · NetworkError the connection ended before its answer, which
   * leaves open whether the request was carried out
   */
  request(frame: Request): Promise<Ack> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new NetworkError('the connection has ended'));
      const id = String(this.#nextId);
      this.#nextId += 1;
      this.#pending.set(id, { resolve, reject });
      this.#write({ ...frame, id });
    });
  }

  /** The network has changed: find out now whether the connection is still there. */
  probe(): void {
    if (this.#greeted && !this.#ended) this.#watch.probeNow();
  }

  close(): void {
    this.#end(1000);
  }

  #write(frame: SentFrame): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(JSON.stringify(frame));
  }

  #read(data: unknown): void {
    if (this.#ended) return;
    this.#watch.alive();
    const frame = parseServerFrame(data);
    if (frame === undefined || frame.type === 'Pong') return;
    if (frame.type === 'Hello') this.#greet(frame);
    else if (frame.type === 'Ack') this.#take(frame.id)?.resolve(frame);
    else if (frame.type === 'Error') this.#refused(frame);
    else this.#options.onFrame(frame);
  }

  #greet(hello: Hello): void {
    clearTimeout(this.#helloTimer);
    this.#greeted = true;
    this.#watch.start();
    this.#options.onHello(hello);
  }

  #refused(frame: Extract<ServerFrame, { type: 'Error' }>): void {
    const { code, message } = frame;
    const pending = frame.id === undefined ? undefined : this.#take(frame.id);
    if (pending === undefined) this.#options.onFrame(frame);
    else pending.reject(new SgeError({ code, status: 400, title: message, detail: message }));
  }

  #take(id: string | number): Pending | undefined {
    const pending = this.#pending.get(String(id));
    this.#pending.delete(String(id));
    return pending;
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#helloTimer);
    this.#watch.stop();
    // A dead network answers no closing handshake: nobody waits for it.
    this.#ws.close();
    for (const { reject } of this.#pending.values()) {
      reject(new NetworkError('the connection ended before the answer'));
    }
    this.#pending.clear();
    this.#options.onClose({ code, greeted: this.#greeted });
  }
}
