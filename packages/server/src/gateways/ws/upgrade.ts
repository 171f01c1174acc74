import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Authenticated } from '../../domain/identity/ports.ts';
import { AppError, newId } from '../../kernel/index.ts';
import type { WsServices } from './ports.ts';
import { refuseUpgrade } from './upgrade-refusal.ts';
import { credentialOf, isOwnOrigin, localeOf, targetOf } from './upgrade-request.ts';

const PATHS: ReadonlySet<string> = new Set(['/ws/auth', '/ws/connect']);

export interface Upgraded {
  readonly ws: WebSocket;
  readonly socket: Duplex;
  readonly request: IncomingMessage;
  readonly authenticated: Authenticated;
  /** The client will send `Resume` and wants to miss nothing before it. */
  readonly resumes: boolean;
}

export interface UpgradeHandling {
  readonly server: WebSocketServer;
  readonly services: WsServices;
  /** @throws AppError when no further connection is taken. */
  readonly requireRoom: () => void;
  readonly accept: (upgraded: Upgraded) => void;
}

/** Turns an HTTP upgrade into a WebSocket of somebody we know, or refuses it. Never throws or rejects. */
export async function handleUpgrade(
  { server, services, requireRoom, accept }: UpgradeHandling,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const ignore = (): void => undefined;
  socket.on('error', ignore);
  const target = targetOf(request);
  try {
    if (target === undefined || !PATHS.has(target.pathname)) throw new AppError('not_found');
    requireRoom();
    const authenticated = await authenticate(services, request, target);
    if (socket.destroyed) return;
    requireRoom();
    server.handleUpgrade(request, socket, head, (ws) => {
      socket.off('error', ignore);
      const resumes = target.searchParams.get('resume') === '1';
      accept({ ws, socket, request, authenticated, resumes });
    });
  } catch (cause) {
    refuse(services, request, socket, { cause, path: target?.pathname });
  }
}

async function authenticate(
  services: WsServices,
  request: IncomingMessage,
  target: URL,
): Promise<Authenticated> {
  const credential = credentialOf(request, target);
  if (credential === undefined) throw new AppError('unauthenticated');
  if (credential.kind === 'session' && !isOwnOrigin(request, services.allowedOrigins ?? [])) {
    throw new AppError('origin_refused');
  }
  return await services.authenticator.authenticate(credential);
}

function refuse(
  services: WsServices,
  request: IncomingMessage,
  socket: Duplex,
  { cause, path }: { readonly cause: unknown; readonly path: string | undefined },
): void {
  const error = cause instanceof AppError ? cause : new AppError('internal_error', { cause });
  const requestId = newId('req', services.clock.nowMs());
  // The path without its query: a token may be in there.
  const fields = { request_id: requestId, path: path?.slice(0, 100), code: error.code };
  if (error.code === 'internal_error') {
    const reason = cause instanceof Error ? cause : new Error(String(cause));
    services.logger.error({ ...fields, error: reason }, 'an upgrade failed');
  } else {
    services.logger.info(fields, 'upgrade refused');
  }
  if (!socket.destroyed) refuseUpgrade(socket, error, { locale: localeOf(request), requestId });
}
