import type { Duplex } from 'node:stream';
import { CLOSE_CODES, type Locale, type ServerFrame } from '@sky-genesis/protocol';
import type { WebSocket } from 'ws';
import { memberIdOf } from '../../domain/calls/index.ts';
import { AppError, type Clock, type Scope } from '../../kernel/index.ts';
import { errorFrame } from './error-frame.ts';
import type { WsLimits } from './limits.ts';
import type { Publication } from './publication.ts';
import type { Receiver, Subscription } from './subscription.ts';
import { encodeFrame } from './text-frame.ts';

export interface ConnectionIdentity {
  /** `con_…` */
  readonly id: string;
  readonly scope: Scope;
  /** Unix milliseconds; null: the credential does not expire. */
  readonly expiresAtMs: number | null;
  readonly locale: Locale;
}

interface Held {
  readonly subscription: Subscription;
  readonly publication: Publication;
}

/** The sending side of one WebSocket: order, hold-back and the bound on what is unsent. */
export class Connection implements Receiver {
  readonly id: string;
  readonly scope: Scope;
  readonly expiresAtMs: number | null;
  readonly locale: Locale;
  /** The user id, or `key:<id>`. */
  readonly memberId: string;
  readonly subscriptions = new Map<string, Subscription>();
  /** When the peer was last heard, Unix milliseconds. */
  heardAtMs: number;
  pingedAtMs: number;
  readonly openedAtMs: number;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #clock: Clock;
  readonly #limits: WsLimits;
  #closeCode: number | undefined;
  #releaseFirst: (() => void) | undefined;
  #holds = 0;
  #held: Held[] = [];

  /** @param socket the one `ws` works on: frames encoded for many are written to it as they are. */
  constructor(
    ws: WebSocket,
    socket: Duplex,
    identity: ConnectionIdentity,
    { clock, limits }: { readonly clock: Clock; readonly limits: WsLimits },
  ) {
    this.#ws = ws;
    this.#socket = socket;
    this.#clock = clock;
    this.#limits = limits;
    this.id = identity.id;
    this.scope = identity.scope;
    this.expiresAtMs = identity.expiresAtMs;
    this.locale = identity.locale;
    this.memberId = memberIdOf(identity.scope.principal);
    this.openedAtMs = clock.nowMs();
    this.heardAtMs = this.openedAtMs;
    this.pingedAtMs = this.openedAtMs;
  }

  get open(): boolean {
    return this.#closeCode === undefined && this.#ws.readyState === this.#ws.OPEN;
  }

  /** The code we closed it with; undefined while we have not. */
  get closeCode(): number | undefined {
    return this.#closeCode;
  }

  /** The user behind it; undefined for an API key. */
  get userId(): string | undefined {
    const { principal } = this.scope;
    return principal.kind === 'user' ? principal.id : undefined;
  }

  send(frame: ServerFrame): void {
    if (this.open) this.write(encodeFrame(frame));
  }

  /**
   * Writes a whole frame to the socket, past `ws`. Sound because `ws` writes each of its own frames
   * (close, ping, pong) at once and whole: without compression its sender never queues.
   */
  write(frame: Buffer): void {
    if (!this.open) return;
    if (this.#socket.writableLength + frame.length > this.#limits.sendBufferBytes) {
      this.close(CLOSE_CODES.slowReader, 'slow reader');
    } else {
      this.#socket.write(frame);
    }
  }

  /** Pushes an event in its channel's order, each once; or keeps it back while the connection is held. */
  deliver(subscription: Subscription, publication: Publication): void {
    if (this.#holds === 0) this.#pass({ subscription, publication });
    else if (this.#held.length < this.#limits.heldEvents) {
      this.#held.push({ subscription, publication });
    } else this.close(CLOSE_CODES.slowReader, 'too many events while waiting');
  }

  /** Keeps events back until the returned function is called: a position is being read or replayed. */
  hold(): () => void {
    this.#holds += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#holds -= 1;
      if (this.#holds === 0) this.#flush();
    };
  }

  /** Keeps the first hold until the client's Resume has been answered, or `timeoutMs` have passed. */
  releaseOnResume(release: () => void, timeoutMs: number): void {
    const cancel = this.#clock.schedule(timeoutMs, release);
    this.#releaseFirst = () => {
      cancel();
      release();
    };
  }

  resumed(): void {
    this.#releaseFirst?.();
    this.#releaseFirst = undefined;
  }

  /** Resolves when the reader has caught up, or is gone; one that stands still is cut. */
  caughtUp(): Promise<void> {
    if (!this.open || this.#socket.writableLength <= this.#limits.sendBufferBytes / 4) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      const cancel = this.#clock.schedule(this.#limits.stallMs, () => {
        this.close(CLOSE_CODES.slowReader, 'slow reader');
        done();
      });
      this.#socket.once('drain', done);
      this.#socket.once('close', done);
    });
  }

  ping(nowMs: number): void {
    this.pingedAtMs = nowMs;
    if (this.open) this.#ws.ping();
  }

  /** Answers a ping of the peer, unless the answers would pile up. */
  pong(data: Buffer): void {
    if (!this.open) return;
    if (this.#socket.writableLength > this.#limits.sendBufferBytes) {
      this.close(CLOSE_CODES.slowReader, 'slow reader');
    } else {
      this.#ws.pong(data);
    }
  }

  pauseReading(): void {
    this.#ws.pause();
  }

  resumeReading(): void {
    if (this.#ws.isPaused) this.#ws.resume();
  }

  /** Says goodbye once. A peer that does not answer loses its socket after the close timeout. */
  close(code: number, reason: string): void {
    if (!this.open) return;
    this.#closeCode = code;
    this.#held = [];
    // Paused, it would never read the peer's answer.
    this.resumeReading();
    this.#ws.close(code, reason);
  }

  /** Ends it once its token has expired, and says so. */
  endIfExpired(nowMs: number): boolean {
    if (this.expiresAtMs === null || nowMs < this.expiresAtMs) return false;
    this.send(errorFrame(new AppError('token_expired'), this.locale));
    this.close(CLOSE_CODES.unauthenticated, 'token expired');
    return true;
  }

  terminate(): void {
    this.#ws.terminate();
  }

  #flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    for (const item of held) this.#pass(item);
  }

  #pass({ subscription, publication }: Held): void {
    const { seq } = publication.event;
    if (subscription.muted || seq <= subscription.last) return;
    subscription.last = seq;
    if (subscription.admits(publication)) this.write(publication.frame);
  }
}
