import { WebSocket } from 'ws';
import type { Pair } from '../load/people.ts';

/** The callees' ring frames. A pair has one call at a time, so the next frame is that call's. */
export class Rings {
  readonly #waiting = new Map<string, (atMs: number) => void>();

  /** When the callee's next ring frame came, by `performance.now()`. */
  next(pair: Pair): Promise<number> {
    if (this.#waiting.has(pair.callee.id))
      throw new Error('a pair calls before its last ring came');
    return new Promise((resolve) => this.#waiting.set(pair.callee.id, resolve));
  }

  /** Connects a callee; resolves once the server has said Hello. */
  listen(url: string, pair: Pair): Promise<WebSocket> {
    const address = `${url.replace('http', 'ws')}/ws/auth`;
    const socket = new WebSocket(address, ['sge.v1', pair.callee.token]);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        const text = data.toString('latin1');
        if (text.includes('"type":"Hello"')) resolve(socket);
        if (text.includes('"type":"call.created"')) this.#rang(pair.callee.id);
      });
    });
  }

  #rang(calleeId: string): void {
    this.#waiting.get(calleeId)?.(performance.now());
    this.#waiting.delete(calleeId);
  }
}
