import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Supervisor } from '@sky-genesis/media';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: string;
}

/**
 * The least HTTP that a WHIP publisher (RFC 9725) and a WHEP player need before a room of the media engine: who posts to
 * `/whip` publishes, who posts to `/whep` receives all that is published then.
 */
export class WhipEndpoint {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  readonly #supervisor: Supervisor;
  readonly #room: string;
  readonly #news = new EventEmitter();
  readonly #published = new Set<string>();
  #sessions = 0;

  private constructor(supervisor: Supervisor, room: string) {
    this.#supervisor = supervisor;
    this.#room = room;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  static async open(supervisor: Supervisor, room: string): Promise<WhipEndpoint> {
    const endpoint = new WhipEndpoint(supervisor, room);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  get published(): readonly string[] {
    return [...this.#published];
  }

  /** Resolves with the first request of this method, past or to come. */
  async request(method: string): Promise<Asked> {
    for (;;) {
      const found = this.asked.find((asked) => asked.method === method);
      if (found !== undefined) return found;
      await once(this.#news, 'asked');
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const body = await text(request);
    const { 'content-type': contentType = '', authorization = '' } = headers;
    switch (method) {
      case 'POST':
        await this.#join(path, body, response);
        break;
      // Candidates: the engine finds the client by its own checks.
      case 'PATCH':
        response.writeHead(204).end();
        break;
      case 'DELETE':
        await this.#leave(path.split('/').at(-1) ?? '');
        response.writeHead(200).end();
        break;
      default:
        response.writeHead(405).end();
    }
    this.asked.push({ method, path, contentType, authorization, body });
    this.#news.emit('asked');
  }

  async #join(path: string, offer: string, response: ServerResponse): Promise<void> {
    this.#sessions += 1;
    const participant = `${this.#room}-${this.#sessions}`;
    const room = this.#room;
    const producers = path === '/whep' ? { producers: [...this.#published] } : {};
    const joined = await this.#supervisor.request(room, {
      kind: 'join',
      room,
      participant,
      offer,
      ...producers,
    });
    for (const { producerId } of joined.published ?? []) this.#published.add(producerId);
    response.writeHead(201, {
      'content-type': 'application/sdp',
      location: `/session/${participant}`,
      etag: `"${participant}"`,
    });
    response.end(joined.answer);
  }

  async #leave(participant: string): Promise<void> {
    await this.#supervisor.request(this.#room, { kind: 'leave', participant });
  }
}
