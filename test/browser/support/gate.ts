import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** One person’s network to the server, which a test can take away. */
export interface Gate {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Nothing passes any more, in either direction; what is open stays open, as in a dead network. */
  cut(): void;
  /** New connections pass again; those of before are gone, as after a change of network. */
  restore(): void;
  close(): Promise<void>;
}

/** Passes bytes on to `target`, `http://127.0.0.1:<port>`. */
export async function openGate(target: string): Promise<Gate> {
  const port = Number(new URL(target).port);
  const links = new Set<Link>();
  let open = true;
  const server = createServer((near) => {
    const link = new Link(near, port, open);
    links.add(link);
    near.on('close', () => links.delete(link));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const forEach = (act: (link: Link) => void) => {
    for (const link of [...links]) act(link);
  };
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    cut: () => {
      open = false;
      forEach((link) => link.freeze());
    },
    restore: () => {
      open = true;
      forEach((link) => link.destroy());
    },
    close: async () => {
      server.close();
      forEach((link) => link.destroy());
      await once(server, 'close');
    },
  };
}

/** One TCP connection through the gate. */
class Link {
  readonly #near: Socket;
  readonly #far: Socket | undefined;

  constructor(near: Socket, port: number, open: boolean) {
    this.#near = near;
    near.on('error', () => near.destroy());
    if (!open) return;
    const far = connect(port, '127.0.0.1');
    this.#far = far;
    far.on('error', () => near.destroy());
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    near.pipe(far);
    far.pipe(near);
  }

  freeze(): void {
    if (this.#far === undefined) return;
    this.#near.unpipe(this.#far);
    this.#far.unpipe(this.#near);
    this.#near.pause();
    this.#far.pause();
  }

  destroy(): void {
    this.#near.destroy();
    this.#far?.destroy();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no port');
  return address.port;
}
