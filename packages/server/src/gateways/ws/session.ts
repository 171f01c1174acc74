import { CLOSE_CODES } from '@sky-genesis/protocol';
import type { RawData, WebSocket } from 'ws';
import { newId, type Scope } from '../../kernel/index.ts';
import { traceIdOf } from '../wire/trace.ts';
import { Connection } from './connection.ts';
import { refusal } from './error-frame.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import type { FrameHandler } from './frame-handler.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Hub } from './hub.ts';
import { Inbox } from './inbox.ts';
import { mediaPeerOf } from './media-peer.ts';
import { sayHello } from './opening.ts';
import type { WsServices } from './ports.ts';
import type { Upgraded } from './upgrade.ts';
import { localeOf } from './upgrade-request.ts';

export interface SessionParts {
  readonly hub: Hub;
  readonly services: WsServices;
  readonly heartbeat: Heartbeat;
  readonly decode: FrameDecoder;
  readonly handler: FrameHandler;
  /** Called when a connection has gone and everything about it is forgotten. */
  readonly closed: () => void;
}

/** One WebSocket from its acceptance to its close. */
export function runSession(parts: SessionParts, upgraded: Upgraded): void {
  const { hub, services } = parts;
  const connection = newConnection(services, upgraded);
  const { org } = connection.scope;
  if (hub.connectionsOf(org, connection.memberId).size >= services.limits.connectionsPerUser) {
    upgraded.ws.on('error', () => undefined);
    parts.handler.refuse(connection, refusal('too_many_connections'));
    connection.close(CLOSE_CODES.tooManyConnections, 'too many connections');
    return;
  }
  const inbox = new Inbox(connection, parts.decode, parts.handler, services);
  const stopWatching = parts.heartbeat.watch(connection);
  hub.add(connection);
  listen(upgraded.ws, connection, inbox, (code) => {
    stopWatching();
    hub.remove(connection);
    services.media.detach(mediaPeerOf(connection));
    if (connection.userId !== undefined) {
      services.presence.detach(org, connection.userId, connection.id);
    }
    logClosed(services, connection, code, inbox.received);
    parts.closed();
  });
  logOpened(services, connection, upgraded);
  if (connection.userId !== undefined) {
    services.presence.attach(org, connection.userId, connection.id);
  }
  void openSession(parts, connection, inbox, upgraded.resumes);
}

/** Nothing is pushed before Hello; with `resumes`, nor before the client's own Resume. */
async function openSession(
  { hub, services, handler }: SessionParts,
  connection: Connection,
  inbox: Inbox,
  resumes: boolean,
): Promise<void> {
  const release = connection.hold();
  try {
    await sayHello(hub, services, connection);
  } catch (cause) {
    handler.refuse(connection, cause);
    connection.close(CLOSE_CODES.internalError, 'the connection could not be opened');
  }
  if (resumes) connection.releaseOnResume(release, services.limits.resumeHoldMs);
  else release();
  inbox.start();
}

function newConnection(services: WsServices, { ws, socket, request, authenticated }: Upgraded) {
  const { traceparent } = request.headers;
  const scope: Scope = {
    org: authenticated.org,
    principal: authenticated.principal,
    source: 'ws',
    traceId: traceIdOf(typeof traceparent === 'string' ? traceparent : undefined),
  };
  const identity = {
    id: newId('con', services.clock.nowMs()),
    scope,
    expiresAtMs: authenticated.expiresAtMs,
    locale: localeOf(request),
  };
  return new Connection(ws, socket, identity, services);
}

function listen(
  ws: WebSocket,
  connection: Connection,
  inbox: Inbox,
  closed: (code: number) => void,
): void {
  ws.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) connection.close(CLOSE_CODES.unsupportedData, 'text frames only');
    else inbox.message(data.toString());
  });
  ws.on('ping', (data) => inbox.ping(data));
  ws.on('pong', () => inbox.pong());
  // A protocol error of the peer; `ws` closes with its code, and `close` follows.
  ws.on('error', () => undefined);
  ws.once('close', closed);
}

function logOpened(services: WsServices, connection: Connection, { request }: Upgraded): void {
  const { scope } = connection;
  services.logger.info(
    {
      connection_id: connection.id,
      org: scope.org,
      user_id: connection.memberId,
      trace_id: scope.traceId,
      ip: request.socket.remoteAddress,
      user_agent: request.headers['user-agent']?.slice(0, 200),
    },
    'connection opened',
  );
}

function logClosed(
  services: WsServices,
  connection: Connection,
  code: number,
  frames: number,
): void {
  const { scope } = connection;
  services.logger.info(
    {
      connection_id: connection.id,
      org: scope.org,
      user_id: connection.memberId,
      trace_id: scope.traceId,
      code: connection.closeCode ?? code,
      frames,
      duration_ms: services.clock.nowMs() - connection.openedAtMs,
    },
    'connection closed',
  );
}
