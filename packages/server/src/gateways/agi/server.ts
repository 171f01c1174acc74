import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AgiLines, AgiProtocolError } from './lines.ts';
import type { AgiLimits, AgiServices } from './ports.ts';
import { runAgiSession } from './session.ts';

export interface AgiServer {
  /** @throws the socket's error: the address cannot be listened on. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  /** Takes no more, and ends those that run. */
  close(): Promise<void>;
}

const LIMITS: AgiLimits = { connections: 200, sessionMs: 10_000 };

/**
 * FastAGI (`agi://host:4573/…`): a dialplan's `AGI()` step over TCP. Who is no trunk's address is let go of before a
 * byte is read.
 */
export function createAgiServer(services: AgiServices, limits: AgiLimits = LIMITS): AgiServer {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const address = plainAddress(socket.remoteAddress);
    if (sockets.size >= limits.connections || !services.sources.known(address)) {
      services.logger.warn({ area: 'voip', ip: address }, 'AGI connection refused');
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void serve(services, limits, socket, address);
  });
  return {
    listen: (at) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(at, () => {
          server.off('error', reject);
          resolve(portOf(server.address()));
        });
      }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  services: AgiServices,
  limits: AgiLimits,
  socket: Socket,
  address: string,
): Promise<void> {
  const lines = new AgiLines(socket);
  const cancel = services.clock.schedule(limits.sessionMs, () => {
    lines.fail('it took too long');
    socket.destroy();
  });
  const fields = { area: 'voip', ip: address } as const;
  try {
    const outcome = await runAgiSession(services, { lines, output: socket, address });
    services.logger.info({ ...fields, outcome }, 'AGI session');
    // Gone once it is written, whether or not the peer closes.
    socket.destroySoon();
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    if (error instanceof AgiProtocolError) {
      services.logger.warn({ ...fields, reason: error.message }, 'AGI session broken off');
    } else {
      services.logger.error({ ...fields, error }, 'AGI session failed');
    }
    socket.destroy();
  } finally {
    cancel();
  }
}

/** IPv4 addresses as they are written, whatever the socket's family. */
function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
