import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Api, Refused, request } from '../peers/rest.ts';

const sdp = readFileSync(
  new URL('../../packages/sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);

interface Reply {
  readonly type: string;
  readonly id?: string;
  readonly code?: string;
  readonly session_id?: string;
  readonly reason?: string;
}

/** Somebody who talks to the server without the SDK, and does not keep to what it would do. */
export class Intruder {
  readonly name: string;
  /** Below `/api/v1/voip`. */
  readonly api: Api;
  readonly #socket: WebSocket;
  readonly #replies: Reply[] = [];
  #heard = Promise.withResolvers<void>();
  #sent = 0;

  private constructor(name: string, api: Api, socket: WebSocket) {
    this.name = name;
    this.api = api;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#replies.push(JSON.parse(String(data)));
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
  }

  static async arrive(origin: string, name: string, token: string): Promise<Intruder> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/auth`, ['sge.v1', token]);
    const api: Api = (method, path, body) => request(origin, token, { method, path, body });
    const intruder = new Intruder(name, api, socket);
    await once(socket, 'open');
    return intruder;
  }

  close(): void {
    this.#socket.close();
  }

  /** The code by which the REST API refuses; empty where it does not. */
  async refusal(method: string, path: string, body?: object): Promise<string> {
    try {
      await this.api(method, path, body);
      return '';
    } catch (error) {
      if (error instanceof Refused) return error.code;
      throw error;
    }
  }

  /** Offers media, as if that were all it takes. @returns the code of the refusal, or `answered` */
  async offers(
    sessionId: string,
    token?: string,
    transport = crypto.randomUUID(),
  ): Promise<string> {
    return await this.#asks({
      type: 'MediaOffer',
      session_id: sessionId,
      transport_id: transport,
      revision: 1,
      sdp,
      tracks: [{ mid: '0', source: 'microphone' }],
      ...(token === undefined ? {} : { token }),
    });
  }

  /** What a frame comes to: the code of its refusal, or `answered`. */
  async #asks(frame: object): Promise<string> {
    this.#sent += 1;
    const id = `frame-${this.#sent}`;
    this.#socket.send(JSON.stringify({ ...frame, id }));
    const reply = await this.#reply((told) => told.id === id);
    return reply.type === 'Error' ? String(reply.code) : 'answered';
  }

  /** The reason for which the server ends a session. */
  async isPutOut(sessionId: string): Promise<string> {
    const closed = await this.#reply(
      ({ type, session_id }) => type === 'MediaClosed' && session_id === sessionId,
    );
    return String(closed.reason);
  }

  async #reply(fits: (reply: Reply) => boolean): Promise<Reply> {
    for (;;) {
      const reply = this.#replies.find(fits);
      if (reply !== undefined) return reply;
      await this.#heard.promise;
    }
  }
}
