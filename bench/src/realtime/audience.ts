import { WebSocket } from 'ws';

/** Many connections in this process that listen to one who publishes. */
export class Audience {
  readonly #sockets: WebSocket[] = [];
  #received = 0;
  #expected = Number.POSITIVE_INFINITY;
  #complete: (() => void) | undefined;

  get size(): number {
    return this.#sockets.length;
  }

  /** Connects one more. @param greet sends what makes it listen and resolves when the server has agreed */
  async join(
    url: string,
    protocols: readonly string[],
    greet: (socket: WebSocket) => Promise<void>,
  ): Promise<void> {
    const socket = await connected(url, protocols);
    await greet(socket);
    socket.on('message', (data: Buffer) => this.#count(data));
    this.#sockets.push(socket);
  }

  /** Resolves when every member has received `messages` publications from now on. */
  all(messages: number): Promise<void> {
    this.#received = 0;
    this.#expected = messages * this.#sockets.length;
    return new Promise((resolve) => {
      this.#complete = resolve;
    });
  }

  leave(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #count(data: Buffer): void {
    if (!data.includes(MARK)) return;
    this.#received += 1;
    if (this.#received === this.#expected) this.#complete?.();
  }
}

/** Stands in every publication, and in nothing else that a server sends. */
const MARK = 'bench message';

export function publication(user: string, index: number): string {
  const status = index % 2 === 0 ? 'away' : 'online';
  const message = { user_id: user, status, status_message: `${MARK} ${index}` };
  return JSON.stringify({ type: 'PresenceUpdate', ...message });
}

/** Opens a connection. @throws the socket's error. */
export function connected(url: string, protocols: readonly string[]): Promise<WebSocket> {
  const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => resolve(socket));
  });
}

/** Resolves with the first message that holds `part`. Rejects when the connection ends before. */
export function heard(socket: WebSocket, part: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (data: Buffer): void => {
      if (!data.includes(part)) return;
      socket.off('message', onMessage);
      resolve();
    };
    socket.on('message', onMessage);
    socket.once('close', (code) => reject(new Error(`closed with ${code} before ${part}`)));
  });
}
