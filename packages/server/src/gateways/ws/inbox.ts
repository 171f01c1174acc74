import { CLOSE_CODES } from '@sky-genesis/protocol';
import type { Connection } from './connection.ts';
import { refusal } from './error-frame.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import type { FrameHandler } from './frame-handler.ts';
import type { WsServices } from './ports.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * The receiving side of one WebSocket: frames are handled in their order, one after the other; signals only
 * begin in theirs, so that those of one tick share a commit. Who sends faster than we work is not read.
 */
export class Inbox {
  readonly #connection: Connection;
  readonly #decode: FrameDecoder;
  readonly #handler: FrameHandler;
  readonly #services: WsServices;
  readonly #bucket: TokenBucket;
  #queue: string[] = [];
  /** Until `start` the connection is still opening. */
  #busy = true;
  #signals = 0;
  #received = 0;

  constructor(
    connection: Connection,
    decode: FrameDecoder,
    handler: FrameHandler,
    services: WsServices,
  ) {
    this.#connection = connection;
    this.#decode = decode;
    this.#handler = handler;
    this.#services = services;
    const { frameBurst, framesPerSecond } = services.limits;
    this.#bucket = new TokenBucket(frameBurst, framesPerSecond, services.clock.nowMs());
  }

  /** Frames that have come, refused ones too. */
  get received(): number {
    return this.#received;
  }

  start(): void {
    this.#busy = false;
    this.#work();
  }

  message(text: string): void {
    if (!this.#admit()) return;
    this.#queue.push(text);
    this.#work();
    if (this.#queue.length >= this.#services.limits.queuedFrames) this.#connection.pauseReading();
  }

  ping(data: Buffer): void {
    if (this.#admit()) this.#connection.pong(data);
  }

  /** The answer to our ping. One that we did not ask for counts as a frame. */
  pong(): void {
    this.#admit();
  }

  #admit(): boolean {
    if (!this.#connection.open) return false;
    const nowMs = this.#services.clock.nowMs();
    // The heartbeat comes by now and then; nothing is done for an expired token until it does.
    if (this.#connection.endIfExpired(nowMs)) return false;
    this.#connection.heardAtMs = nowMs;
    this.#received += 1;
    switch (this.#bucket.take(nowMs)) {
      case 'admitted':
        return true;
      case 'warned':
        this.#handler.refuse(this.#connection, refusal('rate_limited', { seconds: 1 }));
        return false;
      case 'cut':
        this.#connection.close(CLOSE_CODES.rateLimited, 'too many frames');
        return false;
      case 'refused':
        return false;
    }
  }

  #work(): void {
    while (!this.#busy && this.#connection.open) {
      const text = this.#queue.shift();
      if (text === undefined) break;
      const work = this.#handle(text);
      if (work === undefined) continue;
      this.#busy = true;
      void work.then(() => {
        this.#busy = false;
        this.#work();
      });
    }
    if (this.#queue.length < this.#services.limits.queuedFrames / 2) {
      this.#connection.resumeReading();
    }
  }

  /** @returns what has to end before the next frame may begin. */
  #handle(text: string): Promise<void> | undefined {
    const decoded = this.#decode(text);
    if (!decoded.ok) {
      this.#handler.refuse(this.#connection, decoded.error, decoded.id);
      return undefined;
    }
    const work = this.#handler.handle(this.#connection, decoded.frame);
    if (work === undefined || decoded.frame.type !== 'Signal') return work;
    this.#signals += 1;
    const ended = work.then(() => {
      this.#signals -= 1;
    });
    return this.#signals >= this.#services.limits.signalsInFlight ? ended : undefined;
  }
}
