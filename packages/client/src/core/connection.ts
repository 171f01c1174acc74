import {
  type AckFrame,
  CLOSE_CODES,
  type DomainEvent,
  type HelloFrame,
  type Static,
} from '@sky-genesis/protocol';
import { backoffMs } from './backoff.ts';
import { ChannelLog } from './channel-log.ts';
import { Emitter } from './emitter.ts';
import { defaultIdleLimits, type IdleLimits } from './idle-watch.ts';
import type { ServerFrame } from './server-frame.ts';
import { NetworkError, SgeError, SignedOutError } from './sge-error.ts';
import { type Request, Socket } from './socket.ts';
import type { TokenSource } from './token-source.ts';
import type { ConnectionState } from './types.ts';
import { wait } from './wait.ts';

type Hello = Static<typeof HelloFrame>;

export interface ConnectionEvents {
  state: [state: ConnectionState];
  /** A connection stands: subscribe, and read what the events will not tell. */
  hello: [hello: Hello];
  /** An event of a channel: each once, in the channel's order. */
  event: [event: DomainEvent];
  /** What was missed of `channel` cannot be told any more: read its state anew. */
  gap: [channel: string];
  frame: [frame: Exclude<ServerFrame, { type: 'Hello' | 'Event' | 'Resumed' }>];
  signedOut: [];
}

export interface ConnectionOptions {
  readonly url: string;
  readonly tokens: TokenSource;
  readonly idle?: IdleLimits;
  readonly backoff?: { readonly baseMs: number; readonly maxMs: number };
  readonly helloWithinMs?: number;
}

/** The WebSocket as one that never ends: reconnects by itself and resumes where it was. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #emitter = new Emitter<ConnectionEvents>();
  readonly #log = new ChannelLog();
  #state: ConnectionState = 'idle';
  #socket: Socket | undefined;
  #greeted = false;
  #stop = new AbortController();
  #wake = new AbortController();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  readonly on: Emitter<ConnectionEvents>['on'] = (event, listener) =>
    this.#emitter.on(event, listener);

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * Resolves at the first Hello. Later losses are mended without anybody's help.
   *
   * @throws SignedOutError · NetworkError `close` was called before
   */
  open(): Promise<void> {
    if (this.#state === 'connected') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const off = this.on('state', (state) => {
        if (state !== 'connected' && state !== 'closed') return;
        off();
        if (state === 'connected') resolve();
        else reject(this.#signedOut ?? new NetworkError('the connection was closed'));
      });
      if (this.#state === 'idle' || this.#state === 'closed') void this.#run();
    });
  }

  close(): void {
    this.#stop.abort();
    this.#wake.abort();
    this.#socket?.close();
    this.#enter('closed');
  }

  /** @throws as `Socket.request` */
  request(frame: Request): Promise<Static<typeof AckFrame>> {
    if (this.#socket === undefined || !this.#greeted) {
      return Promise.reject(new NetworkError('not connected'));
    }
    return this.#socket.request(frame);
  }

  /** The network is said to be back, or changed: try at once instead of waiting. */
  networkChanged(): void {
    if (this.#greeted) this.#socket?.probe();
    else this.#wake.abort();
  }

  forget(channel: string): void {
    this.#log.forget(channel);
  }

  #signedOut: SignedOutError | undefined;

  async #run(): Promise<void> {
    this.#stop = new AbortController();
    this.#signedOut = undefined;
    const { signal } = this.#stop;
    this.#enter('connecting');
    for (let failures = 0; !signal.aborted; failures += 1) {
      const lived = await this.#live(signal);
      if (signal.aborted) return;
      if (this.#signedOut !== undefined) {
        this.#enter('closed');
        this.#emitter.emit('signedOut');
        return;
      }
      if (lived) failures = 0;
      if (this.#state === 'connected') this.#enter('reconnecting');
      this.#wake = new AbortController();
      const pacing = this.#options.backoff ?? { baseMs: 250, maxMs: 8000 };
      await wait(backoffMs(failures, { ...pacing, random: Math.random }), this.#wake.signal);
    }
  }

  /** One socket's life. @returns whether the server has said Hello in it */
  async #live(signal: AbortSignal): Promise<boolean> {
    const token = await this.#options.tokens.get().catch((error: unknown) => {
      if (error instanceof SignedOutError) this.#signedOut = error;
      return undefined;
    });
    if (token === undefined || signal.aborted) return false;
    const { code, greeted } = await this.#hold(token);
    this.#socket = undefined;
    this.#greeted = false;
    // A refused handshake tells a browser nothing; a token that has not worked is not tried again.
    if (!greeted || code === CLOSE_CODES.unauthenticated) this.#options.tokens.refuse(token);
    return greeted;
  }

  #hold(token: string): Promise<{ readonly code: number; readonly greeted: boolean }> {
    return new Promise((resolve) => {
      this.#socket = new Socket({
        // The server then holds new events back until it has told the missed ones.
        url: this.#log.started ? `${this.#options.url}?resume=1` : this.#options.url,
        token,
        idle: this.#options.idle ?? defaultIdleLimits,
        helloWithinMs: this.#options.helloWithinMs ?? 10_000,
        onHello: (hello) => this.#greet(hello),
        onFrame: (frame) => this.#take(frame),
        onClose: resolve,
      });
    });
  }

  #greet(hello: Hello): void {
    this.#greeted = true;
    const point = this.#log.begin(hello.epoch, hello.positions);
    if (point !== undefined) {
      this.#socket?.request({ type: 'Resume', ...point }).catch((error: unknown) => {
        // Refused: the channels are let go of, and read anew. Disconnected: the next Hello resumes.
        if (!(error instanceof SgeError)) return;
        for (const channel of Object.keys(point.positions)) this.#resumed(channel, false);
      });
    }
    this.#emitter.emit('hello', hello);
    this.#enter('connected');
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'Event') {
      if (this.#log.accept(frame.event)) this.#emitter.emit('event', frame.event);
    } else if (frame.type === 'Resumed') this.#resumed(frame.channel, frame.recovered);
    else if (frame.type !== 'Hello') this.#emitter.emit('frame', frame);
  }

  #resumed(channel: string, recovered: boolean): void {
    for (const event of this.#log.resumed(channel)) this.#emitter.emit('event', event);
    if (!recovered) this.#emitter.emit('gap', channel);
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#emitter.emit('state', state);
  }
}
